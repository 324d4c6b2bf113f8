import type { PublishContext, RateState } from "@carecast/adapter";
import type { Spoil } from "../fake-harness.ts";
import type { Mutant } from "./mutant.ts";

const each = /^honest budgets: tells with each answer/;
const refusal = /^honest budgets: tells that nothing is left/;

/** Changes what `publish` tells. */
function changingRate(change: (rate: RateState) => RateState): Spoil {
  return (adapter) => ({
    ...adapter,
    publish: (draft, context) =>
      adapter.publish(draft, { ...context, tellRate: (rate) => context.tellRate?.(change(rate)) }),
  });
}

export const rateMutants: readonly Mutant[] = [
  {
    name: "keeps the rates to itself",
    caughtBy: /^honest budgets: /,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, { clock, lane, key }: PublishContext) => adapter.publish(draft, { clock, lane, key }),
    }),
  },
  {
    name: "tells of good answers only",
    caughtBy: refusal,
    spoil: (adapter) => ({
      ...adapter,
      publish: async (draft, context) => {
        const told: RateState[] = [];
        const receipt = await adapter.publish(draft, { ...context, tellRate: (rate) => void told.push(rate) });
        for (const rate of told) context.tellRate?.(rate);
        return receipt;
      },
    }),
  },
  {
    name: "takes the limit for what is left",
    caughtBy: /^honest budgets: /,
    spoil: changingRate((rate) => ({ ...rate, remaining: rate.limit })),
  },
  {
    name: "tells the reset in seconds",
    caughtBy: each,
    spoil: changingRate((rate) => ({ ...rate, resetAt: rate.resetAt / 1000 })),
  },
  {
    name: "tells how long instead of until when",
    caughtBy: each,
    spoil: changingRate((rate) => ({ ...rate, resetAt: 60_000 })),
  },
  { name: "tells words for numbers", caughtBy: each, spoil: changingRate((rate) => ({ ...rate, remaining: NaN })) },
];
