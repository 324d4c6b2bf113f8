import { InvalidPostError, UnsupportedError, type Adapter, type Part, type Violation } from "@carecast/adapter";

/** What of an adapter a part is held against. */
export type PartRules = Pick<Adapter, "network" | "capabilities" | "measure">;

/**
 * Refuses a part that the network would refuse or, worse, show with something left out. Core's plan has said so before;
 * this is for callers without a plan, and costs one count of the text.
 *
 * @throws UnsupportedError for an audience, a content warning or a poll that the network has not.
 * @throws InvalidPostError with every limit that is exceeded.
 */
export function checkPart(part: Part, rules: PartRules): void {
  const { network, capabilities } = rules;
  const refuse = (path: string, message: string): never => {
    throw new UnsupportedError(`${network}: ${message}`, { network, path });
  };
  if (!capabilities.audiences.includes(part.audience))
    refuse("audience", `there is no audience ${part.audience} here: choose ${capabilities.audiences.join(" or ")}.`);
  if (part.contentWarning !== undefined && capabilities.contentWarning === "none")
    refuse("contentWarning", "there are no content warnings here: write it as the first line.");
  if (part.poll && capabilities.polls === "none") refuse("poll", "there are no polls here.");
  const violations = [...checkText(part, rules), ...checkMedia(part, rules), ...checkPoll(part, rules)];
  if (violations.length > 0)
    throw new InvalidPostError(`${network}: ${violations[0]?.message ?? ""}`, violations, { network });
}

function checkText({ text, media, contentWarning }: Part, { capabilities, measure }: PartRules): Violation[] {
  if (text.trim() === "" && media.length === 0)
    return [{ path: "text", rule: "text-missing", message: "The post has neither text nor media." }];
  const counted = capabilities.contentWarning === "counted" ? (contentWarning ?? "") : "";
  return capabilities.text.limits.flatMap(({ unit, max }) => {
    const count = measure(text, unit) + measure(counted, unit);
    if (count <= max) return [];
    const message = `The text has ${count} ${unit}; ${max} are taken.`;
    return [{ path: "text", rule: "text-too-long", message, count, limit: max }];
  });
}

function checkMedia({ media }: Part, { capabilities, measure }: PartRules): Violation[] {
  const rules = capabilities.media;
  const violations: Violation[] = [];
  const refuse = (path: string, rule: string, message: string, count?: number, limit?: number): void =>
    void violations.push({
      path,
      rule,
      message,
      ...(count !== undefined && { count }),
      ...(limit !== undefined && { limit }),
    });
  if (media.length > rules.max)
    refuse("media", "media-count", `A post takes ${rules.max} media.`, media.length, rules.max);
  if (!rules.mixed && new Set(media.map(({ kind }) => kind)).size > 1)
    refuse("media", "media-mixed", "A post takes pictures or a video, not both.");
  for (const kind of ["image", "video"] as const) {
    const count = media.filter((one) => one.kind === kind).length;
    const limit = rules[kind]?.max ?? 0;
    if (count > limit) refuse("media", "media-count", `A post takes ${limit} of kind ${kind}.`, count, limit);
  }
  media.forEach(({ kind, mimeType, blob, alt }, index) => {
    const rule = rules[kind];
    const path = `media[${index}]`;
    if (rule && !rule.types.includes(mimeType)) refuse(path, "media-type", `Only ${rule.types.join(", ")} are taken.`);
    if (rule && blob.size > rule.maxBytes)
      refuse(
        path,
        "media-size",
        `The file has ${blob.size} bytes; ${rule.maxBytes} are taken.`,
        blob.size,
        rule.maxBytes,
      );
    const count = rules.alt ? measure(alt, rules.alt.unit) : 0;
    if (rules.alt && count > rules.alt.max)
      refuse(
        `${path}.alt`,
        "alt-too-long",
        `The description has ${count} ${rules.alt.unit}; ${rules.alt.max} are taken.`,
        count,
        rules.alt.max,
      );
  });
  return violations;
}

function checkPoll({ poll }: Part, { capabilities: { polls } }: PartRules): Violation[] {
  if (!poll || polls === "none" || poll.options.length <= polls.maxOptions) return [];
  const message = `A poll takes ${polls.maxOptions} answers.`;
  return [{ path: "poll.options", rule: "poll-options", message, count: poll.options.length, limit: polls.maxOptions }];
}
