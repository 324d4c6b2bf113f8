import type { CarecastError, Part } from "@carecast/adapter";
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
  ...(["retract", "pin", "unpin", "profile", "recentPosts", "check"] as const),
];

type Call = (given: readonly unknown[]) => Promise<unknown>;

/** Puts `around` round every method that answers a promise. The context is the last of what a method is given. */
export function changingCalls(around: (call: Call, given: readonly unknown[]) => Promise<unknown>): Spoil {
  return (adapter) => {
    const spoiled = { ...adapter };
    for (const name of asynchronous) {
      const method: unknown = Reflect.get(adapter, name);
      if (typeof method !== "function") continue;
      const call: Call = async (given) => Reflect.apply(method, adapter, given) as Promise<unknown>;
      Reflect.set(spoiled, name, (...given: readonly unknown[]) => around(call, given));
    }
    return spoiled;
  };
}

/** Changes each error before it is thrown, from every method that answers a promise. */
export function changingError(change: (error: CarecastError) => unknown): Spoil {
  return changingCalls((call, given) =>
    call(given).catch((error: CarecastError) => {
      throw change(error);
    }),
  );
}
