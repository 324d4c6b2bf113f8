import type { Clock } from "@carecast/adapter";

/**
 * Whether a signed timestamp (seconds since the epoch) is at most `windowMs` away from now, in either direction.
 * False for none and for what is no number.
 *
 * @param windowMs default 300 000, the five minutes that Slack asks for.
 */
export function checkTimestamp(seconds: string | null, clock: Clock, windowMs = 300_000): boolean {
  if (seconds === null || !/^\d{1,12}$/.test(seconds)) return false;
  return Math.abs(clock.now() - Number(seconds) * 1000) <= windowMs;
}
