import type { Lane, RateBudget, RateState } from "@carecast/adapter";
import { describe, expect, it } from "vitest";
import { createPace, type Cost, type Pace } from "./pace.ts";

const start = Date.UTC(2026, 10, 22, 9);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function setUp(rates: readonly RateBudget[] = [], reserve = 0.2): Pace {
  return createPace({ rates: () => rates, reserve, random: () => 0.999999 });
}

/** How many steps of `cost` go at `now`. */
function drain(pace: Pace, lane: Lane, cost: Cost = { posts: 1 }, now = start): number {
  for (let count = 0; ; count += 1) if (count === 1_000 || pace.admit(lane, cost, now) !== undefined) return count;
}

const posts = (count: number, perMs = minuteMs): RateBudget => ({ of: "posts", count, perMs });
const word = (limit: number, remaining: number, resetAt: number, of: RateState["of"] = "posts"): RateState => {
  return { of, limit, remaining, resetAt };
};

describe("createPace, documented budgets", () => {
  it("leaves the reserve to emergencies", () => {
    const pace = setUp([posts(10)]);
    expect(drain(pace, "routine")).toBe(8);
    expect(drain(pace, "emergency")).toBe(2);
    expect(pace.admit("emergency", { posts: 1 }, start)).toBe(start + 62_000);
  });

  it("has the reserve back before routine goes on", () => {
    const pace = setUp([posts(10)]);
    expect(drain(pace, "emergency")).toBe(10);
    // After the window everything is free again.
    expect(pace.admit("routine", { posts: 1 }, start)).toBe(start + 62_000);
    expect(drain(pace, "routine", { posts: 1 }, start + 62_000)).toBe(8);
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [300, 240],
  ])("of %i lets routine have %i", (count, expected) => {
    expect(drain(setUp([posts(count)]), "routine")).toBe(expected);
  });

  it("lets routine have one of whatever the reserve leaves, and all where there is none", () => {
    expect(drain(setUp([posts(3)], 0.99), "routine")).toBe(1);
    expect(drain(setUp([posts(3)], 0), "routine")).toBe(3);
  });

  it("holds every budget of a kind at once, and each kind for itself", () => {
    const pace = setUp([posts(10, 60 * minuteMs), posts(5, minuteMs), { of: "media", count: 2, perMs: minuteMs }]);
    expect(drain(pace, "emergency")).toBe(5);
    expect(drain(pace, "emergency", { media: 1 })).toBe(2);
    const next = pace.admit("emergency", { posts: 1 }, start);
    expect(next).toBe(start + 62_000);
    expect(drain(pace, "emergency", { posts: 1 }, next)).toBe(5);
    expect(pace.admit("emergency", { posts: 1 }, start + 62_000)).toBe(start + 62 * minuteMs);
  });

  it("takes nothing of one budget where another is used up", () => {
    const pace = setUp([posts(10), { of: "media", count: 2, perMs: minuteMs }]);
    expect(drain(pace, "emergency", { posts: 1, media: 2 })).toBe(1);
    expect(drain(pace, "emergency", { posts: 1 })).toBe(9);
  });

  it("lets a step go alone that costs more than all there is", () => {
    const pace = setUp([{ of: "media", count: 3, perMs: minuteMs }]);
    expect(pace.admit("routine", { media: 4 }, start)).toBeUndefined();
    expect(pace.admit("routine", { media: 4 }, start + 61_999)).toBe(start + 62_000);
    expect(pace.admit("routine", { media: 4 }, start + 62_000)).toBeUndefined();
  });

  it("costs nothing where no budget is documented, or nothing is taken", () => {
    expect(drain(setUp(), "routine")).toBe(1_000);
    const pace = setUp([posts(1)]);
    expect(drain(pace, "routine")).toBe(1);
    expect(drain(pace, "routine", {})).toBe(1_000);
    expect(drain(pace, "routine", { posts: 0, requests: 1 })).toBe(1_000);
  });

  it("follows new budgets, and remembers what was taken of the old", () => {
    let rates = [posts(10)];
    const pace = createPace({ rates: () => rates, reserve: 0, random: () => 0 });
    expect(drain(pace, "routine")).toBe(10);
    rates = [posts(12), posts(100, 60 * minuteMs)];
    expect(drain(pace, "routine")).toBe(2);
    rates = [posts(3)];
    expect(pace.admit("routine", { posts: 1 }, start)).toBe(start + 62_000);
  });
});

describe("createPace, the network's word", () => {
  const resetAt = start + 10 * minuteMs;

  it("wins over the documented budget, whether it grants more or less", () => {
    const more = setUp([posts(10)]);
    more.observe(word(100, 99, resetAt), start);
    expect(drain(more, "routine")).toBe(79);
    expect(more.admit("routine", { posts: 1 }, start)).toBe(resetAt);
    expect(drain(more, "emergency")).toBe(20);
    expect(more.admit("emergency", { posts: 1 }, start)).toBe(resetAt);

    const less = setUp([posts(100)]);
    less.observe(word(10, 3, resetAt), start);
    expect(drain(less, "routine")).toBe(1);
    expect(drain(less, "emergency")).toBe(2);
  });

  it("lets an emergency try with whatever is left", () => {
    const pace = setUp();
    pace.observe(word(10, 1, resetAt, "media"), start);
    expect(pace.admit("routine", { media: 4 }, start)).toBe(resetAt);
    expect(pace.admit("emergency", { media: 4 }, start)).toBeUndefined();
    expect(pace.admit("emergency", { media: 1 }, start)).toBe(resetAt);
  });

  it("holds for its own kind only", () => {
    const pace = setUp();
    pace.observe(word(10, 0, resetAt, "media"), start);
    expect(drain(pace, "routine")).toBe(1_000);
    expect(drain(pace, "routine", { requests: 1 })).toBe(1_000);
    expect(pace.admit("routine", { posts: 1, media: 1 }, start)).toBe(resetAt);
  });

  it("lets routine have one of a small budget", () => {
    const pace = setUp();
    pace.observe(word(1, 1, resetAt), start);
    expect(drain(pace, "routine")).toBe(1);
  });

  it("is not loosened by an answer that was overtaken", () => {
    const pace = setUp([], 0);
    pace.observe(word(10, 5, resetAt), start);
    expect(drain(pace, "routine", { posts: 4 })).toBe(1);
    pace.observe(word(10, 9, resetAt), start);
    pace.observe(word(10, 4, resetAt + 500), start);
    expect(drain(pace, "routine")).toBe(1);
    pace.observe(word(10, 5, resetAt), start);
    expect(drain(pace, "routine")).toBe(0);
  });

  it("is tightened by an answer that knows of somebody else's requests", () => {
    const pace = setUp([], 0);
    pace.observe(word(10, 9, resetAt), start);
    pace.observe(word(10, 2, resetAt + minuteMs), start);
    expect(drain(pace, "routine")).toBe(2);
    expect(pace.admit("routine", { posts: 1 }, start)).toBe(resetAt + minuteMs);
  });

  it("ends with its period; then one step asks how it is now, and the documented budget holds", () => {
    const pace = setUp([posts(10, 60 * minuteMs)], 0);
    pace.observe(word(100, 99, resetAt), start);
    expect(drain(pace, "routine")).toBe(99);
    expect(drain(pace, "routine", { posts: 1 }, resetAt - 1)).toBe(0);
    expect(drain(pace, "routine", { posts: 1 }, resetAt)).toBe(1);
    pace.observe(word(100, 99, resetAt + 10 * minuteMs), resetAt);
    expect(drain(pace, "routine", { posts: 1 }, resetAt)).toBe(99);
  });

  it("of an earlier period is no news", () => {
    const pace = setUp([], 0);
    pace.observe(word(10, 0, start), start);
    pace.observe(word(10, 0, start - dayMs), start);
    expect(drain(pace, "routine")).toBe(1_000);
  });

  it.each([
    ["a time beyond reason", word(10, 0, start + 8 * dayMs)],
    ["no time", word(10, 0, NaN)],
    ["no end", word(10, 0, Infinity)],
    ["less than nothing", word(10, -1, resetAt)],
    ["no number", word(10, NaN, resetAt)],
    ["no limit", word(NaN, 0, resetAt)],
  ])("is not believed with %s", (_what, rate) => {
    const pace = setUp([posts(4, 6 * dayMs)], 0);
    pace.observe(rate, start);
    expect(drain(pace, "emergency")).toBe(4);
  });

  it("may reach a day beyond the longest documented period", () => {
    const pace = setUp([posts(4, 6 * dayMs)], 0);
    pace.observe(word(10, 0, start + 7 * dayMs), start);
    expect(pace.admit("emergency", { posts: 1 }, start)).toBe(start + 7 * dayMs);
  });

  it("is forgotten when the clock is set back by days", () => {
    const pace = setUp([], 0);
    pace.observe(word(10, 0, resetAt), start);
    expect(drain(pace, "emergency", { posts: 1 }, start - 3 * dayMs)).toBe(1_000);
  });
});

describe("createPace, patience", () => {
  it("makes everybody wait who would send", () => {
    const pace = setUp();
    pace.rest(start + 30_000);
    pace.rest(start + 20_000);
    expect(pace.admit("emergency", { posts: 1 }, start)).toBe(start + 30_000);
    expect(pace.admit("routine", {}, start + 29_999)).toBe(start + 30_000);
    expect(drain(pace, "emergency", {}, start + 30_000)).toBe(1_000);
  });

  it.each([start + 365 * dayMs, Infinity, NaN])("never rests for ever: %d", (until) => {
    const pace = setUp();
    pace.rest(until);
    const at = pace.admit("emergency", { posts: 1 }, start) ?? start;
    expect(at - start).toBeLessThanOrEqual(2 * dayMs);
    expect(pace.admit("emergency", { posts: 1 }, at)).toBeUndefined();
  });

  it("waits for the last of several reasons", () => {
    const pace = setUp([posts(1)]);
    expect(drain(pace, "routine")).toBe(1);
    pace.rest(start + 10_000);
    for (let each = 0; each < 5; each += 1) pace.fail(start);
    expect(pace.admit("routine", {}, start)).toBe(start + 10_000);
    expect(pace.admit("routine", { posts: 1 }, start)).toBe(start + 62_000);
  });
});

describe("createPace, the circuit", () => {
  const broken = (rates: readonly RateBudget[] = []): Pace => {
    const pace = setUp(rates);
    for (let each = 0; each < 5; each += 1) pace.fail(start);
    return pace;
  };

  it("keeps routine back and lets emergencies through", () => {
    const pace = broken();
    expect(pace.admit("routine", { posts: 1 }, start)).toBe(start + 5_000);
    expect(drain(pace, "emergency")).toBe(1_000);
  });

  it("probes with one routine step, and not with an emergency", () => {
    const pace = broken();
    expect(pace.admit("emergency", { posts: 1 }, start + 5_000)).toBeUndefined();
    expect(drain(pace, "routine", { posts: 1 }, start + 5_000)).toBe(1);
    pace.succeed(start + 5_100);
    expect(drain(pace, "routine", { posts: 1 }, start + 5_100)).toBe(1_000);
  });

  it("closes when an emergency succeeds", () => {
    const pace = broken();
    pace.succeed(start);
    expect(drain(pace, "routine")).toBe(1_000);
  });

  it("does not spend the probe where the budget says no", () => {
    const pace = broken([posts(1)]);
    expect(drain(pace, "emergency")).toBe(1);
    expect(pace.admit("routine", { posts: 1 }, start + 5_000)).toBe(start + 62_000);
    expect(pace.admit("routine", {}, start + 5_000)).toBeUndefined();
  });

  it("tells of its states", () => {
    const facts: unknown[] = [];
    const pace = createPace({ rates: () => [], reserve: 0, random: () => 0, onCircuit: (fact) => facts.push(fact) });
    for (let each = 0; each < 5; each += 1) pace.fail(start);
    pace.admit("routine", {}, start + 2_500);
    pace.succeed(start + 2_500);
    expect(facts).toEqual([{ state: "open", until: start + 2_500 }, { state: "half-open" }, { state: "closed" }]);
  });
});
