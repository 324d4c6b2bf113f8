import { describe, expect, it } from "vitest";
import { dayMs, drain, minuteMs, posts, setUp, start, word } from "../../test/set-up-pace.ts";

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

  it("lets routine have one of a small budget, and of a whole one a step that costs more than all there is", () => {
    const pace = setUp();
    pace.observe(word(1, 1, resetAt), start);
    expect(drain(pace, "routine")).toBe(1);
    pace.observe(word(3, 3, resetAt, "media"), start);
    expect(drain(pace, "routine", { media: 4 })).toBe(1);
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

  it("grants again what reached nobody, and nothing that was taken before it", () => {
    const pace = setUp([], 0);
    expect(pace.admit("routine", { posts: 5 }, start)).toBeUndefined();
    pace.observe(word(10, 2, resetAt), start);
    pace.giveBack({ posts: 5 }, start);
    expect(drain(pace, "routine", { posts: 1 }, start + 1)).toBe(2);
    pace.giveBack({ posts: 1 }, start + 1);
    expect(drain(pace, "routine", { posts: 1 }, start + 1)).toBe(1);
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
