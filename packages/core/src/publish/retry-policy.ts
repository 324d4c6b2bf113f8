/** How often, and how patiently, core sends again what certainly was not sent. */
export interface RetryPolicy {
  /** Tries in all. Default 4. */
  readonly attempts: number;
  /** The first wait in milliseconds, doubled each time. Default 1,000. */
  readonly firstWaitMs: number;
  /** The longest wait in milliseconds inside one call of `publish`. What must wait longer stays `queued`. Default 60,000. */
  readonly maxWaitMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 4, firstWaitMs: 1000, maxWaitMs: 60_000 };

/**
 * Milliseconds to wait before try number `attempt + 1`: what the network asked for, else a random time up to a
 * bound that doubles, so that many senders do not come back together.
 */
export function waitBefore(
  attempt: number,
  policy: RetryPolicy,
  now: number,
  retryAt: number | undefined,
  random: () => number,
): number {
  if (retryAt !== undefined) return Math.max(0, retryAt - now);
  const bound = Math.min(policy.maxWaitMs, policy.firstWaitMs * 2 ** (attempt - 1));
  return Math.ceil(bound * (0.5 + random() / 2));
}
