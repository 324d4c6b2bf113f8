import { type CallContext, isCarecastError, type RateState } from "@carecast/adapter";
import type { FakeCall } from "./fake-behaviour.ts";

/** What the answers of the fake network say of its rate budgets. A function is asked at each answer. */
export type FakeRates = readonly RateState[] | ((call: FakeCall) => readonly RateState[]);

/** Tells what came with the answer to `call`, or with its refusal. */
export function tellRates(rates: FakeRates, call: FakeCall, { tellRate, signal }: CallContext, error?: unknown): void {
  const code = isCarecastError(error) ? error.code : undefined;
  // A connection that breaks brings no headers.
  if (!tellRate || code === "network" || signal?.aborted === true) return;
  for (const rate of typeof rates === "function" ? rates(call) : rates) {
    tellRate(code === "rate-limited" ? { ...rate, remaining: 0 } : rate);
  }
}
