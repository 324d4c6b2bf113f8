import type { Lane, RateBudget, RateState } from "@carecast/adapter";
import { createBudget, type Budget } from "./budget.ts";
import { createCircuit, type CircuitFact } from "./circuit.ts";

/** What one step takes from the budgets of a channel. */
export type Cost = Partial<Record<RateBudget["of"], number>>;

export interface PaceOptions {
  /** The documented budgets. Asked at every step: a new list replaces the old one. */
  readonly rates: () => readonly RateBudget[];
  /** The share of every budget that routine leaves to emergencies, from 0 to below 1. */
  readonly reserve: number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly onCircuit?: (fact: CircuitFact) => void;
}

/** When a channel may send. Pure: it has no clock, every moment is handed in as milliseconds since the epoch. */
export interface Pace {
  /**
   * Takes `cost` from the budgets and answers `undefined`, or takes nothing and says when to ask again. Emergencies may
   * use everything and ignore an open circuit. Routine leaves the reserve, waits while the circuit is open, and then
   * goes as one probe at a time.
   */
  admit(lane: Lane, cost: Cost, now: number): number | undefined;
  /** The step that took `cost` at `takenAt` reached nobody: no connection came about, or a hold stopped it. */
  giveBack(cost: Cost, takenAt: number): void;
  /** The network's own word on a budget: until its reset it wins over the documented ones. */
  observe(rate: RateState, now: number): void;
  /** The network asked for patience: nobody sends before `until`, emergencies neither. */
  rest(until: number): void;
  /** The network answered. */
  succeed(now: number): void;
  /** A failure that says something about the channel: no connection, or 5xx. */
  fail(now: number): void;
}

/** The longest time that a network's call for patience is believed for. */
const longestRestMs = 2 * 24 * 60 * 60_000;
const kinds = ["requests", "posts", "media"] as const satisfies readonly RateBudget["of"][];

/** One for each channel. The answer of `admit` is always a moment after `now`, however odd what the network said. */
export function createPace({ rates, reserve, random, onCircuit }: PaceOptions): Pace {
  const budgets: Record<RateBudget["of"], Budget> = {
    requests: createBudget(reserve),
    posts: createBudget(reserve),
    media: createBudget(reserve),
  };
  const circuit = createCircuit(random, onCircuit);
  let documented: readonly RateBudget[] | undefined;
  let restsUntil = 0;

  function readRates(): void {
    const current = rates();
    if (current === documented) return;
    documented = current;
    for (const kind of kinds) budgets[kind].document(current.filter(({ of }) => of === kind));
  }

  function forEachKind(cost: Cost, act: (budget: Budget, amount: number) => void): void {
    for (const kind of kinds) {
      const amount = cost[kind] ?? 0;
      if (amount > 0) act(budgets[kind], amount);
    }
  }

  function findWait(lane: Lane, cost: Cost, now: number): number | undefined {
    restsUntil = Math.min(restsUntil, now + longestRestMs);
    let latest = restsUntil;
    forEachKind(cost, (budget, amount) => (latest = Math.max(latest, budget.freeAt(lane, amount, now) ?? 0)));
    if (lane === "routine") latest = Math.max(latest, circuit.freeAt(now) ?? 0);
    return latest > now ? latest : undefined;
  }

  return {
    admit(lane, cost, now) {
      readRates();
      const until = findWait(lane, cost, now);
      if (until !== undefined) return until;
      forEachKind(cost, (budget, amount) => budget.take(amount, now));
      if (lane === "routine") circuit.pass(now);
      return undefined;
    },
    giveBack: (cost, takenAt) => forEachKind(cost, (budget, amount) => budget.giveBack(amount, takenAt)),
    observe(rate, now) {
      readRates();
      budgets[rate.of].observe(rate, now);
    },
    rest(until) {
      if (until > restsUntil) restsUntil = until;
    },
    succeed: () => circuit.succeed(),
    fail: (now) => circuit.fail(now),
  };
}
