import type { Adapter, CarecastError, Part } from "@carecast/adapter";
import type { FakeAdapterOptions } from "../../fake/fake-adapter.ts";
import type { Spoil } from "../fake-harness.ts";

/** An adapter that breaks a promise on purpose, and the checks that must see it. */
export interface Mutant {
  readonly name: string;
  /** Every check whose title (`promise: name`) this matches must fail. */
  readonly caughtBy: RegExp;
  readonly options?: FakeAdapterOptions;
  readonly spoil: Spoil;
}

/** Changes each part before it is prepared. */
export function changingPart(change: (part: Part) => Part): Spoil {
  return (adapter) => ({ ...adapter, prepare: (part, context) => adapter.prepare(change(part), context) });
}

const asynchronous = [
  ...(["discover", "prepare", "publish", "find", "revise"] as const),
  ...(["retract", "profile", "recentPosts", "check"] as const),
];

/** Changes each error before it is thrown, from every method that answers a promise. */
export function changingError(change: (error: CarecastError) => unknown): Spoil {
  return (adapter) => {
    const spoiled: Record<string, unknown> = { ...adapter };
    for (const name of asynchronous) {
      const method = adapter[name] as ((...given: unknown[]) => Promise<unknown>) | undefined;
      if (!method) continue;
      spoiled[name] = (...given: unknown[]) =>
        method(...given).catch((error: CarecastError) => {
          throw change(error);
        });
    }
    // Only methods were replaced, by ones that take and answer the same.
    return spoiled as object as Adapter;
  };
}
