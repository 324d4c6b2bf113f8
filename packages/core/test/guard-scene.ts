import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";

import {
  createCarecast,
  memoryLedger,
  type Carecast,
  type Finding,
  type Outgoing,
  type Safeguard,
  type SafeguardContext,
} from "../src/index.ts";

export type Check = (outgoing: Outgoing, context: SafeguardContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** One hub with a safeguard that the test writes, and a channel for exercises. */
export interface Scene {
  readonly care: Carecast<"press" | "wards" | "practice">;
  readonly fakes: Readonly<Record<"press" | "wards" | "practice", FakeAdapter>>;
  readonly clock: ManualClock;
  readonly asked: { readonly moment: string; readonly outgoing: Outgoing }[];
}

export function setScene(check?: Check, options: Parameters<typeof fakeAdapter>[0] = {}): Scene {
  const clock = manualClock();
  const fakes = { press: fakeAdapter(options), wards: fakeAdapter(), practice: fakeAdapter() };
  const asked: { moment: string; outgoing: Outgoing }[] = [];
  const safeguard: Safeguard = {
    name: "words",
    check(outgoing, context) {
      asked.push({ moment: context.moment, outgoing });
      return check ? check(outgoing, context) : [];
    },
  };
  const care = createCarecast({
    channels: { press: fakes.press, wards: fakes.wards, practice: { adapter: fakes.practice, exercises: true } },
    ledger: memoryLedger(),
    clock,
    safeguards: check ? [safeguard] : [],
    work: { pollMs: 60_000 },
  });
  return { care, fakes, clock, asked };
}
