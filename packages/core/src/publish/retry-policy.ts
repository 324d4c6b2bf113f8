import type { DeliveryError } from "../ledger/records.ts";
import { backOff } from "./back-off.ts";
import type { Run } from "./run.ts";

/** How often, and how patiently, core sends again what certainly was not sent. */
export interface RetryPolicy {
  /**
   * Tries within one call of `publish`. Default 4. After that a started hub goes on in the background until the deadline;
   * without one the delivery is `rejected`.
   */
  readonly attempts: number;
  /** The bound of the first wait in milliseconds, doubled each time. Default 1,000. */
  readonly firstWaitMs: number;
  /** The longest wait in milliseconds inside one call of `publish`. What must wait longer stays `queued`. Default 60,000. */
  readonly maxWaitMs: number;
  /** How long after its time a started hub goes on trying, in milliseconds. Default one hour. `notAfter` ends it sooner. */
  readonly deadlineMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  firstWaitMs: 1000,
  maxWaitMs: 60_000,
  deadlineMs: 60 * 60_000,
};

/** What comes after a failure of which certainly nothing was sent. */
export type NextTry =
  /** Once more, after this wait. */
  | { readonly kind: "again"; readonly waitMs: number }
  /** The whole lane waits until then: it is the channel that fails, not the post. */
  | { readonly kind: "pause"; readonly until: number }
  /** This thread steps aside until then, others go first. */
  | { readonly kind: "aside"; readonly until: number }
  | { readonly kind: "over" };

/** Decides what a failure means for a delivery of which certainly nothing was sent. */
export function decideRetry(run: Run, dueAt: number | null, error: DeliveryError, attempt: number): NextTry {
  const { clock, retry, random, isStarted } = run.machine;
  const now = clock.now();
  // No connection and no budget say something about the channel, not about this post.
  const isChannel = error.code === "network" || error.code === "rate-limited";
  const isOver = now >= (dueAt ?? now) + retry.deadlineMs && error.code !== "rate-limited";
  if (isStarted() && isOver) return { kind: "over" };
  const waitMs = error.retryAt === undefined ? backOff(attempt, retry, random) : Math.max(0, error.retryAt - now);
  if (attempt < retry.attempts)
    return waitMs > retry.maxWaitMs ? { kind: "pause", until: now + waitMs } : { kind: "again", waitMs };
  // Where the network named a time, it waits for that; else somebody must be there to try again.
  if (error.retryAt !== undefined || (isStarted() && isChannel)) return { kind: "pause", until: now + waitMs };
  return isStarted() ? { kind: "aside", until: now + retry.maxWaitMs } : { kind: "over" };
}
