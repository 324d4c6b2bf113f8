import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";
import { PlatformError } from "@carecast/adapter";
import { describe, expect, test, vi } from "vitest";

import { finish } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Carecast, type Ledger, type Report } from "../index.ts";

type Names = "a" | "b" | "c";
interface Trio {
  readonly care: Carecast<Names>;
  readonly fakes: Readonly<Record<Names, FakeAdapter>>;
  readonly clock: ManualClock;
}

const noLever = { capabilities: { repeat: { lever: "none", find: "none" } } } as const;

function setTrio(ledger: Ledger = memoryLedger(), pollMs = 60_000): Trio {
  const clock = manualClock();
  const fakes = { a: fakeAdapter(noLever), b: fakeAdapter(noLever), c: fakeAdapter(noLever) };
  const care = createCarecast({ channels: fakes, ledger, clock, work: { pollMs } });
  return { care, fakes, clock };
}

const states = ({ deliveries }: Report): unknown => Object.fromEntries(deliveries.map((d) => [d.channel, d.state]));
const chain = { b: { instead: "a" }, c: { instead: "b" } } as const;
const text = "Boil water.";

describe("fallback", () => {
  test("is skipped where the first channel delivers", async () => {
    const { care, fakes } = setTrio();
    const report = await care.publish({ text }, { fallback: chain });
    expect(states(report)).toEqual({ a: "delivered", b: "skipped", c: "skipped" });
    expect(report.ok).toBe(true);
    expect(fakes.b.posts).toHaveLength(0);
  });

  test("goes down the chain until one delivers", async () => {
    const { care, fakes, clock } = setTrio();
    const begin = clock.now();
    fakes.a.always("publish", new PlatformError("no"));
    const report = await finish(clock, care.publish({ text }, { fallback: chain }));
    // A failure is known at once: the minute that an unknown outcome gets is not waited for.
    expect(clock.now() - begin).toBeLessThan(5000);
    expect(states(report)).toEqual({
      a: "rejected",
      b: "delivered",
      c: "skipped",
    });
    expect(fakes.b.posts).toHaveLength(1);
    expect(fakes.c.posts).toHaveLength(0);
  });

  test("waits for an unknown outcome as long as was agreed", async () => {
    const { care, fakes, clock } = setTrio();
    fakes.a.next("publish", "drop-before");
    const publishing = care.publish(
      { text },
      { channels: ["a", "b"], fallback: { b: { instead: "a", afterMs: 20_000 } } },
    );
    await clock.advance(19_000);
    expect(fakes.b.posts).toHaveLength(0);
    expect(states(await finish(clock, publishing))).toEqual({ a: "unknown", b: "delivered" });
  });

  test("goes out at its time though the first channel is still being tried", async () => {
    const { care, fakes, clock } = setTrio(memoryLedger(), 10_000);
    await care.start();
    fakes.a.always("publish", "unreachable");
    const fallback = { b: { instead: "a", afterMs: 120_000 } } as const;
    const publishing = care.publish(
      { text },
      { channels: ["a", "b"], fallback, quorum: { atLeast: 1, within: 300_000 } },
    );
    await clock.advance(119_000);
    expect(fakes.b.posts).toHaveLength(0);
    await clock.advance(12_000);
    expect(fakes.b.posts).toHaveLength(1);
    await finish(clock, publishing);
    await care.close();
  });

  test("a call does not wait for ever for a channel that a human holds", async () => {
    const { care, fakes, clock } = setTrio();
    await care.hold({ scope: { channels: ["a"] }, by: "duty officer", reason: "taken over by a stranger" });
    const report = await finish(
      clock,
      care.publish({ text }, { channels: ["a", "b"], fallback: { b: { instead: "a" } } }),
    );
    expect(states(report)).toEqual({ a: "held", b: "queued" });
    expect(fakes.b.posts).toHaveLength(0);
  });

  test("is decided after a restart as well", async () => {
    const ledger = memoryLedger();
    const { care, fakes, clock } = setTrio(ledger);
    fakes.a.next("publish", "drop-before");
    const fallback = { b: { instead: "a", afterMs: 3_600_000 } } as const;
    const first = await care.publish({ text }, { id: "p", channels: ["a", "b"], fallback });
    expect(states(first)).toEqual({ a: "unknown", b: "queued" });
    const next = createCarecast({ channels: fakes, ledger, clock, work: { pollMs: 60_000 } });
    await finish(clock, next.start());
    await clock.advance(3_700_000);
    expect(fakes.b.posts).toHaveLength(1);
    await next.close();
  });

  test.each([
    ["fallback.a", { fallback: { a: { instead: "b" }, b: { instead: "a" } } }],
    ["fallback.b.instead", { channels: ["b", "c"], fallback: { b: { instead: "a" } } }],
    ["fallback.x", { fallback: { x: { instead: "a" } } }],
    ["quorum.atLeast", { quorum: { atLeast: 4, within: 1000 } }],
    ["quorum.within", { quorum: { atLeast: 1, within: 0 } }],
    ["notAfter", { at: "2026-01-01T10:00:00Z", notAfter: "2026-01-01T09:00:00Z" }],
    ["at.timeZone", { at: { local: "2026-01-01T10:00", timeZone: "Mars/Base" } }],
    ["repeat.timeZone", { repeat: { cron: "0 9 * * 1", timeZone: "Mars/Base" } }],
    ["repeat.cron", { repeat: { cron: "99 9 * * 1", timeZone: "UTC" } }],
    ["notAfter", { repeat: { cron: "0 9 * * 1", timeZone: "UTC" }, notAfter: "2026-02-01T09:00:00Z" }],
  ])("a policy that cannot be is refused before anything is sent: %s", async (path, options) => {
    const { care, fakes } = setTrio();
    const publishing = care.publish({ text }, options as Parameters<typeof care.publish>[1]);
    await expect(publishing).rejects.toMatchObject({ code: "config", path });
    expect(fakes.a.posts).toHaveLength(0);
  });
});

describe("quorum", () => {
  test("met: tells so once, and calls nobody", async () => {
    const { care } = setTrio();
    const met = vi.fn();
    const onMissed = vi.fn();
    care.events.on("quorum-met", met);
    await care.publish({ text }, { id: "p", quorum: { atLeast: 2, within: 60_000, onMissed } });
    expect(met.mock.calls).toMatchObject([
      [{ publicationId: "p", atLeast: 2, delivered: expect.any(Number) as number }],
    ]);
    expect(onMissed).not.toHaveBeenCalled();
  });

  test("missed as soon as it cannot be met any more", async () => {
    const { care, fakes } = setTrio();
    const missed = vi.fn();
    const onMissed = vi.fn();
    care.events.on("quorum-missed", missed);
    fakes.a.always("publish", new PlatformError("no"));
    fakes.b.always("publish", new PlatformError("no"));
    await care.publish({ text }, { id: "p", quorum: { atLeast: 2, within: 60_000, onMissed } });
    expect(onMissed).toHaveBeenCalledTimes(1);
    expect(onMissed.mock.calls[0]?.[0]).toMatchObject({ id: "p", ok: false });
    expect(missed.mock.calls).toMatchObject([[{ publicationId: "p", atLeast: 2 }]]);
  });

  test("missed when the time is over while deliveries still wait", async () => {
    const { care, fakes, clock } = setTrio();
    const onMissed = vi.fn();
    fakes.a.always("publish", "hang-after");
    void care.publish({ text }, { channels: ["a"], quorum: { atLeast: 1, within: 60_000, onMissed } });
    await clock.advance(59_000);
    expect(onMissed).not.toHaveBeenCalled();
    await clock.advance(2000);
    expect(onMissed).toHaveBeenCalledTimes(1);
  });

  test("missed while no program ran: the next one tells", async () => {
    const ledger = memoryLedger();
    const { fakes, clock } = setTrio(ledger);
    const dead = { now: () => clock.now(), sleep: () => new Promise<void>(() => undefined) };
    const care = createCarecast({ channels: fakes, ledger, clock: dead });
    fakes.a.always("publish", "rate-limited");
    const at = new Date(clock.now() + 3_600_000).toISOString();
    await care.publish({ text }, { id: "p", channels: ["a"], at, quorum: { atLeast: 1, within: 60_000 } });
    const next = createCarecast({ channels: fakes, ledger, clock, work: { pollMs: 60_000 } });
    const missed = vi.fn();
    next.events.on("quorum-missed", missed);
    await next.start();
    expect(missed).not.toHaveBeenCalled();
    await clock.advance(3_800_000);
    expect(missed).toHaveBeenCalledTimes(1);
    await next.close();
  });
});

describe("repeat", () => {
  const nine = { cron: "0 9 * * *", timeZone: "Europe/Paris" };
  const hourMs = 3_600_000;

  test("comes at its time, and journals the next occurrence when one begins", async () => {
    const { care, fakes, clock } = setTrio(memoryLedger(), hourMs / 4);
    await care.start();
    const report = await care.publish({ text }, { id: "daily", channels: ["a"], repeat: nine });
    expect(report.deliveries).toMatchObject([{ state: "queued" }]);
    await clock.advance(7 * hourMs);
    expect(fakes.a.posts).toHaveLength(0);
    await clock.advance(2 * hourMs);
    expect(fakes.a.posts).toHaveLength(1);
    await clock.advance(24 * hourMs);
    expect(fakes.a.posts).toHaveLength(2);
    const waiting = await care.deliveries({ state: "queued" });
    expect(waiting).toHaveLength(1);
    await care.close();
  });

  test("ends when its next occurrence is retracted", async () => {
    const { care, fakes, clock } = setTrio(memoryLedger(), hourMs / 4);
    await care.start();
    await care.publish({ text }, { id: "daily", channels: ["a"], repeat: nine });
    await care.retract("daily", { by: "duty officer", reason: "wrong place" });
    await clock.advance(50 * hourMs);
    expect(fakes.a.posts).toHaveLength(0);
    expect(await care.deliveries({ state: "queued" })).toEqual([]);
    await care.close();
  });
});
