import type { DeliveryError } from "../ledger/records.ts";
import { backOff } from "./back-off.ts";
import type { Run } from "./run.ts";

/** How often, and how patiently, core sends again what certainly was not sent. An `unknown` outcome is never part of it. */
export interface RetryPolicy {
  /**
   * Tries within one call of `publish`, from 1 to 20. Default 4. After that a hub that was started goes on until the deadline;
   * in one that was not the delivery is `rejected`.
   */
  readonly attempts: number;
  /** The bound of the first wait in milliseconds, doubled each time; the wait itself is a random part of it. Default 1,000. */
  readonly firstWaitMs: number;
  /** The longest wait in milliseconds inside one call of `publish`. What must wait longer stays `queued`. Default 60,000. */
  readonly maxWaitMs: number;
  /**
   * How long after its time a hub that was started goes on trying, in milliseconds. Default one hour. `notAfter` ends it
   * sooner; a rate limit is waited for longer. Danger: fallbacks wait as long for a network that cannot be reached.
   */
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
