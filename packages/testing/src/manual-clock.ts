import type { Clock } from "@carecast/adapter";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** How many calls of `sleep` wait now. */
  readonly pending: number;
  /**
   * Moves time on by `ms` milliseconds. Sleepers wake in the order of their time, and what they start may sleep
   * and wake within the same step.
   */
  advance(ms: number): Promise<void>;
  /** Resolves as soon as at least `count` (default 1) calls of `sleep` wait. */
  untilPending(count?: number): Promise<void>;
}

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

interface Watcher {
  readonly count: number;
  readonly notice: () => void;
}

/** Lets everything run that waits on promises alone. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Makes a clock for tests. `startMs` is the first `now()`; default 2026-01-01T00:00:00Z. */
export function manualClock(startMs: number = Date.UTC(2026, 0, 1)): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<Watcher>();

  const add = (sleeper: Sleeper): void => {
    sleepers.add(sleeper);
    for (const watcher of watchers) {
      if (sleepers.size < watcher.count) continue;
      watchers.delete(watcher);
      watcher.notice();
    }
  };

  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          wakesAt: nowMs + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        add(sleeper);
      }),
    get pending() {
      return sleepers.size;
    },
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await settle();
      for (let next = earliest(sleepers, endMs); next; next = earliest(sleepers, endMs)) {
        sleepers.delete(next);
        nowMs = Math.max(nowMs, next.wakesAt);
        next.wake();
        await settle();
      }
      nowMs = endMs;
    },
    untilPending: (count = 1) =>
      new Promise((resolve) => {
        if (sleepers.size >= count) resolve();
        else watchers.add({ count, notice: resolve });
      }),
  };
}

/** The sleeper that wakes first, and not after `endMs`; of equals the one that lay down first. */
function earliest(sleepers: Iterable<Sleeper>, endMs: number): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (sleeper.wakesAt <= endMs && (!first || sleeper.wakesAt < first.wakesAt)) first = sleeper;
  }
  return first;
}
