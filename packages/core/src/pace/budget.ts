import type { Lane, RateBudget, RateState } from "@carecast/adapter";
import { createSlidingWindow, type SlidingWindow } from "./sliding-window.ts";

/** All that is known of one kind of budget: the documented ones, and what the network said last. */
export interface Budget {
  /** When a step of this cost may go: `undefined` for now, else milliseconds since the epoch. Takes nothing. */
  freeAt(lane: Lane, cost: number, now: number): number | undefined;
  take(cost: number, now: number): void;
  giveBack(cost: number, takenAt: number): void;
  observe(rate: RateState, now: number): void;
  /** Replaces the documented budgets; what was taken stays counted where the period is the same. */
  document(rates: readonly RateBudget[]): void;
}

interface Documented {
  readonly count: number;
  readonly window: SlidingWindow;
}

/** The network's word on its own budget, less what was taken since. */
interface Word {
  readonly limit: number;
  remaining: number;
  readonly resetAt: number;
  readonly heardAt: number;
}

const dayMs = 24 * 60 * 60_000;

/** @param reserve the share of every budget that routine leaves to emergencies */
export function createBudget(reserve: number): Budget {
  let documented: readonly Documented[] = [];
  let windows: ReadonlyMap<number, SlidingWindow> = new Map();
  let word: Word | undefined;
  let longestMs = dayMs;

  /** What a lane may use of `limit`. */
  const allow = (lane: Lane, limit: number): number =>
    lane === "emergency" ? limit : limit - Math.ceil(limit * reserve);

  /** A word for a time beyond all reason is none: it must not stop the channel for ever. */
  const holds = ({ resetAt }: RateState | Word, now: number): boolean => resetAt > now && resetAt - now <= longestMs;

  /** An emergency tries with whatever is left; routine stops where the reserve begins. */
  function hasLeft({ limit, remaining }: Word, lane: Lane, cost: number): boolean {
    if (lane === "emergency") return remaining > 0;
    const most = allow(lane, limit);
    // Also here the step goes alone that costs more than all there is.
    return remaining - Math.min(cost, most) >= limit - most;
  }

  return {
    freeAt(lane, cost, now) {
      if (word && holds(word, now)) return hasLeft(word, lane, cost) ? undefined : word.resetAt;
      // The network said that by now the budget is whole again. One step asks how large it is this time.
      if (word) return undefined;
      let latest: number | undefined;
      for (const { count, window } of documented) {
        const most = allow(lane, count);
        // A step that costs more than all there is, be it that the reserve leaves nothing, goes alone rather than never.
        const at = window.freeAt(most - Math.min(cost, most), now);
        if (at !== undefined && at > (latest ?? 0)) latest = at;
      }
      return latest;
    },
    take(cost, now) {
      if (word && holds(word, now)) word.remaining -= cost;
      else word = undefined;
      for (const window of windows.values()) window.take(cost, now);
    },
    giveBack(cost, takenAt) {
      // What was taken before the word was heard is not part of it.
      if (word && takenAt > word.heardAt) word.remaining += cost;
      for (const window of windows.values()) window.giveBack(cost, takenAt);
    },
    observe(rate, now) {
      const { limit, remaining, resetAt } = rate;
      if (!(limit >= 0 && remaining >= 0 && holds(rate, now))) return;
      // Answers overtake each other, and an answer knows nothing of requests that are still on their way: within a
      // period only the smaller number is news.
      if (word && holds(word, now) && remaining >= word.remaining) return;
      word = { limit, remaining, resetAt, heardAt: now };
    },
    document(rates) {
      const next = new Map<number, SlidingWindow>();
      documented = rates.map(({ count, perMs }) => {
        const window = next.get(perMs) ?? windows.get(perMs) ?? createSlidingWindow(perMs);
        next.set(perMs, window);
        return { count, window };
      });
      windows = next;
      longestMs = Math.max(0, ...windows.keys()) + dayMs;
    },
  };
}
