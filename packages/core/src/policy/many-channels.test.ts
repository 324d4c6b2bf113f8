import { PlatformError } from "@carecast/adapter";
import { fakeAdapter, manualClock } from "@carecast/testing";
import { expect, test, vi } from "vitest";

import { createCarecast, memoryLedger, type DeliveryQuery } from "../index.ts";

const count = 200;
const text = "Boil water.";
const names = Array.from({ length: count }, (_, index) => `channel${index}`);

/** A hub of many channels, of which the first `failing` refuse every post, and what it reads of the ledger. */
function setMany(failing = 0) {
  const ledger = memoryLedger();
  const claim = vi.fn(ledger.claim);
  const reads: DeliveryQuery[] = [];
  const channels = names.map((name, index) => {
    const adapter = fakeAdapter({ capabilities: { repeat: { lever: "none", find: "none" } } });
    if (index < failing) adapter.always("publish", new PlatformError("no"));
    return [name, adapter] as const;
  });
  const care = createCarecast({
    channels: Object.fromEntries(channels),
    clock: manualClock(),
    ledger: {
      ...ledger,
      claim,
      deliveries(query) {
        reads.push(query);
        return ledger.deliveries(query);
      },
    },
  });
  return { care, reads, claim };
}

/** Reads of everything that belongs to a publication: each costs as much as it has channels. */
const ofAll = (reads: readonly DeliveryQuery[]): readonly DeliveryQuery[] =>
  reads.filter(({ channel }) => channel === undefined);

test.each([1, 2, count / 2, count - 1, count])(
  "a quorum of %i of 200 is met, and looked for a few times",
  async (atLeast) => {
    const { care, reads } = setMany();
    const met = vi.fn();
    care.events.on("quorum-met", met);
    await care.publish({ text }, { quorum: { atLeast, within: 60_000 } });
    expect(met).toHaveBeenCalledTimes(1);
    expect(ofAll(reads).length).toBeLessThan(20);
  },
);

test.each([
  [1, count],
  [count / 2, count / 2 + 1],
  [count - 1, 2],
])("with %i of 200 needed and %i failing, the quorum is missed at once", async (atLeast, failing) => {
  const { care, reads } = setMany(failing);
  const onMissed = vi.fn();
  await care.publish({ text }, { quorum: { atLeast, within: 60_000, onMissed } });
  expect(onMissed).toHaveBeenCalledTimes(1);
  expect(ofAll(reads).length).toBeLessThan(20);
});

test("a broadcast claims all of its lanes with one call", async () => {
  const { care, claim } = setMany();
  const report = await care.publish({ text });
  expect(report.ok).toBe(true);
  expect(claim.mock.calls.map(([, lanes]) => lanes.length)).toEqual([count]);
});

test("a fallback reads the channels that it concerns", async () => {
  const { care, reads } = setMany(1);
  const report = await care.publish(
    { text },
    { fallback: { channel1: { instead: "channel0" }, channel2: { instead: "channel1" } } },
  );
  const states = report.deliveries.slice(0, 4).map(({ state }) => state);
  expect(states).toEqual(["rejected", "delivered", "skipped", "delivered"]);
  expect(ofAll(reads).length).toBeLessThan(5);
  expect(reads.length).toBeLessThan(30);
});

test("a hold in the middle of a broadcast reads each channel's own deliveries", async () => {
  const { care, reads } = setMany();
  const publishing = care.publish({ text });
  await care.hold({ scope: "everything", by: "duty officer", reason: "an accident" });
  const { deliveries } = await publishing;
  expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(["held"]));
  expect(ofAll(reads)).toEqual([]);
});
