import type { RateBudget } from "@carecast/adapter";
import { describe, expect, it } from "vitest";
import { dayMs, drain, minuteMs, posts, setUp, start } from "../../test/set-up-pace.ts";
import { createPace, type Pace } from "./pace.ts";

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

  it("has back what reached nobody", () => {
    const pace = setUp([posts(10), posts(20, 60 * minuteMs)], 0);
    expect(drain(pace, "routine")).toBe(10);
    pace.giveBack({ posts: 4 }, start);
    expect(drain(pace, "routine")).toBe(4);
    // What has left the window is not given back to it, nor what nobody took.
    const later = start + 62_000;
    expect(drain(pace, "routine", { posts: 1 }, later)).toBe(10);
    pace.giveBack({ posts: 3 }, start);
    expect(drain(pace, "routine", { posts: 1 }, later)).toBe(0);
    pace.giveBack({ media: 5 }, later);
    expect(drain(pace, "routine", { posts: 1 }, later)).toBe(0);
    // The longer budget has it all back.
    expect(drain(pace, "routine", { posts: 1 }, later + 62_000)).toBe(3);
  });

  it("has never more back than was taken, nor from a time that has not come", () => {
    const pace = setUp([posts(10)], 0);
    expect(pace.admit("routine", { posts: 2 }, start)).toBeUndefined();
    pace.giveBack({ posts: 2 }, start + 62_000);
    expect(drain(pace, "routine")).toBe(8);
    pace.giveBack({ posts: 15 }, start);
    expect(drain(pace, "routine")).toBe(10);
  });

  it("takes the smaller of two budgets of one period", () => {
    expect(drain(setUp([posts(3), posts(5)], 0), "routine")).toBe(3);
    expect(drain(setUp([posts(5), posts(3)], 0), "routine")).toBe(3);
  });

  it("follows new budgets, and remembers what was taken of the old", () => {
    let rates = [posts(10)];
    const pace = createPace({ rates: () => rates, reserve: 0, random: () => 0 });
    expect(drain(pace, "routine")).toBe(10);
    rates = [posts(12), posts(100, 60 * minuteMs)];
    expect(drain(pace, "routine")).toBe(2);
    // Two of the same period count the same.
    rates = [posts(1_000), posts(14), posts(15)];
    expect(drain(pace, "routine")).toBe(2);
    rates = [posts(3)];
    expect(pace.admit("routine", { posts: 1 }, start)).toBe(start + 62_000);
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
