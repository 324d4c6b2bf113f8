import type { Clock } from "@carecast/adapter";
import pRetry from "p-retry";
import { mayPass } from "../may-pass.ts";

const repeats = 2;
const firstWaitMs = 250;
/** A longer wait belongs to core, which has other work meanwhile. */
const longestWaitMs = 5_000;

/**
 * Runs `attempt`, and repeats it at most twice when it fails in a way that may pass: no answer, a failure on the
 * other side, a short rate limit. Only for requests that change nothing.
 *
 * p-retry decides and counts; the waiting is done by `clock`, so that tests need no sleeps and an abort ends it.
 */
export function repeatSafely<T>(attempt: () => Promise<T>, clock: Clock, signal: AbortSignal | undefined): Promise<T> {
  return pRetry(attempt, {
    retries: repeats,
    minTimeout: 0,
    ...(signal && { signal }),
    shouldRetry: ({ error }) => waitBefore(error, 0, clock) !== undefined,
    onFailedAttempt: async ({ error, retriesLeft, retriesConsumed }) => {
      const waitMs = retriesLeft > 0 ? waitBefore(error, retriesConsumed, clock) : undefined;
      if (waitMs !== undefined) await clock.sleep(waitMs, signal);
    },
  });
}

/** Milliseconds to wait before the next attempt; undefined where another one is no use. */
function waitBefore(error: unknown, repeated: number, clock: Clock): number | undefined {
  if (!mayPass(error)) return undefined;
  const jitteredMs = firstWaitMs * 2 ** repeated * (0.5 + Math.random() / 2);
  if (error.code !== "rate-limited") return jitteredMs;
  if (error.retryAt === undefined) return undefined;
  const waitMs = Math.max(error.retryAt - clock.now(), 0) + jitteredMs;
  return waitMs <= longestWaitMs ? waitMs : undefined;
}
