import type { Lane, RateBudget } from "@carecast/adapter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPace, type Cost } from "./pace.ts";

const start = Date.UTC(2026, 10, 22, 9);
const kinds = ["requests", "posts", "media"] as const;
const lane = fc.constantFrom<Lane>("emergency", "routine");
const reserve = fc.constantFrom(0, 0.1, 0.2, 0.5, 0.9);
const leaves = (limit: number, share: number): number => Math.min(limit - 1, Math.ceil(limit * share));

describe("createPace, documented budgets in any order of calls", () => {
  const budget: fc.Arbitrary<RateBudget> = fc.record({
    of: fc.constantFrom(...kinds),
    // Every cost below fits into it.
    count: fc.integer({ min: 10, max: 30 }),
    perMs: fc.integer({ min: 300, max: 20_000 }),
  });
  const step = fc.record({
    /** Which of the last steps turns out to have reached nobody; mostly none. */
    givesBack: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.nat(10)),
    afterMs: fc.oneof(fc.nat(50), fc.nat(3_000)),
    lane,
    cost: fc.record({
      requests: fc.integer({ min: 0, max: 3 }),
      posts: fc.integer({ min: 0, max: 1 }),
      media: fc.nat(1),
    }),
  });
  const steps = fc.array(step, { minLength: 1, maxLength: 150 });

  it("never takes more than a budget in any span of its length, and never from the reserve for routine", () => {
    fc.assert(
      fc.property(fc.array(budget, { maxLength: 5 }), reserve, steps, (rates, share, list) => {
        const pace = createPace({ rates: () => rates, reserve: share, random: Math.random });
        const taken: { at: number; cost: Cost }[] = [];
        let now = start;
        for (const { afterMs, lane, cost, givesBack } of list) {
          now += afterMs;
          const [given] = givesBack === undefined ? [] : taken.splice(-1 - givesBack, 1);
          if (given) pace.giveBack(given.cost, given.at);
          const until = pace.admit(lane, cost, now);
          if (until !== undefined) {
            expect(until).toBeGreaterThan(now);
            expect(until).toBeLessThanOrEqual(now + 20_000 * 1.04 + 60);
            continue;
          }
          taken.push({ at: now, cost });
          for (const { of, count, perMs } of rates) {
            const sum = taken.reduce((all, { at, cost }) => (at > now - perMs ? all + (cost[of] ?? 0) : all), 0);
            if ((cost[of] ?? 0) === 0) continue;
            const most = lane === "emergency" ? count : Math.max(count - leaves(count, share), cost[of] ?? 0);
            expect(sum).toBeLessThanOrEqual(most);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("createPace, whatever comes", () => {
  const instant = fc.oneof(fc.integer({ min: -1e6, max: 1e9 }), fc.constantFrom(NaN, Infinity, -Infinity, 1e15, -1e15));
  const number = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.constantFrom(NaN, Infinity));
  const event = fc.oneof(
    fc.record({ kind: fc.constant("admit" as const), lane, of: fc.constantFrom(...kinds), cost: number }),
    fc.record({
      kind: fc.constant("observe" as const),
      of: fc.constantFrom(...kinds),
      limit: number,
      remaining: number,
      afterMs: instant,
    }),
    fc.record({ kind: fc.constant("rest" as const), afterMs: instant }),
    fc.record({ kind: fc.constantFrom("succeed" as const, "fail" as const) }),
    fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.oneof(fc.nat(10_000), fc.integer({ min: -1e9, max: 1e9 })),
    }),
  );
  const budget: fc.Arbitrary<RateBudget> = fc.record({
    of: fc.constantFrom(...kinds),
    count: fc.integer({ min: 1, max: 5 }),
    perMs: fc.integer({ min: 1, max: 600_000 }),
  });

  it("says a moment that comes, and admits then if nothing else took it", () => {
    fc.assert(
      fc.property(
        fc.array(budget, { maxLength: 4 }),
        reserve,
        fc.array(event, { maxLength: 80 }),
        (rates, share, list) => {
          const pace = createPace({ rates: () => rates, reserve: share, random: Math.random });
          let now = start;
          for (const each of list) {
            if (each.kind === "pass") now += each.ms;
            if (each.kind === "succeed") pace.succeed(now);
            if (each.kind === "fail") pace.fail(now);
            if (each.kind === "rest") pace.rest(now + each.afterMs);
            if (each.kind === "observe") pace.observe({ ...each, resetAt: now + each.afterMs }, now);
            if (each.kind !== "admit") continue;
            const cost = { [each.of]: each.cost };
            const until = pace.admit(each.lane, cost, now);
            if (until === undefined) continue;
            expect(until).toBeGreaterThan(now);
            // Two days of patience at most, or a clock that was set back and is waited for.
            expect(until - now).toBeLessThanOrEqual(2 * 24 * 60 * 60_000);
            // A word may end then, and the documented budget is asked no more for one step.
            expect(pace.admit(each.lane, cost, until)).toBeUndefined();
            now = until;
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("createPace against a server with headers", () => {
  const periodMs = 1_000;
  const move = fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.nat(300)),
    lane,
    /** Which of the answers that are on their way arrives next. */
    arrives: fc.nat(20),
    answers: fc.nat(3),
  });

  it("keeps within what the server grants, however the answers overtake each other, and leaves the reserve", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20 }),
        reserve,
        fc.array(move, { minLength: 10, maxLength: 200 }),
        (limit, share, moves) => {
          const rates: readonly RateBudget[] = [{ of: "posts", count: 2, perMs: periodMs }];
          const pace = createPace({ rates: () => rates, reserve: share, random: Math.random });
          const answers: { remaining: number; resetAt: number }[] = [];
          let now = start;
          let resetAt = start;
          let used = 0;
          const hear = (index: number): void => {
            const [answer] = answers.splice(index, 1);
            if (answer) pace.observe({ of: "posts", limit, ...answer }, now);
          };
          for (const { afterMs, lane, arrives, answers: count } of moves) {
            now += afterMs;
            if (now >= resetAt) {
              used = 0;
              resetAt = now - ((now - start) % periodMs) + periodMs;
            }
            for (let each = 0; each < count && answers.length > 0; each += 1) hear(arrives % answers.length);
            const until = pace.admit(lane, { posts: 1 }, now);
            if (until !== undefined) {
              expect(until).toBeGreaterThan(now);
              continue;
            }
            used += 1;
            expect(used).toBeLessThanOrEqual(lane === "emergency" ? limit : limit - leaves(limit, share));
            answers.push({ remaining: limit - used, resetAt });
            // The first answer of a period comes before the next step: a lane takes one step at a time.
            if (used === 1) hear(answers.length - 1);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
