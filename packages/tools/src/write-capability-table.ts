import type { Adapter } from "@carecast/core";

type Capabilities = Adapter["capabilities"];
type MediaRule = NonNullable<Capabilities["media"]["image"]>;

/** What each row says of one network. */
const rows: readonly (readonly [title: string, write: (capabilities: Capabilities) => string])[] = [
  ["Longest text", ({ text }) => text.limits.map(({ unit, max }) => `${max} ${unit}`).join(" and ")],
  ["Counting", ({ text }) => text.rule],
  ["Thread from a long text", ({ threads }) => writeYesNo(threads)],
  ["Answer to another post", ({ replies }) => writeYesNo(replies)],
  ["Change of a live post", ({ edit }) => writeYesNo(edit)],
  ["Removal of a live post", (capabilities) => writeYesNo(capabilities.delete)],
  ["Post on top of the page", ({ pin }) => writeYesNo(pin)],
  ["Pictures", ({ media }) => writeMediaRule(media.image)],
  ["Video", ({ media }) => writeMediaRule(media.video)],
  ["Alt text", ({ media }) => (media.alt ? `up to ${media.alt.max} ${media.alt.unit}` : "no documented limit")],
  ["Language of the post", ({ language }) => (language ? "kept" : "lost")],
  ["Content warning", ({ contentWarning }) => warnings[contentWarning]],
  ["Audiences", ({ audiences }) => audiences.join(", ")],
  [
    "Polls",
    ({ polls }) => (polls === "none" ? "no" : `${polls.maxOptions} answers, ${polls.maxOptionLength} characters each`),
  ],
  ["Listens by", ({ listening }) => listening.modes.join(", ") || "cannot"],
  ["Hears", ({ listening }) => listening.kinds.join(", ") || "nothing"],
  ["Follows hashtags", ({ listening }) => writeYesNo(listening.hashtags)],
  ["Lever against doubles", ({ repeat }) => writeLever(repeat)],
  ["Looks for a lost post", ({ repeat }) => finds[repeat.find]],
  ["Documented rates", ({ rates }) => rates.map(writeRate).join(", ") || "none"],
  ["Cost", ({ cost }) => cost],
];

const warnings: Readonly<Record<Capabilities["contentWarning"], string>> = {
  counted: "yes, counts as text",
  separate: "yes",
  label: "a fixed label",
  none: "no",
};

const finds: Readonly<Record<Capabilities["repeat"]["find"], string>> = {
  certain: `yes, and "not there" can be trusted`,
  hint: `yes, but "not there" proves nothing`,
  none: "no",
};

/** A Markdown table of what the networks can do, one column a network. */
export function writeCapabilityTable(adapters: readonly Adapter[]): string {
  const head = ["", ...adapters.map(({ network }) => `[${network}](docs/networks/${network}.md)`)];
  const body = rows.map(([title, write]) => [title, ...adapters.map(({ capabilities }) => write(capabilities))]);
  return [head, head.map(() => "---"), ...body].map(writeRow).join("\n");
}

function writeRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function writeYesNo(can: boolean): string {
  return can ? "yes" : "no";
}

function writeMediaRule(rule: MediaRule | undefined): string {
  if (rule === undefined) return "no";
  const types = rule.types.map((type) => type.split("/")[1]?.toUpperCase() ?? type);
  return `${rule.max}, ${rule.max > 1 ? "each " : ""}up to ${writeBytes(rule.maxBytes)}: ${types.join(", ")}`;
}

function writeLever({ lever, windowMs }: Capabilities["repeat"]): string {
  if (lever === "none") return "none: a human decides";
  return `${lever}, remembered ${windowMs === undefined ? "for ever" : `for ${writeDuration(windowMs)}`}`;
}

function writeRate({ of, count, perMs }: Capabilities["rates"][number]): string {
  return `${count} ${of} in ${writeDuration(perMs)}`;
}

function writeBytes(bytes: number): string {
  const [unit, name] = bytes % 1_048_576 === 0 ? [1_048_576, "MiB"] : [1_000_000, "MB"];
  return `${bytes / unit} ${name}`;
}

function writeDuration(ms: number): string {
  const minutes = ms / 60_000;
  return minutes < 60 ? `${minutes} min` : `${minutes / 60} h`;
}
