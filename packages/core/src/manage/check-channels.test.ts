import { NetworkError, type CheckResult } from "@carecast/adapter";
import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Adapter, type ChannelCheck, type CheckReport } from "../index.ts";

const now = Date.parse("2026-11-20T09:00:00Z");
const good: CheckResult = { ready: true, account: { id: "1", handle: "ward" }, problems: [] };

async function checkAll(channels: Readonly<Record<string, Adapter>>): Promise<CheckReport> {
  await using care = createCarecast({ channels, ledger: memoryLedger(), clock: manualClock(now) });
  return await care.check();
}

async function check(result: Partial<CheckResult> = {}, sunset?: string): Promise<ChannelCheck> {
  const api = { version: "1", ...(sunset !== undefined && { sunset }) };
  const adapter = fakeAdapter({ check: { ...good, ...result }, capabilities: { api } });
  const report = await checkAll({ press: adapter });
  expect(report.ready).toBe(report.channels[0]?.ready);
  return report.channels[0]!;
}

const levels = ({ ready, problems }: ChannelCheck): unknown => [ready, ...problems.map(({ level }) => level)];

describe("a check", () => {
  test("says nothing of what is well", async () => {
    expect(await check()).toMatchObject({ ready: true, problems: [], limits: "live", api: { version: "1" } });
  });

  test.each([
    ["2026-11-20T08:59:59Z", [false, "stop"]],
    ["2026-11-20T09:00:00Z", [false, "stop"]],
    ["2026-11-20T09:00:01Z", [true, "warn"]],
    ["2026-11-27T09:00:00Z", [true, "warn"]],
    ["2026-11-27T09:00:01Z", [true]],
  ])("of a credential that ends at %s: %j", async (expiresAt, expected) => {
    const result = await check({ expiresAt });
    expect(levels(result)).toEqual(expected);
    for (const { message } of result.problems) expect(message).toContain(expiresAt.slice(0, 10));
  });

  test.each([
    ["2026-11-20", [false, "stop"]],
    ["2026-11-21", [true, "warn"]],
    ["2027-02-18", [true, "warn"]],
    ["2027-02-19", [true]],
  ])("of an interface that is switched off on %s: %j", async (sunset, expected) => {
    expect(levels(await check({}, sunset))).toEqual(expected);
  });

  test.each([
    [60, [true]],
    [59, [true, "warn"]],
    [0, [true, "warn"]],
  ])("of a budget of which %i of 300 are left: %j", async (remaining, expected) => {
    expect(levels(await check({ quota: { remaining, limit: 300 } }))).toEqual(expected);
  });

  test("says when a budget is whole again", async () => {
    const quota = { remaining: 1, limit: 300, resetsAt: "2026-11-20T09:05:00Z" };
    expect((await check({ quota })).problems[0]?.message).toContain("1 of 300 requests or posts are left until 2026-");
  });

  test("of webhooks that do not come", async () => {
    expect(levels(await check({ webhook: "inactive" }))).toEqual([true, "warn"]);
    expect(levels(await check({ webhook: "active" }))).toEqual([true]);
  });

  test("says when the limits of an account could not be read", async () => {
    const adapter = fakeAdapter({ discovers: {} });
    adapter.always("discover", new NetworkError("No answer came."));
    const report = await checkAll({ press: adapter });
    expect(report.channels[0]).toMatchObject({ ready: true, limits: "documented", problems: [{ level: "warn" }] });
    adapter.always("check", new NetworkError("No answer came."));
    const [broken] = (await checkAll({ press: adapter })).channels;
    expect(broken?.problems).toEqual([{ level: "stop", message: "No answer came." }]);
  });

  test("keeps what the adapter itself found, first", async () => {
    const result = await check({
      ready: false,
      problems: [{ level: "stop", message: "Suspended." }],
      expiresAt: "2026-11-21",
    });
    expect(result.problems.map(({ message }) => message.slice(0, 10))).toEqual(["Suspended.", "The creden"]);
  });

  test("is JSON as it is", async () => {
    const adapter = fakeAdapter({
      check: {
        ...good,
        expiresAt: "2026-11-21T00:00:00Z",
        quota: { remaining: 1, limit: 2 },
        scopes: { granted: ["write"], missing: [] },
        webhook: "active",
      },
    });
    const { check: _, ...mute } = fakeAdapter();
    const report = await checkAll({ press: adapter, mute });
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
    expect(report).toMatchObject({ ready: true, channels: [{ channel: "press" }, { channel: "mute" }] });
  });
});
