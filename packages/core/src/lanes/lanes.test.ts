import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";
import { PlatformError, RateLimitedError, type Clock } from "@carecast/adapter";
import { describe, expect, test, vi } from "vitest";

import { finish, untilEvent } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Carecast, type CarecastOptions, type Ledger } from "../index.ts";

interface Stage {
  readonly care: Carecast<"press">;
  readonly fake: FakeAdapter;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
  /** Another program on the same ledger and account. */
  open(options?: Partial<Options>): Carecast<"press">;
}
type Options = CarecastOptions<{ press: FakeAdapter }>;

function setStage(options: Partial<Options> = {}): Stage {
  const clock = manualClock();
  const fake = fakeAdapter({ capabilities: { repeat: { lever: "idempotency-key", find: "none" } } });
  const ledger = memoryLedger();
  const open: Stage["open"] = (own = {}) =>
    createCarecast({ channels: { press: fake }, ledger, clock, random: () => 0.5, work: { pollMs: 10_000 }, ...own });
  return { fake, clock, ledger, open, care: open(options) };
}

const texts = (fake: FakeAdapter): readonly string[] => fake.posts.map(({ text }) => text);
/** The clock of a program that has died: it never wakes. */
const dead = (clock: Clock): Clock => ({ now: () => clock.now(), sleep: () => new Promise(() => undefined) });

describe("order within a channel", () => {
  test("is the order of the calls, though the first one takes longer", async () => {
    const { care, fake, clock } = setStage();
    fake.next("prepare", { afterMs: 5000 });
    const all = ["one", "two", "three"].map((text) => care.publish({ text }));
    await finish(clock, Promise.all(all));
    expect(texts(fake)).toEqual(["one", "two", "three"]);
  });

  test("lets what is high go before what is routine, and holds nothing back for an emergency", async () => {
    const { care, fake, clock } = setStage();
    fake.next("prepare", { afterMs: 5000 });
    const first = care.publish({ text: "first" });
    await clock.untilPending();
    const others = [
      care.publish({ text: "routine" }),
      care.publish({ text: "high", priority: "high" }),
      care.publish({ text: "emergency", priority: "emergency" }),
    ];
    await finish(clock, Promise.all([first, ...others]));
    expect(texts(fake)).toEqual(["emergency", "first", "high", "routine"]);
  });

  test("routine waits while an emergency of the channel is on its way, between two parts as well", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", { afterMs: 1000 }, { afterMs: 9000 });
    const routine = care.publish({ text: "one" });
    const next = care.publish({ text: "two" });
    await clock.advance(500);
    const emergency = care.publish({ text: "emergency", priority: "emergency" });
    await finish(clock, Promise.all([routine, next, emergency]));
    expect(texts(fake)).toEqual(["one", "emergency", "two"]);
  });
});

describe("several programs on one ledger", () => {
  test("one of them runs a delivery, and a call of the other waits for its turn and its outcome", async () => {
    const { care, fake, clock, open } = setStage();
    const other = open();
    fake.next("publish", { afterMs: 3000 });
    const reports = await finish(
      clock,
      Promise.all([care.publish({ text: "a" }, { id: "p" }), other.publish({ text: "a" }, { id: "p" })]),
    );
    expect(reports.map(({ ok }) => ok)).toEqual([true, true]);
    expect(texts(fake)).toEqual(["a"]);
    expect(fake.calls.filter(({ method }) => method === "publish")).toHaveLength(1);
  });

  test("a started one sends what the other only journaled", async () => {
    const { care, fake, clock, open } = setStage();
    await care.start();
    await open().publish({ text: "a" }, { at: new Date(clock.now() + 60_000).toISOString() });
    await clock.advance(71_000);
    expect(texts(fake)).toEqual(["a"]);
    await care.close();
  });

  test("the work of a dead one is taken over after its lease, and not before", async () => {
    const { fake, clock, open } = setStage();
    const died = open({ clock: dead(clock), work: { leaseMs: 10_000 } });
    fake.next("publish", "hang");
    const sending = untilEvent(died, "delivery-sending");
    void died.publish({ text: "a" }, { id: "p" });
    await sending;
    const care = open({ work: { pollMs: 1000, leaseMs: 10_000 } });
    const starting = care.start();
    await clock.advance(9000);
    expect(await care.deliveries({ publicationId: "p" })).toMatchObject([{ state: "sending" }]);
    await finish(clock, starting);
    expect(await care.deliveries({ publicationId: "p" })).toMatchObject([{ state: "delivered", attempts: 2 }]);
    expect(texts(fake)).toEqual(["a"]);
    await care.close();
  });

  test("one that comes back to life finds that it may not send, and that its post is there", async () => {
    const { fake, clock, ledger, open } = setStage();
    const thaw = Promise.withResolvers<undefined>();
    const frozen = createCarecast({
      channels: { press: { ...fake, prepare: (...given) => thaw.promise.then(() => fake.prepare(...given)) } },
      ledger,
      clock: dead(clock),
      work: { leaseMs: 1000 },
    });
    const late = frozen.publish({ text: "a" }, { id: "p" });
    await clock.advance(2000);
    const care = open({ work: { pollMs: 500, leaseMs: 1000 } });
    await finish(clock, care.start());
    thaw.resolve(undefined);
    expect((await late).deliveries).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(texts(fake)).toEqual(["a"]);
    await care.close();
  });
});

describe("a started hub", () => {
  test("does not reject what never reached the network: the channel waits, in order, until it is back", async () => {
    const { care, fake, clock } = setStage();
    const paused = vi.fn();
    const resumed = vi.fn();
    care.events.on("channel-paused", paused);
    care.events.on("channel-resumed", resumed);
    await care.start();
    fake.always("publish", "unreachable");
    const reports = Promise.all([care.publish({ text: "one" }), care.publish({ text: "two" })]);
    await clock.advance(10 * 60_000);
    expect((await reports).flatMap(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual([
      "queued",
      "queued",
    ]);
    expect(paused).toHaveBeenCalled();
    fake.always("publish", "deliver");
    await clock.advance(10 * 60_000);
    expect(texts(fake)).toEqual(["one", "two"]);
    expect(resumed).toHaveBeenCalledTimes(1);
    await care.close();
  });

  test("gives up after the deadline", async () => {
    const { care, fake, clock } = setStage({ retry: { deadlineMs: 30 * 60_000 } });
    await care.start();
    fake.always("publish", "unreachable");
    const { id } = await finish(clock, care.publish({ text: "one" }));
    await clock.advance(40 * 60_000);
    expect(await care.deliveries({ publicationId: id })).toMatchObject([{ state: "rejected" }]);
    await care.close();
  });

  test("a post that the server cannot digest steps aside for the others", async () => {
    const { care, fake, clock } = setStage({ retry: { attempts: 2 } });
    await care.start();
    const bad = new PlatformError("no", { status: 500, retryable: true });
    fake.always("publish", ({ text }) => (text === "bad" ? bad : "deliver"));
    const reports = await finish(clock, Promise.all([care.publish({ text: "bad" }), care.publish({ text: "good" })]));
    expect(reports.map(({ deliveries }) => deliveries[0]?.state)).toEqual(["queued", "delivered"]);
    fake.always("publish", "deliver");
    await clock.advance(2 * 60_000);
    expect(texts(fake)).toEqual(["good", "bad"]);
    await care.close();
  });

  test("each retry has one owner", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    fake.next("publish", "unreachable", "unreachable");
    const report = await finish(clock, care.publish({ text: "one" }));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 3 }]);
    expect(fake.calls.filter(({ method }) => method === "publish")).toHaveLength(3);
    await care.close();
  });
});

describe("pace", () => {
  const rates = [{ of: "posts", count: 5, perMs: 600_000 }] as const;

  test("routine leaves the reserve of a budget to emergencies", async () => {
    const { fake, clock, ledger } = setStage();
    const care = createCarecast({ channels: { press: { adapter: fake, rates } }, ledger, clock });
    const states: unknown[] = [];
    for (const text of ["1", "2", "3", "4", "5"]) states.push((await care.publish({ text })).deliveries[0]?.state);
    expect(states).toEqual(["delivered", "delivered", "delivered", "delivered", "queued"]);
    expect((await care.publish({ text: "fire", priority: "emergency" })).ok).toBe(true);
    expect(texts(fake)).toEqual(["1", "2", "3", "4", "fire"]);
  });

  test("what reached nobody costs nothing: a hold or an outage does not use a budget up", async () => {
    const { fake, clock, ledger } = setStage();
    const care = createCarecast({ channels: { press: { adapter: fake, rates } }, ledger, clock, random: () => 0.5 });
    fake.next("publish", "unreachable", "unreachable", "unreachable");
    await finish(clock, care.publish({ text: "1" }));
    for (const text of ["2", "3", "4"]) expect((await care.publish({ text })).ok).toBe(true);
    expect((await care.publish({ text: "5" })).deliveries[0]?.state).toBe("queued");
  });

  test("answers that get lost open the circuit too", async () => {
    const { care, fake, clock } = setStage();
    const paused = vi.fn();
    care.events.on("channel-paused", paused);
    fake.always("publish", "drop-before");
    await finish(clock, care.publish({ text: "1" }));
    await finish(clock, care.publish({ text: "2" }));
    expect(paused).toHaveBeenCalled();
  });

  test("what waits for a budget goes out when there is one again, and says until when it waits", async () => {
    const { fake, clock, ledger } = setStage();
    const channels = { press: { adapter: fake, rates } };
    const care = createCarecast({ channels, ledger, clock, work: { pollMs: 60_000 } });
    await care.start();
    for (const text of ["1", "2", "3", "4"]) await care.publish({ text });
    const { deliveries } = await care.publish({ text: "5" });
    expect(deliveries).toMatchObject([{ state: "queued", attempts: 0, error: { code: "rate-limited" } }]);
    expect(deliveries[0]?.error?.retryAt).toBeGreaterThan(clock.now());
    await clock.advance((deliveries[0]?.error?.retryAt ?? 0) - clock.now() - 1);
    expect(texts(fake)).toHaveLength(4);
    await clock.advance(1);
    expect(texts(fake)).toHaveLength(5);
    await care.close();
  });

  test("what the network asked for holds for the next program as well", async () => {
    const { fake, clock, care, open } = setStage();
    fake.next("publish", new RateLimitedError("later", { status: 429, retryAt: clock.now() + 3_600_000 }));
    await care.publish({ text: "a" }, { id: "p" });
    const next = open();
    await next.start();
    await clock.advance(60_000);
    expect(fake.calls.filter(({ method }) => method === "publish")).toHaveLength(1);
    await clock.advance(3_600_000);
    expect(texts(fake)).toEqual(["a"]);
    await next.close();
  });
});

describe("close", () => {
  test("waits for what is in flight and leaves the rest", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", { afterMs: 2000 });
    const reports = Promise.all([care.publish({ text: "one" }), care.publish({ text: "two" })]);
    await clock.advance(500);
    await finish(clock, care.close());
    expect((await reports).map(({ deliveries }) => deliveries[0]?.state)).toEqual(["delivered", "queued"]);
    expect(texts(fake)).toEqual(["one"]);
  });

  test("gives its lanes to others at once", async () => {
    const { clock, fake, ledger } = setStage();
    // Closing the ledger is left out: the other program has it as well.
    const shared = { ...ledger, close: () => Promise.resolve() };
    const care = createCarecast({ channels: { press: fake }, ledger: shared, clock });
    await care.publish({ text: "one" });
    await care.close();
    const press = { channel: "press", lane: "routine" } as const;
    await ledger.enlist("other", 1000, clock.now());
    expect(await ledger.claim("other", [press], clock.now())).toEqual([press]);
  });

  test("does not wait for ever", async () => {
    const { care, fake, clock } = setStage({ work: { closeWithinMs: 5000 } });
    fake.next("publish", "hang-after");
    void care.publish({ text: "one" }).catch(() => undefined);
    await clock.advance(100);
    let closed = false;
    const closing = care.close().then(() => (closed = true));
    await clock.advance(4000);
    expect(closed).toBe(false);
    await clock.advance(1500);
    await closing;
  });

  test("ends a wait between two tries at once", async () => {
    const { care, fake } = setStage();
    fake.always("publish", "unreachable");
    const retrying = untilEvent(care, "delivery-retry");
    const publishing = care.publish({ text: "one" });
    await retrying;
    await care.close();
    expect((await publishing).deliveries).toMatchObject([{ state: "queued", attempts: 1 }]);
  });
});

test("a step that hangs is given up after two minutes", async () => {
  const { care, fake, clock } = setStage();
  fake.next("publish", "hang-after");
  const report = await finish(clock, care.publish({ text: "one" }));
  expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 2 }]);
  expect(texts(fake)).toEqual(["one"]);
});
