/** Numbers below it are seconds to go, numbers above are seconds since 1970 (September 2001). */
const smallestEpochSeconds = 1_000_000_000;
const smallestEpochMs = 1_000_000_000_000;
const names = ["retry-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset", "x-ratelimit-reset-after"];

/**
 * When a network wants the next request, in milliseconds since the epoch, read from the headers in use:
 * `Retry-After` (seconds or an HTTP date, RFC 9110 section 10.2.3) first, then the reset of a rate-limit window
 * as epoch seconds, ISO 8601, or seconds to go, with or without a fraction.
 *
 * @returns undefined where no header says so; never a moment before `nowMs`.
 */
export function parseRetryAt(header: (name: string) => string | null, nowMs: number): number | undefined {
  for (const name of names) {
    const value = header(name)?.trim();
    if (value === undefined || value === "") continue;
    const at = parseMoment(value, nowMs);
    if (at !== undefined) return Math.max(at, nowMs);
  }
  return undefined;
}

/** Seconds or milliseconds since 1970, seconds to go, or a date, as milliseconds since the epoch. */
export function parseMoment(value: string, nowMs: number): number | undefined {
  if (/^\d{1,16}(?:\.\d{1,9})?$/.test(value)) {
    const number = Number(value);
    if (number >= smallestEpochMs) return Math.ceil(number);
    return Math.ceil(number >= smallestEpochSeconds ? number * 1000 : nowMs + number * 1000);
  }
  const at = value.length <= 64 && /^[A-Z\d]/i.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
