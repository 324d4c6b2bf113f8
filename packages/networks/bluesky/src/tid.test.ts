import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTids, writeTid } from "./tid.ts";

/** microseconds, clock id, record key; the first two are the protocol's own. */
const vectors: readonly (readonly [micros: number, clockId: number, tid: string])[] = [
  [1_700_000_000_000_000, 0, "3ke6kg3wk2222"],
  [1_700_000_000_000_000, 5, "3ke6kg3wk2227"],
  [0, 0, "2222222222222"],
  [0, 1023, "22222222222zz"],
  [1, 0, "2222222222322"],
  [2 ** 53 - 1, 1023, "bzzzzzzzzzzzz"],
];

test.each(vectors)("%d µs with clock %d is %s", (micros, clockId, tid) => {
  expect(writeTid(micros, clockId)).toBe(tid);
});

test("keys sort as their times do", () => {
  const micros = fc.integer({ min: 0, max: 2 ** 53 - 1 });
  fc.assert(
    fc.property(micros, micros, (a, b) => {
      const [first, second] = [writeTid(a, 1023), writeTid(b, 0)];
      if (a < b) expect(first < second).toBe(true);
    }),
  );
});

describe("a process", () => {
  test("never repeats a key, also when its clock stands still or goes back", () => {
    const next = createTids();
    const keys = [1_000, 1_000, 1_000, 500, 999, 1_001].map(next);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.toSorted()).toEqual(keys);
  });

  test("keeps its clock id", () => {
    const next = createTids();
    expect(next(1_000).slice(-2)).toBe(next(2_000).slice(-2));
  });

  test("writes keys that the protocol takes", () => {
    const next = createTids();
    expect(next(Date.UTC(2026, 7, 20))).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/);
  });
});
