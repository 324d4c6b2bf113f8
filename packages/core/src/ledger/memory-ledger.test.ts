import { expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { sampleDelivery, samplePublication } from "./contract/samples.ts";
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
  [{ keepFinished: 0 }, "keepFinished"],
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

it("forgets the oldest finished publications with their media, and never an unfinished one", async () => {
  const ledger = memoryLedger({ keepFinished: 2 });
  const file = { id: "picture", blob: new Blob(["x"]) };
  for (const name of ["one", "two", "three", "four"]) {
    const delivery = sampleDelivery(name, "press");
    await ledger.add(samplePublication(name), [delivery], name === "one" || name === "two" ? [file] : []);
  }
  // "one" stays open.
  for (const name of ["two", "three", "four"])
    await ledger.change(`${name}.press.0`, "queued", { state: "delivered" }, 1);
  expect(await ledger.publication("two")).toBeUndefined();
  expect(await ledger.deliveries({ publicationId: "two" })).toEqual([]);
  expect(await ledger.media("picture")).toBeDefined();
  expect((await ledger.deliveries({})).map(({ publicationId }) => publicationId)).toEqual(["one", "three", "four"]);
  await ledger.change("one.press.0", "queued", { state: "rejected" }, 2);
  for (const name of ["five", "six"]) {
    await ledger.add(samplePublication(name), [sampleDelivery(name, "press")], []);
    await ledger.change(`${name}.press.0`, "queued", { state: "delivered" }, 3);
  }
  expect(await ledger.publication("one")).toBeUndefined();
  expect(await ledger.media("picture")).toBeUndefined();
});

it("never forgets a publication whose quorum is open", async () => {
  const ledger = memoryLedger({ keepFinished: 1 });
  const finish = async (name: string, quorum?: { atLeast: number; at: number }): Promise<void> => {
    await ledger.add(samplePublication(name, quorum && { quorum }), [sampleDelivery(name, "press")], []);
    await ledger.change(`${name}.press.0`, "queued", { state: "delivered" }, 1);
  };
  await finish("one", { atLeast: 1, at: 5 });
  await finish("two");
  await finish("three");
  expect((await ledger.deliveries({})).map(({ publicationId }) => publicationId)).toEqual(["one", "three"]);
  await ledger.closeQuorum("one");
  expect(await ledger.publication("three")).toBeUndefined();
  await finish("four");
  expect((await ledger.deliveries({})).map(({ publicationId }) => publicationId)).toEqual(["four"]);
});
