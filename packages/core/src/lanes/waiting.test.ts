import { NetworkError, PlatformError, RateLimitedError, type Clock } from "@carecast/adapter";
import {
  fakeAdapter,
  manualClock,
  type FakeAdapter,
  type FakeAdapterOptions,
  type ManualClock,
} from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { finish } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Carecast, type CarecastOptions, type Ledger } from "../index.ts";

interface Stage {
  readonly care: Carecast<"press">;
  readonly fake: FakeAdapter;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
}
type Options = CarecastOptions<{ press: FakeAdapter }>;

function setStage(fakeOptions: FakeAdapterOptions = {}, own: Partial<Options> = {}): Stage {
  const clock = manualClock();
  const fake = fakeAdapter(fakeOptions);
  const ledger = own.ledger ?? memoryLedger();
  const work = { pollMs: 10_000 };
  const care = createCarecast({ channels: { press: fake }, clock, random: () => 0.5, work, ...own, ledger });
  return { fake, clock, ledger, care };
}

const hourMs = 3_600_000;
const texts = (fake: FakeAdapter): readonly string[] => fake.posts.map(({ text }) => text);
const callsOf = (fake: FakeAdapter, name: string): number => fake.calls.filter(({ method }) => method === name).length;
const dead = (clock: Clock): Clock => ({ now: () => clock.now(), sleep: () => new Promise(() => undefined) });
const thread = "One two three. Four five six.";
const narrow = { text: { limits: [{ unit: "graphemes", max: 16 }], rule: "" } } as const;

describe("a lane that another program has", () => {
  test("keeps a call waiting only so long", async () => {
    const { care, fake, clock, ledger } = setStage();
    await ledger.enlist("other", 10 * hourMs, clock.now());
    await ledger.claim("other", [{ channel: "press", lane: "routine" }], clock.now());
    const publishing = care.publish({ text: "a" });
    let done = false;
    void publishing.finally(() => (done = true));
    await clock.advance(59_000);
    expect(done).toBe(false);
    await clock.advance(2000);
    expect((await publishing).deliveries).toMatchObject([{ state: "queued", attempts: 0 }]);
    expect(texts(fake)).toEqual([]);
  });
});

describe("a paused lane", () => {
  const patience = (clock: Clock): RateLimitedError =>
    new RateLimitedError("later", { status: 429, retryAt: clock.now() + hourMs });

  test("answers further calls at once, is free for others, and goes on in order", async () => {
    const { care, fake, clock, ledger } = setStage();
    await care.start();
    fake.next("publish", patience(clock));
    await care.publish({ text: "one" });
    expect((await care.publish({ text: "two" })).deliveries).toMatchObject([{ state: "queued", attempts: 0 }]);
    await clock.advance(1000);
    await ledger.enlist("other", 1, clock.now());
    const press = { channel: "press", lane: "routine" } as const;
    expect(await ledger.claim("other", [press], clock.now())).toEqual([press]);
    await ledger.retire("other");
    await clock.advance(hourMs + 10_000);
    expect(texts(fake)).toEqual(["one", "two"]);
    await care.close();
  });

  test("of emergencies does not hold routine back once it goes on, though it was woken meanwhile", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    fake.next("publish", patience(clock));
    await care.publish({ text: "Boil water.", priority: "emergency" });
    await clock.advance(130_000);
    void care.publish({ text: "The canteen is open." });
    await clock.advance(hourMs + 100_000);
    expect(texts(fake)).toEqual(["Boil water.", "The canteen is open."]);
    await care.close();
  });

  test("leaves nothing running in a hub that was not started", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", patience(clock));
    await care.publish({ text: "one" });
    await clock.advance(500);
    expect(clock.pending).toBe(0);
  });

  test("is never rejected for what the network itself put off, however long", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    fake.next("publish", patience(clock));
    const { id } = await care.publish({ text: "one" });
    await clock.advance(hourMs - 1000);
    fake.next("publish", patience(clock), patience(clock), patience(clock), patience(clock));
    await clock.advance(2 * hourMs);
    expect(await care.deliveries({ publicationId: id })).not.toMatchObject([{ state: "rejected" }]);
    await clock.advance(5 * hourMs);
    expect(texts(fake)).toEqual(["one"]);
    await care.close();
  });
});

describe("order in a started hub", () => {
  test("what the ledger had first goes first", async () => {
    const { care, fake, clock, ledger } = setStage();
    const at = new Date(clock.now() + 1000).toISOString();
    await setStage({}, { ledger, clock }).care.publish({ text: "older" }, { at });
    await clock.advance(2000);
    await care.start();
    await finish(clock, care.publish({ text: "newer" }));
    expect(texts(fake)).toEqual(["older", "newer"]);
    await care.close();
  });

  test("an outage does not let the next post overtake", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    fake.next("publish", "unreachable", "unreachable", "unreachable", "unreachable");
    void care.publish({ text: "one" });
    void care.publish({ text: "two" });
    await clock.advance(10 * 60_000);
    expect(texts(fake)).toEqual(["one", "two"]);
    await care.close();
  });

  test("a step that makes no headway does not come round again at once", async () => {
    let asked = 0;
    const { care, clock, ledger } = setStage();
    const stubborn: Ledger = {
      ...ledger,
      nextThread: (...given) => ((asked += 1), ledger.nextThread(...given)),
      change: () => Promise.resolve("lost"),
    };
    const hub = createCarecast({
      channels: { press: fakeAdapter() },
      ledger: stubborn,
      clock,
      work: { pollMs: 10_000 },
    });
    await care.publish({ text: "a" }, { at: new Date(clock.now() + 1000).toISOString() });
    await clock.advance(2000);
    void hub.start();
    await clock.advance(60_000);
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(40);
    await hub.close();
  });
});

describe("a thread in a started hub", () => {
  test("that steps aside does so as a whole", async () => {
    const { care, fake, clock } = setStage({ capabilities: narrow }, { retry: { attempts: 2 } });
    await care.start();
    const bad = new PlatformError("no", { status: 500, retryable: true });
    fake.always("publish", ({ text }) => (text === "One two three." ? bad : "deliver"));
    const report = await finish(clock, care.publish({ text: thread }, { overflow: "thread" }));
    expect(report.deliveries.map(({ state }) => state)).toEqual(["queued", "queued"]);
    const calls = callsOf(fake, "publish");
    await clock.advance(40_000);
    expect(callsOf(fake, "publish")).toBe(calls);
    fake.always("publish", "deliver");
    await clock.advance(60_000);
    expect(texts(fake)).toEqual(["One two three.", "Four five six."]);
    await care.close();
  });

  test("whose first part has no id waits, and is not tried over and over", async () => {
    const repeat = { lever: "duplicate-refusal", find: "none" } as const;
    const { care, fake, clock } = setStage({ capabilities: { ...narrow, repeat } });
    await care.start();
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish({ text: thread }, { overflow: "thread" }));
    expect(report.deliveries.map(({ state }) => state)).toEqual(["accepted", "queued"]);
    const prepared = callsOf(fake, "prepare");
    await clock.advance(10 * 60_000);
    expect(callsOf(fake, "prepare")).toBe(prepared);
    await care.close();
  });
});

test("media that expired while the post waited are uploaded again", async () => {
  const clock = manualClock();
  const fake = fakeAdapter();
  const press = {
    ...fake,
    prepare: async (...given: Parameters<typeof fake.prepare>) => ({
      ...(await fake.prepare(...given)),
      expiresAt: new Date(clock.now() + 10_000).toISOString(),
    }),
  };
  const care = createCarecast({ channels: { press }, ledger: memoryLedger(), clock });
  fake.next("publish", new RateLimitedError("later", { status: 429, retryAt: clock.now() + 30_000 }));
  const report = await finish(clock, care.publish({ text: "a" }));
  expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 2 }]);
  expect(callsOf(fake, "prepare")).toBe(2);
});

describe("an unknown outcome", () => {
  const noLever = { lever: "none", find: "none" } as const;

  test("is known once the answer comes after all, though another program has taken over", async () => {
    const { care, fake, clock, ledger } = setStage({ capabilities: { repeat: noLever } }, { work: { leaseMs: 1000 } });
    const thaw = Promise.withResolvers<undefined>();
    const frozen = createCarecast({
      channels: { press: { ...fake, publish: (...given) => thaw.promise.then(() => fake.publish(...given)) } },
      ledger,
      clock: dead(clock),
      work: { leaseMs: 1000 },
    });
    const late = frozen.publish({ text: "a" }, { id: "p" });
    await clock.advance(2000);
    await finish(clock, care.start());
    expect(await care.deliveries({ publicationId: "p" })).toMatchObject([{ state: "unknown" }]);
    thaw.resolve(undefined);
    expect((await late).deliveries).toMatchObject([
      { state: "delivered", receipt: { id: expect.any(String) as string } },
    ]);
    expect(texts(fake)).toEqual(["a"]);
    await care.close();
  });

  test("is not sent again after a hold in which the network has forgotten its key", async () => {
    const hour = { lever: "idempotency-key", find: "none", windowMs: 3_600_000 } as const;
    const { care, fake, clock } = setStage({ capabilities: { repeat: hour } });
    await care.start();
    fake.next("publish", "drop-after");
    const publishing = care.publish({ text: "a" }, { id: "p" });
    const by = { by: "duty officer", reason: "storm" };
    await clock.advance(1);
    const { hold } = await care.hold({ scope: "everything", ...by });
    await finish(clock, publishing);
    expect(await care.deliveries({ publicationId: "p" })).toMatchObject([{ state: "held" }]);
    await clock.advance(2 * 3_600_000);
    await care.release(hold.id, by);
    await clock.advance(60_000);
    expect(await care.deliveries({ publicationId: "p" })).toMatchObject([{ state: "unknown", attempts: 1 }]);
    expect(texts(fake)).toEqual(["a"]);
    await care.close();
  });

  test("is looked for again later where only the connection failed", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    await care.start();
    fake.next("publish", "drop-after");
    fake.always("find", new NetworkError("no connection", { outcome: "not-sent" }));
    const { id } = await finish(clock, care.publish({ text: "a" }));
    expect(await care.deliveries({ publicationId: id })).toMatchObject([{ state: "unknown" }]);
    fake.always("find", "deliver");
    await clock.advance(6 * 60_000);
    expect(await care.deliveries({ publicationId: id })).toMatchObject([{ state: "delivered", attempts: 1 }]);
    await care.close();
  });
});
