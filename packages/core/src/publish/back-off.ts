import type { RetryPolicy } from "./retry-policy.ts";

/**
 * Milliseconds to wait before try number `attempt + 1`: a random time up to a bound that doubles ("full jitter"), so
 * that many senders do not come back together.
 */
export function backOff(attempt: number, { firstWaitMs, maxWaitMs }: RetryPolicy, random: () => number): number {
  return Math.ceil(random() * Math.min(maxWaitMs, firstWaitMs * 2 ** Math.min(attempt - 1, 30)));
}
