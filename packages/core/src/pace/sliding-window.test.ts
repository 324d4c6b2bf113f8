import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSlidingWindow } from "./sliding-window.ts";

const start = Date.UTC(2026, 10, 22, 9);
const minuteMs = 60_000;

describe("createSlidingWindow", () => {
  it("never holds more than the most in any span of its length, and lets go at most a thirtieth late", () => {
    const steps = fc.array(fc.record({ afterMs: fc.nat(4_000), amount: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 9_000 }), fc.integer({ min: 3, max: 12 }), steps, (perMs, most, list) => {
        const window = createSlidingWindow(perMs);
        const taken: { at: number; amount: number }[] = [];
        const sumSince = (from: number): number =>
          taken.reduce((sum, { at, amount }) => (at > from ? sum + amount : sum), 0);
        let now = start;
        for (const { afterMs, amount } of list) {
          now += afterMs;
          const at = window.freeAt(most - amount, now);
          if (at === undefined) {
            window.take(amount, now);
            taken.push({ at: now, amount });
            expect(sumSince(now - perMs)).toBeLessThanOrEqual(most);
          } else {
            expect(at).toBeGreaterThan(now);
            // By then there is room in the true window, too, and there was none before that was late by its slice.
            const lateMs = 31 * Math.ceil(perMs / 30) - perMs + 1;
            expect(sumSince(at - perMs) + amount).toBeLessThanOrEqual(most);
            if (at - lateMs > now) expect(sumSince(at - lateMs - perMs) + amount).toBeGreaterThan(most);
            expect(window.freeAt(most - amount, at - 1)).not.toBeUndefined();
            expect(window.freeAt(most - amount, at)).toBeUndefined();
            now = at;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("forgets everything after a long time", () => {
    const window = createSlidingWindow(minuteMs);
    for (let each = 0; each < 5; each += 1) window.take(1, start + each * 10_000);
    expect(window.freeAt(4, start + 50_000)).toBe(start + 62_000);
    expect(window.freeAt(0, start + 10 * minuteMs)).toBeUndefined();
  });

  it("goes on by the new time when the clock is set back, and keeps what was taken", () => {
    const window = createSlidingWindow(minuteMs);
    window.take(1, start);
    window.take(1, start + 30_000);
    const day = 24 * 60 * minuteMs;
    // 30 s after the first, 0 s after the second, by a clock that is a day behind.
    const backAt = start + 30_000 - day;
    expect(window.freeAt(1, backAt)).toBe(backAt + 32_000);
    expect(window.freeAt(0, backAt)).toBe(backAt + 62_000);
    expect(window.freeAt(0, backAt + 62_000)).toBeUndefined();
  });

  it("is patient with a clock that is set back a little", () => {
    const window = createSlidingWindow(minuteMs);
    window.take(1, start);
    expect(window.freeAt(0, start - 20_000)).toBe(start + 62_000);
    window.take(1, start - 20_000);
    expect(window.freeAt(1, start + 61_999)).not.toBeUndefined();
    expect(window.freeAt(1, start + 62_000)).toBeUndefined();
  });
});
