import { expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { describeLedger } from "./ledger-contract.ts";
import type { LedgerOptions } from "./ledger-options.ts";
import { memoryLedger } from "./memory-ledger.ts";

describeLedger(
  "memoryLedger",
  () => Promise.resolve({ open: (options) => Promise.resolve(memoryLedger(options)), remove: () => Promise.resolve() }),
  { durable: false },
);

it.each([
  [{ dedupeWindow: 0 }, "dedupeWindow"],
  [{ dedupeWindow: 1.5 }, "dedupeWindow"],
  [{ dedupeWindow: "3" }, "dedupeWindow"],
  [{ window: 3 }, "window"],
])("refuses the options %j", (options, path) => {
  const make = (): unknown => memoryLedger(options as LedgerOptions);
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(expect.objectContaining({ path }));
});

it("remembers 10,000 events a listener and channel unless told otherwise", async () => {
  const ledger = memoryLedger();
  const mark = (index: number): Promise<void> =>
    ledger.markHandled({ listener: "desk", channel: "press", eventId: `e${index}`, at: index });
  for (let index = 0; index < 10_000; index += 1) await mark(index);
  expect(await ledger.wasHandled("desk", "press", "e0")).toBe(true);
  await mark(10_000);
  expect(await ledger.wasHandled("desk", "press", "e0")).toBe(false);
  expect(await ledger.wasHandled("desk", "press", "e1")).toBe(true);
});
