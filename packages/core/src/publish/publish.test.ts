import { AuthError, PlatformError, RateLimitedError } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { finish, setStage } from "../../test/stage.ts";
import {
  createCarecast,
  memoryLedger,
  type Carecast,
  type CarecastEventMap,
  type Content,
  type DeliveryState,
} from "../index.ts";

const short = { text: "The clinic is open." };

const states: readonly DeliveryState[] = [
  "queued",
  "preparing",
  "sending",
  "delivered",
  "accepted",
  "rejected",
  "unknown",
  "expired",
  "cancelled",
];

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
    expect(report.deliveries).toMatchObject([
      { channel: "press", state: "delivered", index: 0, count: 1, attempts: 1 },
    ]);
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
    await clock.advance(2_000);
    expect(await care.deliveries({ publicationId: id })).toMatchObject([{ state: "delivered" }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("is rejected after the last try", async () => {
    const { care, fake, clock } = setStage();
    fake.always("publish", "unreachable");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([
      { state: "rejected", attempts: 4, error: { code: "network", outcome: "not-sent" } },
    ]);
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
    await expect(care.publish(short, { channels: ["c"] })).rejects.toMatchObject({
      code: "config",
      path: "channels[0]",
    });
    expect(b.calls).toHaveLength(2);
  });
});

describe("an id", () => {
  test("of ours is a UUID in the order of time", async () => {
    const { care, clock } = setStage();
    const first = await care.publish(short);
    await clock.advance(1);
    const second = await care.publish(short);
    expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.id < second.id).toBe(true);
    expect(parseInt(first.id.replace("-", "").slice(0, 12), 16)).toBe(clock.now() - 1);
  });

  test("makes publishing repeatable", async () => {
    const { care, fake } = setStage();
    const first = await care.publish(short, { id: "flood-7" });
    const second = await care.publish(short, { id: "flood-7" });
    expect(second).toEqual(first);
    expect(fake.posts).toHaveLength(1);
  });

  test("gives what was refused another chance when somebody asks again", async () => {
    const fake = fakeAdapter();
    const other = fakeAdapter();
    fake.next("publish", new AuthError("revoked"));
    const care = createCarecast({ channels: { press: fake, other }, ledger: memoryLedger() });
    expect((await care.publish(short, { id: "x" })).ok).toBe(false);
    expect((await care.publish(short, { id: "x" })).ok).toBe(true);
    expect([fake.posts.length, other.posts.length]).toEqual([1, 1]);
  });

  test("makes two calls at once one publication", async () => {
    const { care, fake } = setStage();
    const reports = await Promise.all([care.publish(short, { id: "x" }), care.publish(short, { id: "x" })]);
    expect(reports[0]).toEqual(reports[1]);
    expect(fake.posts).toHaveLength(1);
  });

  test("never stands for two contents that come at the same moment", async () => {
    const { care, fake, clock } = setStage();
    fake.next("prepare", { afterMs: 1000 });
    const calls = [care.publish(short, { id: "x" }), care.publish({ text: "Another text." }, { id: "x" })];
    const results = await finish(clock, Promise.allSettled(calls));
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "config", path: "id" },
    });
    expect(fake.posts).toHaveLength(1);
  });

  test("never stands for two contents", async () => {
    const { care, fake } = setStage();
    await care.publish(short, { id: "flood-7" });
    await expect(care.publish({ text: "Another text." }, { id: "flood-7" })).rejects.toMatchObject({
      code: "config",
      path: "id",
    });
    expect(fake.posts).toHaveLength(1);
  });
});

describe("time", () => {
  test("what is not due waits, and goes out when its time has come", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    const notBefore = new Date(clock.now() + 60_000).toISOString();
    const report = await care.publish(short, { at: notBefore });
    expect(report.deliveries[0]?.state).toBe("queued");
    await clock.advance(59_000);
    expect(fake.posts).toHaveLength(0);
    await clock.advance(61_000);
    expect(fake.posts).toHaveLength(1);
  });

  test("what is late is expired and not sent", async () => {
    const { care, fake, clock } = setStage();
    const notAfter = new Date(clock.now() - 1).toISOString();
    const report = await care.publish(short, { notAfter });
    expect(report.deliveries).toMatchObject([{ state: "expired", attempts: 0 }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("what becomes late while it waits for the network is expired too", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", "rate-limited");
    const notAfter = new Date(clock.now() + 10_000).toISOString();
    const report = await finish(clock, care.publish(short, { notAfter }));
    expect(report.deliveries[0]?.state).toBe("expired");
    expect(fake.posts).toHaveLength(0);
  });
});

test("a publication can be described without its words", async () => {
  const { care, clock } = setStage();
  expect(care.clock).toBe(clock);
  expect(await care.publication("visits")).toBeUndefined();
  const content: Content = { post: { text: "Visits from 9:00.", priority: "high" }, kind: "serviceNotice" };
  const at = "2026-01-01T01:00:00Z";
  const options = { id: "visits", at, notAfter: "2026-01-02T00:00:00Z", tags: ["visits"], campaign: "spring" };
  expect((await care.publish(content, options)).deliveries).toMatchObject([{ dueAt: Date.parse(at) }]);
  expect(await care.publication("visits")).toEqual({
    id: "visits",
    createdAt: clock.now(),
    priority: "high",
    kind: "serviceNotice",
    notAfter: options.notAfter,
    tags: ["visits"],
    campaign: "spring",
  });
});

test("an answer on a network that has none is refused, before anything is sent", async () => {
  const board = fakeAdapter({ capabilities: { replies: false, threads: false } });
  const press = fakeAdapter();
  const care = createCarecast({ channels: { board, press }, ledger: memoryLedger() });
  const replyTo = { board: { id: "1" }, press: { id: "2" } };
  const publishing = care.publish({ text: "UPDATED" }, { replyTo });
  await expect(publishing).rejects.toMatchObject({ code: "unsupported", path: "replyTo.board", channel: "board" });
  expect(press.posts).toEqual([]);
  expect((await care.publish({ text: "UPDATED" }, { replyTo, channels: ["press"] })).ok).toBe(true);
});
