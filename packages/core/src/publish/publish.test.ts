import { AuthError, isCarecastError, PlatformError, RateLimitedError } from "@carecast/adapter";
import { fakeAdapter, manualClock, type FakeAdapter, type FakeAdapterOptions } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Carecast, type CarecastEventMap, type DeliveryState } from "../index.ts";

const short = { text: "The clinic is open." };

interface Stage {
  readonly care: Carecast<"press">;
  readonly fake: FakeAdapter;
  readonly clock: ReturnType<typeof manualClock>;
}

function setStage(options: FakeAdapterOptions = {}): Stage {
  const clock = manualClock();
  const fake = fakeAdapter(options);
  return { fake, clock, care: createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock }) };
}

/** Lets waiting times pass until the work is done. */
async function finish<T>(clock: Stage["clock"], work: Promise<T>): Promise<T> {
  let done = false;
  const watched = work.finally(() => (done = true));
  watched.catch(() => undefined);
  for (let step = 0; step < 200 && !done; step += 1) await clock.advance(1000);
  return watched;
}

const states: readonly DeliveryState[] = ["queued", "preparing", "sending", "delivered", "accepted", "rejected", "unknown", "expired", "cancelled"];

function recordStates(care: Carecast): string[] {
  const seen: string[] = [];
  for (const state of states) care.events.on(`delivery-${state}` as keyof CarecastEventMap, () => seen.push(state));
  return seen;
}

describe("a post that arrives", () => {
  test("walks through every state and reports its receipt", async () => {
    const { care, fake } = setStage();
    const seen = recordStates(care);
    const report = await care.publish(short);
    expect(seen).toEqual(["queued", "preparing", "sending", "delivered"]);
    expect(report.ok).toBe(true);
    expect(report.deliveries).toMatchObject([{ channel: "press", state: "delivered", index: 0, count: 1, attempts: 1 }]);
    expect(report.deliveries[0]?.receipt?.id).toBe(fake.posts[0]?.id);
    expect(fake.posts.map(({ text }) => text)).toEqual([short.text]);
  });

  test("is in the ledger afterwards", async () => {
    const { care } = setStage();
    const { id } = await care.publish(short);
    expect(await care.deliveries({ publicationId: id, state: "delivered" })).toHaveLength(1);
    expect(await care.deliveries({ state: "unknown" })).toHaveLength(0);
  });

  test("is accepted, not delivered, where the network decides later", async () => {
    const { care, fake } = setStage();
    fake.next("publish", "accept");
    expect((await care.publish(short)).deliveries[0]?.state).toBe("accepted");
  });

  test("a listener of events that throws disturbs nothing", async () => {
    const { care } = setStage();
    care.events.on("delivery-sending", () => {
      throw new Error("the listener is broken");
    });
    expect((await care.publish(short)).ok).toBe(true);
  });
});

describe("an outcome that nobody knows", () => {
  test("is settled by reading back, and never doubled", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("is sent again once the network is certain that nothing is there", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 2 }]);
    expect(fake.posts).toHaveLength(1);
  });

  test.each(["idempotency-key", "record-key", "nonce"] as const)("is settled by the lever %s alone", async (lever) => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever, find: "none" } } });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("delivered");
    expect(fake.posts).toHaveLength(1);
    const keys = fake.calls.filter(({ method }) => method === "publish").map(({ key }) => key);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  test("is accepted without an id where a refused duplicate proves that it arrived", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "duplicate-refusal", find: "none" } } });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("accepted");
    expect(fake.posts).toHaveLength(1);
  });

  test("stays unknown, and is never sent again, where the network has no lever", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "none" } } });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.ok).toBe(false);
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1, error: { outcome: "unknown" } }]);
    expect(fake.calls.filter(({ method }) => method === "publish")).toHaveLength(1);
  });

  test("stays unknown where a hint is all that the network gives", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "hint" } } });
    fake.next("publish", "drop-before");
    fake.always("find", "server-error-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("unknown");
    expect(fake.posts).toHaveLength(0);
  });

  test("is not called rejected because a later try was refused", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "idempotency-key", find: "none" } } });
    fake.next("publish", "drop-after");
    fake.always("publish", new PlatformError("no", { status: 422 }));
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("unknown");
    expect(fake.posts).toHaveLength(1);
  });

  test("is not repeated after the network has forgotten the key", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "idempotency-key", find: "none", windowMs: 100 } } });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1 }]);
  });

  test("is not repeated once the post has run out of time", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "idempotency-key", find: "none" } } });
    fake.next("publish", "drop-after");
    const notAfter = new Date(clock.now() + 100).toISOString();
    const report = await finish(clock, care.publish({ ...short, notAfter }));
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1 }]);
  });
});

describe("what certainly was not sent", () => {
  test("is tried again after the time that the network asked for", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", "rate-limited");
    const waits: number[] = [];
    care.events.on("delivery-retry", ({ waitMs }) => waits.push(waitMs));
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 2 }]);
    expect(waits).toEqual([30_000]);
  });

  test("stays queued when the network wants more patience than one call has", async () => {
    const { care, fake, clock } = setStage();
    const retryAt = clock.now() + 3_600_000;
    fake.next("publish", new RateLimitedError("slow down", { retryAt }));
    const report = await care.publish(short);
    expect(report.deliveries).toMatchObject([{ state: "queued", error: { code: "rate-limited", retryAt } }]);
    expect(report.ok).toBe(false);
  });

  test("goes out later by itself once care is started", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    fake.next("publish", new RateLimitedError("slow down", { retryAt: clock.now() + 3_600_000 }));
    const { id } = await care.publish(short);
    await clock.advance(3_599_000);
    expect(fake.posts).toHaveLength(0);
    await clock.advance(2000);
    expect(await care.deliveries({ publicationId: id })).toMatchObject([{ state: "delivered" }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("is rejected after the last try", async () => {
    const { care, fake, clock } = setStage();
    fake.always("publish", "unreachable");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "rejected", attempts: 4, error: { code: "network", outcome: "not-sent" } }]);
  });

  test("is rejected at once when trying again is useless", async () => {
    const { care, fake } = setStage();
    fake.always("publish", "token-expired");
    const report = await care.publish(short);
    expect(report.deliveries).toMatchObject([{ state: "rejected", attempts: 1, error: { code: "auth" } }]);
  });

  test("is prepared again, and only prepared, when preparing failed", async () => {
    const { care, fake, clock } = setStage();
    fake.next("prepare", "server-error-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(fake.calls.map(({ method }) => method)).toEqual(["prepare", "prepare", "publish"]);
  });

  test("an equal post of somebody else is a rejection, not a success", async () => {
    const { care, fake } = setStage();
    fake.next("publish", new PlatformError("duplicate", { outcome: "sent", status: 403 }));
    expect((await care.publish(short)).deliveries[0]?.state).toBe("rejected");
  });
});

describe("several channels", () => {
  test("one that fails hides none of the others", async () => {
    const good = fakeAdapter({ network: "good" });
    const bad = fakeAdapter({ network: "bad" });
    bad.always("publish", new AuthError("revoked"));
    const care = createCarecast({ channels: { good, bad }, ledger: memoryLedger() });
    const report = await care.publish(short);
    expect(report.ok).toBe(false);
    expect(report.deliveries.map(({ channel, state }) => [channel, state])).toEqual([
      ["good", "delivered"],
      ["bad", "rejected"],
    ]);
  });

  test("an adapter that breaks its contract cannot leak through its error", async () => {
    const { care, fake } = setStage({ capabilities: { repeat: { lever: "none", find: "none" } } });
    fake.publish = () => Promise.reject(new Error("Bearer secret-token and the patient's name"));
    const report = await care.publish(short);
    expect(report.deliveries[0]?.state).toBe("unknown");
    expect(JSON.stringify(report)).not.toMatch(/secret-token|patient's name/);
  });

  test("only the selected ones are used, and an unknown name is refused before anything is sent", async () => {
    const a = fakeAdapter();
    const b = fakeAdapter();
    const care = createCarecast({ channels: { a, b }, ledger: memoryLedger() });
    await care.publish(short, { channels: ["b"] });
    expect([a.posts.length, b.posts.length]).toEqual([0, 1]);
    // @ts-expect-error the compiler knows the names too
    await expect(care.publish(short, { channels: ["c"] })).rejects.toMatchObject({ code: "config", path: "channels[0]" });
    expect(b.calls).toHaveLength(2);
  });
});

describe("a thread", () => {
  const long = { text: "One two three. Four five six. Seven eight nine." };
  const narrow: FakeAdapterOptions = { capabilities: { text: { limits: [{ unit: "graphemes", max: 20 }] } } };

  test("chains each part to the one before and keeps the root", async () => {
    const { care, fake } = setStage(narrow);
    const report = await care.publish(long, { overflow: "thread" });
    expect(fake.posts.map(({ text }) => text)).toEqual(["One two three.", "Four five six.", "Seven eight nine."]);
    const [first, second, third] = fake.posts;
    expect(second?.replyTo).toMatchObject({ root: { id: first?.id }, parent: { id: first?.id } });
    expect(third?.replyTo).toMatchObject({ root: { id: first?.id }, parent: { id: second?.id } });
    expect(report.deliveries.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
  });

  test("sends nothing when one part cannot be prepared", async () => {
    const { care, fake } = setStage(narrow);
    fake.always("prepare", ({ text }) => (text === "Four five six." ? new PlatformError("media refused") : "deliver"));
    const report = await care.publish(long, { overflow: "thread" });
    expect(fake.posts).toHaveLength(0);
    expect(report.deliveries.map(({ state }) => state)).toEqual(["cancelled", "rejected", "cancelled"]);
  });

  test("stops where a part is refused and is never called delivered", async () => {
    const { care, fake } = setStage(narrow);
    fake.always("publish", ({ text }) => (text === "Four five six." ? new PlatformError("refused") : "deliver"));
    const report = await care.publish(long, { overflow: "thread" });
    expect(report.ok).toBe(false);
    expect(report.deliveries.map(({ state }) => state)).toEqual(["delivered", "rejected", "cancelled"]);
  });

  test("goes on where it broke, and sends no part again, when it is published again under its id", async () => {
    const { care, fake, clock } = setStage({ capabilities: { ...narrow.capabilities, repeat: { lever: "none", find: "none" } } });
    fake.next("publish", "deliver", new RateLimitedError("later", { retryAt: clock.now() + 3_600_000 }));
    const first = await care.publish(long, { overflow: "thread", id: "storm-1" });
    expect(first.deliveries.map(({ state }) => state)).toEqual(["delivered", "queued", "queued"]);
    const again = await care.publish(long, { overflow: "thread", id: "storm-1" });
    expect(again.deliveries.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    expect(fake.posts.map(({ text }) => text)).toEqual(["One two three.", "Four five six.", "Seven eight nine."]);
  });
});

describe("an id", () => {
  test("makes publishing repeatable", async () => {
    const { care, fake } = setStage();
    const first = await care.publish(short, { id: "flood-7" });
    const second = await care.publish(short, { id: "flood-7" });
    expect(second).toEqual(first);
    expect(fake.posts).toHaveLength(1);
  });

  test("makes two calls at once one publication", async () => {
    const { care, fake } = setStage();
    const reports = await Promise.all([care.publish(short, { id: "x" }), care.publish(short, { id: "x" })]);
    expect(reports[0]).toEqual(reports[1]);
    expect(fake.posts).toHaveLength(1);
  });

  test("never stands for two contents", async () => {
    const { care, fake } = setStage();
    await care.publish(short, { id: "flood-7" });
    await expect(care.publish({ text: "Another text." }, { id: "flood-7" })).rejects.toMatchObject({ code: "config", path: "id" });
    expect(fake.posts).toHaveLength(1);
  });
});

describe("after a crash", () => {
  test("a delivery that was being sent is settled, not sent blindly", async () => {
    const clock = manualClock();
    const ledger = memoryLedger();
    const fake = fakeAdapter({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    const first = createCarecast({ channels: { press: fake }, ledger, clock });
    fake.next("publish", "hang-after");
    void first.publish(short, { id: "storm" });
    await clock.advance(0);
    expect(await first.deliveries({ publicationId: "storm" })).toMatchObject([{ state: "sending" }]);

    const second = createCarecast({ channels: { press: fake }, ledger, clock });
    await finish(clock, second.start());
    expect(await second.deliveries({ publicationId: "storm" })).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(fake.posts).toHaveLength(1);
  });
});

describe("time", () => {
  test("what is not due waits, and goes out when its time has come", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    const notBefore = new Date(clock.now() + 60_000).toISOString();
    const report = await care.publish({ ...short, notBefore });
    expect(report.deliveries[0]?.state).toBe("queued");
    await clock.advance(59_000);
    expect(fake.posts).toHaveLength(0);
    await clock.advance(2000);
    expect(fake.posts).toHaveLength(1);
  });

  test("what is late is expired and not sent", async () => {
    const { care, fake, clock } = setStage();
    const notAfter = new Date(clock.now() - 1).toISOString();
    const report = await care.publish({ ...short, notAfter });
    expect(report.deliveries).toMatchObject([{ state: "expired", attempts: 0 }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("what becomes late while it waits for the network is expired too", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", "rate-limited");
    const notAfter = new Date(clock.now() + 10_000).toISOString();
    const report = await finish(clock, care.publish({ ...short, notAfter }));
    expect(report.deliveries[0]?.state).toBe("expired");
    expect(fake.posts).toHaveLength(0);
  });
});

describe("an abort", () => {
  const reason = new Error("the duty officer changed her mind");

  test("before the irreversible call cancels and surfaces as its reason", async () => {
    const { care, fake, clock } = setStage();
    const controller = new AbortController();
    fake.next("prepare", { afterMs: 1000 });
    const work = care.publish(short, { id: "x", signal: controller.signal });
    await clock.untilPending();
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(await care.deliveries({ publicationId: "x" })).toMatchObject([{ state: "cancelled", attempts: 0 }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("during the irreversible call leaves the outcome unknown", async () => {
    const { care, fake, clock } = setStage();
    const controller = new AbortController();
    fake.next("publish", "hang-after");
    const work = care.publish(short, { id: "x", signal: controller.signal });
    await clock.advance(0);
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(await care.deliveries({ publicationId: "x" })).toMatchObject([{ state: "unknown", attempts: 1 }]);
  });

  test("before anything began sends nothing", async () => {
    const { care, fake } = setStage();
    await expect(care.publish(short, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.calls).toHaveLength(0);
  });
});

describe("content that does not fit", () => {
  const narrow = { capabilities: { text: { limits: [{ unit: "graphemes", max: 5 }] } } } as const;

  test("is refused with the count and the limit, and nothing is sent anywhere", async () => {
    const wide = fakeAdapter();
    const small = fakeAdapter(narrow);
    const care = createCarecast({ channels: { wide, small }, ledger: memoryLedger() });
    const error: unknown = await care.publish(short).catch((thrown: unknown) => thrown);
    expect(isCarecastError(error) && error.code).toBe("invalid-post");
    expect(error).toMatchObject({ path: "text", violations: [{ rule: "text-too-long", count: 19, limit: 5, channel: "small" }] });
    expect([...wide.calls, ...small.calls]).toEqual([]);
  });

  test("is skipped on that channel alone when the caller says so", async () => {
    const wide = fakeAdapter();
    const small = fakeAdapter(narrow);
    const care = createCarecast({ channels: { wide, small }, ledger: memoryLedger() });
    const report = await care.publish(short, { whenUnfit: "skip" });
    expect(report.deliveries.map(({ channel, state }) => [channel, state])).toEqual([
      ["wide", "delivered"],
      ["small", "skipped"],
    ]);
    expect(report.deliveries[1]?.error?.message).toContain("19");
    expect(report.ok).toBe(false);
  });

  test.each([
    [{ text: "" }, "text"],
    [{ text: "a", colour: "red" }, "colour"],
    [{ text: "a", notAfter: "2026-01-01" }, "notAfter"],
    [{ text: "a", links: [{ url: "javascript:alert(1)" }] }, "links[0].url"],
    [{ text: "a", media: [{ bytes: new Uint8Array(3) }] }, "media[0].alt"],
    [{ text: "a", variants: { channels: { nobody: { text: "b" } } } }, "variants.channels.nobody"],
  ])("names the path of what is wrong: %j", async (content, path) => {
    const { care, fake } = setStage();
    await expect(care.publish(content as { text: string })).rejects.toMatchObject({ code: "invalid-post", path });
    expect(fake.calls).toEqual([]);
  });

  test.each([
    [{ chanels: ["press"] }, "chanels"],
    [{ id: "has space" }, "id"],
    [{ overflow: "cut" }, "overflow"],
    [{ signal: {} }, "signal"],
  ])("names the option that is wrong: %j", async (options, path) => {
    const { care, fake } = setStage();
    await expect(care.publish(short, options as object)).rejects.toMatchObject({ code: "config", path });
    expect(fake.calls).toEqual([]);
  });
});
