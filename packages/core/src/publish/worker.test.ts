import { fakeAdapter, manualClock } from "@carecast/testing";
import { expect, test, vi } from "vitest";

import { finish } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Carecast, type LaneRef, type Ledger } from "../index.ts";

const dayMs = 86_400_000;
const by = "duty officer";
const reason = "storm";

test("a quorum is missed though nothing of the publication moves", async () => {
  const clock = manualClock();
  const ledger = memoryLedger();
  const channels = { press: fakeAdapter() };
  const dead = { now: () => clock.now(), sleep: () => new Promise<void>(() => undefined) };
  const first = createCarecast({ channels, ledger, clock: dead });
  await first.hold({ scope: "everything", by, reason });
  await first.publish({ text: "a" }, { quorum: { atLeast: 1, within: 60_000 } });
  const care = createCarecast({ channels, ledger, clock, work: { pollMs: 10_000 } });
  const missed = vi.fn();
  care.events.on("quorum-missed", missed);
  await care.start();
  await clock.advance(75_000);
  expect(missed).toHaveBeenCalledTimes(1);
  await care.close();
});

test("content is taken away after its time, what became of it stays", async () => {
  const clock = manualClock();
  const ledger = memoryLedger();
  const care = createCarecast({
    channels: { press: fakeAdapter() },
    ledger,
    clock,
    keepContentMs: 2 * dayMs,
    work: { pollMs: dayMs / 4 },
  });
  await care.publish({ text: "a" }, { id: "p" });
  await care.start();
  await clock.advance(dayMs);
  expect((await ledger.deliveries({ publicationId: "p" }))[0]?.part.text).toBe("a");
  await clock.advance(2 * dayMs);
  const [record] = await ledger.deliveries({ publicationId: "p" });
  expect(record).toMatchObject({ state: "delivered", part: { text: "" }, purgedAt: expect.any(Number) as number });
  expect(record?.receipt?.id).toEqual(expect.any(String));
  await care.close();
});

test("what was left to a person is looked for once more at each start", async () => {
  const clock = manualClock();
  const ledger = memoryLedger();
  const press = fakeAdapter({ capabilities: { repeat: { lever: "none", find: "hint" } } });
  const open = (): Carecast<"press"> => createCarecast({ channels: { press }, ledger, clock });
  press.next("publish", "drop-before");
  const report = await finish(clock, open().publish({ text: "a" }, { id: "p" }));
  expect(report.deliveries).toMatchObject([{ state: "unknown" }]);
  // The first program leaves the lane a moment after its work.
  await clock.advance(1000);
  const looks = (): number => press.calls.filter(({ method }) => method === "find").length;
  const before = looks();
  await finish(clock, open().start());
  expect(looks()).toBeGreaterThan(before);
});

test("publishing again under its id looks once more for what was left to a person", async () => {
  const clock = manualClock();
  const press = fakeAdapter({ capabilities: { repeat: { lever: "none", find: "hint" } } });
  const care = createCarecast({ channels: { press }, ledger: memoryLedger(), clock });
  press.next("publish", "drop-before");
  await finish(clock, care.publish({ text: "a" }, { id: "p" }));
  const looks = (): number => press.calls.filter(({ method }) => method === "find").length;
  const before = looks();
  const again = await finish(clock, care.publish({ text: "a" }, { id: "p" }));
  expect(again.deliveries).toMatchObject([{ state: "unknown", attempts: 1 }]);
  expect(looks()).toBeGreaterThan(before);
});

test("of several programs that see the same work, the first to look does not take it all", async () => {
  const clock = manualClock();
  const inner = memoryLedger();
  const claims: string[] = [];
  const ledger: Ledger = {
    ...inner,
    claim: (owner, refs: readonly LaneRef[], now) => {
      claims.push(...refs.map(({ channel, lane }) => `${channel} ${lane}`));
      return inner.claim(owner, refs, now);
    },
  };
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
  const channels = Object.fromEntries(names.map((name) => [name, fakeAdapter()]));
  const at = new Date(clock.now() + 1000).toISOString();
  const journal = createCarecast({ channels, ledger: inner, clock });
  await journal.publish({ text: "routine" }, { at });
  await journal.publish({ text: "emergency", priority: "emergency" }, { at, channels: ["g", "h"] });
  await clock.advance(2000);
  const care = createCarecast({ channels, ledger, clock, work: { pollMs: 1000 } });
  const starting = care.start();
  await clock.advance(0);
  expect(claims.filter((claim) => claim.endsWith("emergency"))).toHaveLength(2);
  expect(new Set(claims.filter((claim) => claim.endsWith("routine"))).size).toBe(2);
  await finish(clock, starting);
  expect(await care.deliveries({ state: "queued" })).toEqual([]);
  await care.close();
});

test("two programs that journal the same id at the same moment send it once", async () => {
  const clock = manualClock();
  const inner = memoryLedger();
  const gate = Promise.withResolvers<undefined>();
  let looked = 0;
  // Both look before either has journaled it.
  const ledger: Ledger = {
    ...inner,
    publication: async (id) => {
      const found = await inner.publication(id);
      looked += 1;
      if (looked === 2) gate.resolve(undefined);
      if (looked <= 2) await gate.promise;
      return found;
    },
  };
  const press = fakeAdapter();
  const open = (): Carecast<"press"> => createCarecast({ channels: { press }, ledger, clock });
  const both = [open(), open()].map((care) => care.publish({ text: "a" }, { id: "p" }));
  const reports = await finish(clock, Promise.all(both));
  expect(reports.map(({ ok }) => ok)).toEqual([true, true]);
  expect(press.posts).toHaveLength(1);
});
