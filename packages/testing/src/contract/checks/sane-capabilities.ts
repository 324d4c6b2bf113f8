import type { Audience, Capabilities, FeedbackKind, MediaRule, RepeatLever, TextUnit } from "@carecast/adapter";
import { demand, print } from "../violation.ts";

/** The closed lists of the contract, as data. `Record` makes the compiler complain when one of them grows. */
const units: Record<TextUnit, true> = {
  graphemes: true,
  "code-points": true,
  utf16: true,
  bytes: true,
  weighted: true,
};
const audiences: Record<Audience, true> = { public: true, unlisted: true, followers: true };
const kinds: Record<FeedbackKind, true> = {
  mention: true,
  reply: true,
  comment: true,
  "direct-message": true,
  review: true,
  story: true,
  post: true,
};
const levers: Record<RepeatLever, true> = {
  "signed-id": true,
  "record-key": true,
  container: true,
  "idempotency-key": true,
  nonce: true,
  "duplicate-refusal": true,
  none: true,
};
const finds: Record<Capabilities["repeat"]["find"], true> = { certain: true, hint: true, none: true };
const warnings: Record<Capabilities["contentWarning"], true> = {
  counted: true,
  separate: true,
  label: true,
  none: true,
};
const sources: Record<Capabilities["media"]["from"], true> = { bytes: true, url: true, either: true };
const modes = { stream: true, poll: true, webhook: true };

/** Ends the check unless every figure and word can be planned with. */
export function demandSaneCapabilities(capabilities: Capabilities): void {
  const { api, text, listening, repeat, rates, cost } = capabilities;
  demand(typeof api.version === "string" && api.version !== "", "api.version is empty");
  demand(api.sunset === undefined || /^\d{4}-\d{2}-\d{2}$/.test(api.sunset), "api.sunset is not YYYY-MM-DD");
  demand(text.rule !== "", "text.rule is empty");
  demand(text.limits.length > 0, "text.limits is empty");
  text.limits.forEach(({ unit, max }, index) => {
    demandKnown(unit, units, `text.limits[${index}].unit`);
    demandCount(max, 1, `text.limits[${index}].max`);
  });
  for (const name of ["threads", "replies", "edit", "delete", "pin", "language"] as const) {
    demand(typeof capabilities[name] === "boolean", `${name} is not a boolean`);
  }
  demand(capabilities.audiences.length > 0, "audiences is empty: nothing could be published");
  for (const audience of capabilities.audiences) demandKnown(audience, audiences, "audiences");
  demandKnown(capabilities.contentWarning, warnings, "contentWarning");
  demandSaneMedia(capabilities);
  for (const mode of listening.modes) demandKnown(mode, modes, "listening.modes");
  for (const kind of listening.kinds) demandKnown(kind, kinds, "listening.kinds");
  demand(listening.modes.length > 0 === listening.kinds.length > 0, "listening.modes and .kinds do not agree");
  demandKnown(repeat.lever, levers, "repeat.lever");
  demandKnown(repeat.find, finds, "repeat.find");
  if (repeat.windowMs !== undefined) demandCount(repeat.windowMs, 1, "repeat.windowMs");
  rates.forEach(({ count, perMs }, index) => {
    demandCount(count, 1, `rates[${index}].count`);
    demandCount(perMs, 1, `rates[${index}].perMs`);
  });
  demand(typeof cost === "string" && cost !== "", "cost is empty");
}

function demandSaneMedia({ media, polls }: Capabilities): void {
  demandKnown(media.from, sources, "media.from");
  demandCount(media.max, 0, "media.max");
  for (const kind of ["image", "video"] as const) demandSaneRule(media[kind], media.max, `media.${kind}`);
  demand(media.max === 0 || Boolean(media.image ?? media.video), "media.max allows media, but no rule says which");
  if (media.alt) {
    demandKnown(media.alt.unit, units, "media.alt.unit");
    demandCount(media.alt.max, 1, "media.alt.max");
  }
  if (polls === "none") return;
  demandCount(polls.maxOptions, 2, "polls.maxOptions");
  demandCount(polls.maxOptionLength, 1, "polls.maxOptionLength");
  demandCount(polls.minDurationMs, 0, "polls.minDurationMs");
  demandCount(polls.maxDurationMs, polls.minDurationMs, "polls.maxDurationMs");
}

function demandSaneRule(rule: MediaRule | undefined, max: number, path: string): void {
  if (!rule) return;
  demandCount(rule.max, 1, `${path}.max`);
  demand(rule.max <= max, `${path}.max is larger than media.max`);
  demandCount(rule.maxBytes, 1, `${path}.maxBytes`);
  demand(rule.types.length > 0, `${path}.types is empty`);
  for (const type of rule.types) demand(/^[a-z]+\/[\w.+-]+$/.test(type), `${path}.types has ${print(type)}`);
}

function demandKnown(value: string, known: object, path: string): void {
  demand(Object.hasOwn(known, value), `${path} has the unknown word ${print(value)}`);
}

function demandCount(value: number, least: number, path: string): void {
  demand(Number.isSafeInteger(value) && value >= least, `${path} is ${print(value)}`);
}
