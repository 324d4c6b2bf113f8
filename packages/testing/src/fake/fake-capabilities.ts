import type { Capabilities } from "@carecast/adapter";

/** Capabilities of which only some members are given. */
export type PartialCapabilities = DeepPartial<Capabilities>;

/** `T` with every member optional, at every depth. Lists are whole or absent. */
export type DeepPartial<T> = T extends readonly unknown[] | string | number | boolean
  ? T
  : { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined };

const imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
const minuteMs = 60_000;

/** A generous network: everything that the contract knows works on it. */
export const fakeCapabilities: Capabilities = freezeDeep<Capabilities>({
  api: { version: "fake-1" },
  text: {
    limits: [{ unit: "graphemes", max: 500 }],
    rule: "Every grapheme counts one.",
  },
  media: {
    from: "bytes",
    max: 4,
    image: { max: 4, types: imageTypes, maxBytes: 1_000_000 },
    video: { max: 1, types: ["video/mp4"], maxBytes: 5_000_000 },
    mixed: false,
    alt: { unit: "graphemes", max: 1500 },
  },
  threads: true,
  replies: true,
  edit: true,
  delete: true,
  pin: true,
  language: true,
  contentWarning: "separate",
  audiences: ["public", "unlisted", "followers"],
  polls: { maxOptions: 4, maxOptionLength: 50, minDurationMs: 5 * minuteMs, maxDurationMs: 10_080 * minuteMs },
  listening: { modes: ["stream"], kinds: ["mention", "reply", "direct-message", "post"], hashtags: true },
  repeat: { lever: "idempotency-key", windowMs: 60 * minuteMs, find: "certain" },
  // None, or tests that publish a lot would have to wait.
  rates: [],
  cost: "free",
});

/** `base` with every member of `changes` in place of its own. A member given as `undefined` is left out. */
export function mergeCapabilities(base: Capabilities, changes: PartialCapabilities): Capabilities {
  // The merge keeps the shape of `base` and takes only members that PartialCapabilities allows.
  return freezeDeep(merge(base, changes) as Capabilities);
}

function merge(base: unknown, changes: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(changes)) return changes;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function freezeDeep<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freezeDeep(member);
  return Object.freeze(value);
}
