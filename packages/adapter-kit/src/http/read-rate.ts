import type { RateState } from "@carecast/adapter";
import { parseMoment } from "./parse-retry-at.ts";

/** Mastodon and many others; the IETF draft, which Bluesky follows; X. */
const families = ["x-ratelimit", "ratelimit", "x-rate-limit"].map((prefix) => ({
  limit: `${prefix}-limit`,
  remaining: `${prefix}-remaining`,
  reset: `${prefix}-reset`,
}));

/**
 * What the rate headers of an answer say: how much the budget grants, what is left of it, and when it is whole again, in
 * milliseconds since the epoch. Of which budget they speak, they do not say.
 *
 * @returns undefined where they are absent, not complete, or make no sense.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function readRate(header: (name: string) => string | null, nowMs: number): Omit<RateState, "of"> | undefined {
  for (const family of families) {
    const remaining = parseCount(header(family.remaining));
    if (remaining === undefined) continue;
    const limit = parseCount(header(family.limit));
    const resetAt = parseMoment(header(family.reset)?.trim() ?? "", nowMs);
    if (limit !== undefined && resetAt !== undefined && limit > 0 && remaining <= limit) {
      return { limit, remaining, resetAt };
    }
  }
  return undefined;
}

/** The number at the beginning: older drafts write the policy behind it, as in `100, 100;w=60`. */
function parseCount(value: string | null): number | undefined {
  const digits = /^\s*(\d{1,15})(?![\d.])/.exec(value ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}
