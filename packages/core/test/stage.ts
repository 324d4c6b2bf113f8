import {
  fakeAdapter,
  manualClock,
  type FakeAdapter,
  type FakeAdapterOptions,
  type ManualClock,
} from "@carecast/testing";

import { createCarecast, memoryLedger, type Carecast, type CarecastEventMap, type Ledger } from "../src/index.ts";

/** One hub with one fake channel and a clock that the test moves. */
export interface Stage {
  readonly care: Carecast<"press">;
  readonly fake: FakeAdapter;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
}

export function setStage(options: FakeAdapterOptions = {}): Stage {
  const clock = manualClock();
  const fake = fakeAdapter(options);
  // A clock that is moved by hand takes every look into the ledger along: few are enough.
  const work = { pollMs: 60_000 };
  const ledger = memoryLedger();
  return { fake, clock, ledger, care: createCarecast({ channels: { press: fake }, ledger, clock, work }) };
}

/** Lets waiting times pass until the work is done. */
export async function finish<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let done = false;
  const watched = work.finally(() => (done = true));
  watched.catch(() => undefined);
  for (let step = 0; step < 200 && !done; step += 1) await clock.advance(1000);
  return watched;
}

/** Resolves once an event has come, and what follows it without waiting has run. */
export function untilEvent(care: Carecast, name: keyof CarecastEventMap): Promise<void> {
  return new Promise((resolve) => {
    care.events.on(name, () => setImmediate(resolve));
  });
}

/** Everything that an iterable holds. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
