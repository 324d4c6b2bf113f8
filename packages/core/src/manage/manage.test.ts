import { AuthError, PlatformError, type Adapter } from "@carecast/adapter";
import { fakeAdapter, manualClock, type FakeAdapterOptions } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Carecast } from "../index.ts";

const narrow: FakeAdapterOptions = { capabilities: { text: { limits: [{ unit: "graphemes", max: 20 }] } } };
const thread = { text: "One two three. Four five six." };

describe("retract", () => {
  test("removes every part, the last one first, and remembers it", async () => {
    const fake = fakeAdapter(narrow);
    const removed: string[] = [];
    const press: Adapter = { ...fake, retract: (ref, context) => (removed.push(ref.id), fake.retract!(ref, context)) };
    const care = createCarecast({ channels: { press }, ledger: memoryLedger() });
    const { id, deliveries } = await care.publish(thread, { overflow: "thread" });
    const report = await care.retract(id, { by: "duty officer", reason: "wrong place" });
    expect(fake.posts).toHaveLength(0);
    expect(removed).toEqual(deliveries.map(({ receipt }) => receipt?.id).reverse());
    expect(report.deliveries.every(({ retractedAt }) => retractedAt !== undefined)).toBe(true);
    expect((await care.retract(id, { by: "duty officer", reason: "wrong place" })).deliveries).toEqual([]);
  });

  test("says which ones are still live and why", async () => {
    const fake = fakeAdapter();
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    const { id } = await care.publish({ text: "a" });
    fake.always("retract", new PlatformError("locked"));
    expect(await care.retract(id, { by: "duty officer", reason: "wrong place" })).toMatchObject({
      ok: false,
      deliveries: [{ state: "delivered", error: { code: "platform" } }],
    });
    expect(fake.posts).toHaveLength(1);
  });

  test("where the network cannot is named", async () => {
    const care = createCarecast({
      channels: { press: fakeAdapter({ capabilities: { delete: false } }) },
      ledger: memoryLedger(),
    });
    const { id } = await care.publish({ text: "a" });
    expect((await care.retract(id, { by: "duty officer", reason: "wrong place" })).deliveries).toMatchObject([
      { error: { code: "unsupported" } },
    ]);
  });

  test("of a publication that nobody made is an error", async () => {
    const care = createCarecast({ channels: { press: fakeAdapter() }, ledger: memoryLedger() });
    await expect(care.retract("nothing", { by: "duty officer", reason: "wrong place" })).rejects.toMatchObject({
      code: "config",
      path: "id",
    });
  });
});

describe("revise", () => {
  test("changes a live post and keeps its place", async () => {
    const fake = fakeAdapter();
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    const { id } = await care.publish({ text: "Open until 5 p.m." });
    const report = await care.revise(id, { text: "Open until 6 p.m." });
    expect(fake.posts.map(({ text }) => text)).toEqual(["Open until 6 p.m."]);
    expect(report.ok).toBe(true);
    expect(report.deliveries[0]?.revisedAt).toBeDefined();
    fake.always("revise", new PlatformError("locked"));
    expect((await care.revise(id, { text: "Open until 7 p.m." })).ok).toBe(false);
  });

  test("refuses to tear a thread", async () => {
    const fake = fakeAdapter(narrow);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    const { id } = await care.publish(thread, { overflow: "thread" });
    await expect(care.revise(id, { text: "One." })).rejects.toMatchObject({
      violations: [{ rule: "thread-length", count: 1, limit: 2 }],
    });
    expect(fake.posts.map(({ text }) => text)).toEqual(["One two three.", "Four five six."]);
  });

  test("refuses what does not fit before anything changes", async () => {
    const fake = fakeAdapter(narrow);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    const { id } = await care.publish({ text: "One." });
    await expect(care.revise(id, { text: "A text of more than twenty characters." })).rejects.toMatchObject({
      code: "invalid-post",
    });
    expect(fake.calls.some(({ method }) => method === "revise")).toBe(false);
  });
});

describe("check", () => {
  test("reports each channel and never throws for one that is not ready", async () => {
    const good = fakeAdapter();
    const bad = fakeAdapter();
    bad.always("check", new AuthError("The credential was revoked."));
    const care = createCarecast({ channels: { good, bad }, ledger: memoryLedger() });
    const report = await care.check();
    expect(report.ready).toBe(false);
    expect(report.channels).toMatchObject([
      { channel: "good", ready: true },
      { channel: "bad", ready: false, problems: [{ level: "stop", message: "The credential was revoked." }] },
    ]);
  });

  test("warns before an interface is switched off", async () => {
    const clock = manualClock(Date.parse("2026-11-20T00:00:00Z"));
    const fake = fakeAdapter({ capabilities: { api: { version: "1", sunset: "2026-11-30" } } });
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock });
    expect((await care.check()).channels[0]?.problems).toMatchObject([{ level: "warn" }]);
  });
});

describe("reading", () => {
  test("gives profiles and recent posts, or says that the network has none", async () => {
    const fake = fakeAdapter();
    const { profile: _, recentPosts: __, ...bare } = fakeAdapter();
    const care = createCarecast({ channels: { press: fake, bare }, ledger: memoryLedger() });
    await care.publish({ text: "a" }, { channels: ["press"] });
    expect(await care.recentPosts("press", { limit: 5 })).toMatchObject([{ text: "a" }]);
    expect((await care.profile("press")).handle).toBe("account@example.org");
    await expect(care.profile("bare")).rejects.toMatchObject({ code: "unsupported", channel: "bare" });
  });
});

describe("createCarecast", () => {
  test.each([
    ["ledgr", { channels: { a: fakeAdapter() }, ledger: memoryLedger(), ledgr: 1 }],
    ["ledger", { channels: { a: fakeAdapter() } }],
    ["channels", { channels: {}, ledger: memoryLedger() }],
    ["channels.a.adapter", { channels: { a: {} }, ledger: memoryLedger() }],
    [
      "channels.a.languages[0]",
      { channels: { a: { adapter: fakeAdapter(), languages: ["e_n"] } }, ledger: memoryLedger() },
    ],
    ["channels.has space", { channels: { "has space": fakeAdapter() }, ledger: memoryLedger() }],
    ["alerts.timeZone", { channels: { a: fakeAdapter() }, ledger: memoryLedger(), alerts: { timeZone: "Mars/Base" } }],
    ["retry.attempts", { channels: { a: fakeAdapter() }, ledger: memoryLedger(), retry: { attempts: 0 } }],
  ])("names the option that is wrong: %s", (path, options) => {
    const create = (): Carecast => createCarecast(options as unknown as Parameters<typeof createCarecast>[0]);
    expect(create).toThrow(expect.objectContaining({ code: "config", path }));
  });

  test("refuses an adapter of another contract", () => {
    const old = { ...fakeAdapter(), specVersion: 2 as 1 };
    expect(() => createCarecast({ channels: { old }, ledger: memoryLedger() })).toThrow(/version 2/);
  });

  test("is closed by await using, and refuses work afterwards", async () => {
    let closed = 0;
    const adapter = { ...fakeAdapter(), close: () => Promise.resolve(void (closed += 1)) };
    const care = createCarecast({ channels: { press: adapter }, ledger: memoryLedger() });
    {
      await using scope = care;
      await scope.publish({ text: "a" });
    }
    await care.close();
    expect(closed).toBe(1);
    await expect(care.publish({ text: "b" })).rejects.toMatchObject({ code: "config" });
  });
});
