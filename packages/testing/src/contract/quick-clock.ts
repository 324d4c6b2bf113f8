import type { Clock } from "@carecast/adapter";

/** A clock on which waiting is short: the suite meets polls of a minute and backoffs of an hour. */
export interface QuickClock extends Clock {
  /** How many calls of `sleep` wait now. */
  readonly pending: number;
}

/** One second of waiting takes two milliseconds. Polls and watchdogs keep their proportions. */
const speed = 500;
const longestWaitMs = 500;

/** A clock that starts now and jumps ahead whenever somebody has slept on it. */
export function quickClock(): QuickClock {
  let aheadMs = 0;
  let pending = 0;
  return {
    now: () => Date.now() + aheadMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const wakesAt = Date.now() + aheadMs + ms;
        const end = (): void => {
          pending -= 1;
          clearTimeout(timer);
          signal?.removeEventListener("abort", onAbort);
        };
        const onAbort = (): void => {
          end();
          reject(signal?.reason as Error);
        };
        const wake = (): void => {
          end();
          aheadMs = Math.max(aheadMs, wakesAt - Date.now());
          resolve();
        };
        const timer = setTimeout(wake, Math.min(ms / speed, longestWaitMs));
        signal?.addEventListener("abort", onAbort, { once: true });
        pending += 1;
      }),
    get pending() {
      return pending;
    },
  };
}
