import type { RateBudget, RateState } from "@carecast/adapter";
import { type ContractCheck, fault, hook } from "../check.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual, print } from "../violation.ts";

const dayMs = 86_400_000;
const kinds: Record<RateBudget["of"], true> = { requests: true, posts: true, media: true };
const tellsRates = hook("network.tellsRates", ({ network }) => network.tellsRates === true);

export const rateChecks: readonly ContractCheck[] = [
  {
    promise: "honest budgets",
    name: "tells with each answer what is left of a budget, and when it is whole again",
    needs: [tellsRates],
    run: async (stage) => {
      const first = await hearPublish(stage);
      const second = await hearPublish(stage);
      for (const rate of [...first, ...second]) demandSaneRate(rate, stage.clock.now());
      for (const { of, remaining, resetAt } of first) {
        // A new period may begin between the two.
        const later = second.find((rate) => rate.of === of && rate.resetAt === resetAt);
        demand(later === undefined || later.remaining < remaining, `${of}: the second post took nothing of the budget`);
      }
    },
  },
  {
    promise: "honest budgets",
    name: "tells that nothing is left when the network says so in a refusal",
    needs: [tellsRates, fault("rate-limited")],
    run: async (stage) => {
      await stage.order("rate-limited", "publish");
      const told = await hearPublish(stage);
      demandEqual(
        told.map(({ remaining }) => remaining),
        told.map(() => 0),
        "remaining",
      );
    },
  },
];

/** What the one request of `publish` tells, which may be refused. */
async function hearPublish(stage: Stage): Promise<readonly RateState[]> {
  const told: RateState[] = [];
  const context = stage.context();
  const draft = await stage.adapter.prepare(stage.part(), context);
  await stage.adapter.publish(draft, { ...context, tellRate: (rate) => void told.push(rate) }).catch(() => undefined);
  demand(told.length > 0, "publish called no tellRate");
  return told;
}

function demandSaneRate({ of, limit, remaining, resetAt }: RateState, nowMs: number): void {
  demand(Object.hasOwn(kinds, of), `of is ${print(of)}`);
  demand(Number.isSafeInteger(limit) && limit > 0, `limit is ${print(limit)}`);
  demand(Number.isSafeInteger(remaining) && remaining >= 0 && remaining <= limit, `remaining is ${print(remaining)}`);
  demand(resetAt > nowMs - dayMs && resetAt < nowMs + 32 * dayMs, `resetAt is ${print(resetAt)}, not a time near now`);
}
