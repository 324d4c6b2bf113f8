import type { Lane, RateBudget, RateState } from "@carecast/adapter";
import { createPace, type Cost, type Pace } from "../src/pace/pace.ts";

export const start = Date.UTC(2026, 10, 22, 9);
export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

export function setUp(rates: readonly RateBudget[] = [], reserve = 0.2): Pace {
  return createPace({ rates: () => rates, reserve, random: () => 0.999999 });
}

/** How many steps of `cost` go at `now`. */
export function drain(pace: Pace, lane: Lane, cost: Cost = { posts: 1 }, now = start): number {
  for (let count = 0; ; count += 1) if (count === 1_000 || pace.admit(lane, cost, now) !== undefined) return count;
}

export const posts = (count: number, perMs = minuteMs): RateBudget => ({ of: "posts", count, perMs });
export const word = (limit: number, remaining: number, resetAt: number, of: RateState["of"] = "posts"): RateState => {
  return { of, limit, remaining, resetAt };
};
