import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { LedgerError } from "@carecast/adapter";
import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Ledger } from "../../index.ts";
import { sqliteLedger } from "../../ledger/sqlite/index.ts";
import { createAlerts, type ExerciseAlert, type LiveAlert } from "../index.ts";
import {
  alert,
  clearOf,
  decided,
  follow,
  listAll,
  setAlertStage,
  setClock,
  spanish,
  textsOf,
  wrongStreet,
} from "./fixtures/alert-stage.ts";

const update = follow(alert, 2);
const cancel = follow(alert, 2, "Cancel");
const stranger = { sender: alert.sender, identifier: "elsewhere-1", sent: alert.sent };

describe("what is refused, with nothing published", () => {
  test.each<[string, string, LiveAlert]>([
    ["no references", "references", { ...update, references: [] }],
    ["an unknown message", "references[0]", { ...update, references: [stranger] }],
    [
      "another time of the message",
      "references[0]",
      { ...update, references: [{ ...update.references![0]!, sent: "2026-11-20T09:00:01-05:00" }] },
    ],
    ["one known and one not", "references[1]", { ...update, references: [...update.references!, stranger] }],
    ["itself", "references[0]", { ...update, references: [{ ...stranger, identifier: update.identifier }] }],
    ["another message type", "msgType", cancel],
    ["an all clear", "info[0].responseType", clearOf(alert, 2)],
    [
      "the identifier of another message",
      "identifier",
      { ...update, identifier: alert.identifier, sender: alert.sender, references: update.references! },
    ],
    ["what has expired", "info[0].expires", follow(alert, 2, "Update", { expires: "2026-11-20T14:59:00Z" })],
  ])("an update with %s", async (_, path, message) => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    await expect(alerts.update(message, decided)).rejects.toMatchObject({ code: "invalid-post", path });
    expect(one.posts).toHaveLength(1);
    expect(await alerts.chain(alert.identifier)).toMatchObject({ state: "live", messages: [{}] });
  });

  test("a reference is the same whatever the offset of its time", async () => {
    const { alerts } = setAlertStage();
    await alerts.issue(alert);
    const references = [{ ...update.references![0]!, sent: "2026-11-20T14:00:00Z" }];
    expect(await alerts.update({ ...update, references }, decided)).toMatchObject({ state: "updated" });
  });

  test("references to two alerts", async () => {
    const { alerts } = setAlertStage();
    const other = { ...alert, identifier: "lakeside-1" };
    await alerts.issue(alert);
    await alerts.issue(other);
    const references = [...update.references!, { ...stranger, identifier: "lakeside-1" }];
    await expect(alerts.update({ ...update, references }, decided)).rejects.toMatchObject({ path: "references[1]" });
  });

  test.each([
    ["nextUpdateAt", { ...decided, nextUpdateAt: "2026-11-20T15:00:00Z" }],
    ["hurry", { ...decided, hurry: true }],
    ["by", { reason: "new facts" }],
    ["reason", { by: "duty officer" }],
  ])("a wrong %s", async (path, options) => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    // @ts-expect-error by or reason are missing
    await expect(alerts.update(update, options)).rejects.toMatchObject({ code: "config", path });
    expect(one.posts).toHaveLength(1);
  });

  test("an all clear that is none in one language", async () => {
    const { alerts } = setAlertStage({ languages: ["en"] });
    await alerts.issue(alert);
    const half = clearOf(alert, 2);
    await expect(alerts.allClear({ ...half, info: [...half.info, spanish] }, decided)).rejects.toMatchObject({
      path: "info[1].responseType",
    });
  });

  test("a superseded alert, and an old one under its identifier", async () => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    await alerts.update(update, decided);
    await expect(alerts.issue(alert)).rejects.toMatchObject({ path: "identifier" });
    await expect(alerts.issue({ ...alert, note: "again" })).rejects.toMatchObject({ path: "identifier" });
    expect(one.posts).toHaveLength(3);
  });

  test("what a safeguard blocks leaves the old alert as it is", async () => {
    const { alerts, one, two } = setAlertStage();
    two.next("publish", "rate-limited");
    await alerts.issue(alert);
    const silent = { ...update, info: [{ ...update.info[0]!, headline: "We guarantee that the water is 100 % safe" }] };
    await expect(alerts.update(silent, decided)).rejects.toMatchObject({ code: "blocked" });
    expect(await alerts.chain(alert.identifier)).toMatchObject({ state: "live" });
    expect(one.posts).toHaveLength(1);
  });
});

describe("the end", () => {
  const ending = (time: string): LiveAlert => ({ ...alert, info: [{ ...alert.info[0]!, expires: time }] });

  test("is said at its time, in a hub that was started", async () => {
    const clock = manualClock(Date.parse("2026-11-20T15:00:00Z"));
    const { alerts, care, one, two } = setAlertStage({ clock, second: { pin: false } });
    await care.start();
    await alerts.issue(ending("2026-11-20T15:01:00Z"), { pin: true });
    await clock.advance(50_000);
    expect(one.posts).toHaveLength(1);
    await clock.advance(12_000);
    expect(textsOf(one)[1]).toBe(
      "ALERT ENDED (Nov 20, 15:01 (UTC)): Boil tap water in Riverton before drinking\nFrom: Riverton General Hospital",
    );
    expect(two.posts).toHaveLength(2);
    expect(await alerts.chain(alert.identifier)).toMatchObject({ state: "ended" });
    expect(one.pinned).toHaveLength(1);
    expect((await alerts.sweep()).ended).toMatchObject([{ state: "ended" }]);
    expect(one.pinned).toHaveLength(0);
    expect((await alerts.sweep()).ended).toEqual([]);
    await expect(alerts.update(update, decided)).rejects.toMatchObject({ path: "references" });
    await expect(alerts.issue(ending("2026-11-20T15:01:00Z"))).rejects.toMatchObject({ path: "info[0].expires" });
  });

  test("of an alert that was updated is said once, for the last message", async () => {
    const clock = manualClock(Date.parse("2026-11-20T15:00:00Z"));
    const { alerts, care, one } = setAlertStage({ clock });
    await care.start();
    await alerts.issue(ending("2026-11-20T15:01:00Z"));
    await alerts.update(follow(alert, 2, "Update", { expires: "2026-11-20T15:02:00Z" }), decided);
    await clock.advance(125_000);
    expect(textsOf(one).filter((text) => text.startsWith("ALERT ENDED"))).toEqual([
      expect.stringContaining("15:02 (UTC)"),
    ]);
  });

  test("is not said of what was cancelled, nor where nobody wants it", async () => {
    for (const options of [{}, { expiry: "none" } as const]) {
      const { alerts, one, goOn } = setAlertStage(options);
      await alerts.issue(alert);
      if (!("expiry" in options)) await alerts.cancel(cancel, decided);
      await goOn("2026-11-22T23:00:01Z");
      expect(textsOf(one).filter((text) => text.startsWith("ALERT ENDED"))).toEqual([]);
    }
  });

  test("comes at once by expire, and the planned one never", async () => {
    const { alerts, care, one, goOn } = setAlertStage();
    await alerts.issue(alert, { pin: true });
    const report = await alerts.expire(alert.identifier, decided);
    expect(report).toMatchObject({ state: "ended", publication: { ok: true } });
    expect(report.oldPosts[0]).toMatchObject({ channel: "one", outcomes: ["unpinned"] });
    expect(one.pinned).toEqual([]);
    await alerts.expire(alert.identifier, decided);
    await expect(alerts.issue(alert)).rejects.toMatchObject({ path: "identifier" });
    await expect(alerts.update(update, decided)).rejects.toMatchObject({ path: "references" });
    await goOn("2026-11-22T23:00:01Z");
    expect(textsOf(one).filter((text) => text.startsWith("ALERT ENDED (Nov 20, 15:00 (UTC))"))).toHaveLength(1);
    expect(one.posts).toHaveLength(2);
    const entries = await listAll(care.audit.entries());
    expect(entries.filter(({ action }) => action === "expire")).toHaveLength(1);
  });

  test("by expire needs an alert that is there and not over", async () => {
    const { alerts } = setAlertStage();
    await expect(alerts.expire("nothing", decided)).rejects.toMatchObject({ code: "config", path: "identifier" });
    await alerts.issue(alert);
    await alerts.cancel(cancel, decided);
    await expect(alerts.expire(alert.identifier, decided)).rejects.toMatchObject({ path: "identifier" });
  });

  test("sweep names who was promised to hear more and has not", async () => {
    const { alerts, clock } = setAlertStage();
    await alerts.issue(alert, { nextUpdateAt: "2026-11-20T16:00:00Z" });
    expect((await alerts.sweep()).overdue).toEqual([]);
    clock.set("2026-11-20T16:00:00Z");
    expect((await alerts.sweep()).overdue).toMatchObject([{ messages: [{ identifier: "riverton-1" }] }]);
    await alerts.update(update, decided);
    expect((await alerts.sweep()).overdue).toEqual([]);
  });

  test("a pin that could not be taken back is tried again by the next sweep", async () => {
    const { alerts, one, clock } = setAlertStage();
    await alerts.issue(alert, { pin: true });
    clock.set("2026-11-23T00:00:00Z");
    one.next("unpin", "server-error-before");
    expect((await alerts.sweep()).ended).toEqual([]);
    expect((await alerts.sweep()).ended).toHaveLength(1);
    expect(one.pinned).toEqual([]);
  });
});

test("an exercise begins with the word in every form and language, and nothing waits for it", async () => {
  const ground = fakeAdapter();
  const channels = { ground: { adapter: ground, exercises: true, languages: ["en", "es"] } };
  const care = createCarecast({ channels, ledger: memoryLedger(), clock: setClock("2026-11-20T15:00:00Z") });
  const practised: ExerciseAlert = { ...alert, status: "Exercise", info: [...alert.info, spanish] };
  const alerts = createAlerts(care);
  expect(await alerts.exercise(practised, { channels: ["ground"] })).toMatchObject({ ok: true });
  await alerts.exercise(practised, { channels: ["ground"] });
  expect(textsOf(ground)).toEqual([
    expect.stringMatching(/^EXERCISE \(drill\) HEALTH ALERT: /),
    expect.stringMatching(/^EXERCISE \(simulacro\) ALERTA SANITARIA: /),
  ]);
  expect(await listAll(alerts.chains())).toEqual([]);
});

/** A ledger of which one call fails once. */
function failingLedger(inner: Ledger, failAt: () => number): Ledger {
  let calls = 0;
  return new Proxy(inner, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function" || name === "close") return member;
      return (...values: unknown[]): unknown => {
        calls += 1;
        if (calls === failAt()) return Promise.reject(new LedgerError("The disk is full."));
        return Reflect.apply(member, target, values) as unknown;
      };
    },
  });
}

test("interrupted at whichever step and called again, a correction doubles and loses nothing", async () => {
  const run = async (failAt: number): Promise<{ readonly texts: unknown; readonly failed: boolean }> => {
    let armed = Infinity;
    const counting = { calls: 0 };
    const inner = memoryLedger();
    const counted = new Proxy(inner, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member === "function") counting.calls += 1;
        return member;
      },
    });
    const stage = setAlertStage({ ledger: failingLedger(counted, () => armed), second: { edit: false } });
    const { alerts, one, two } = stage;
    await alerts.issue(alert, { pin: true });
    armed = counting.calls + failAt;
    const correct = () => alerts.correct(update, wrongStreet, { ...decided, edit: true, pin: true });
    let failed = false;
    try {
      await correct();
    } catch {
      failed = true;
    }
    armed = Infinity;
    const report = await correct();
    const outcomes = report.oldPosts.map(({ outcomes }) => outcomes);
    const messages = (await alerts.chain(update.identifier))?.messages.map(({ done }) => done.length);
    return { failed, texts: [textsOf(one), textsOf(two), one.pinned, two.pinned, outcomes, messages] };
  };
  const whole = await run(1_000_000);
  expect(whole.failed).toBe(false);
  let failures = 0;
  for (let failAt = 1; failAt <= 70; failAt += 1) {
    const { failed, texts } = await run(failAt);
    if (failed) failures += 1;
    expect(texts, `the ledger failed at call ${failAt}`).toEqual(whole.texts);
  }
  expect(failures).toBeGreaterThan(30);
});

test("the chain outlives the program", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alerts-"));
  const path = join(folder, "carecast.sqlite");
  try {
    const first = setAlertStage({ ledger: sqliteLedger(path) });
    await first.alerts.issue(alert);
    const before = await first.alerts.chain(alert.identifier);
    await first.care.close();
    const second = setAlertStage({ ledger: sqliteLedger(path) });
    expect(await second.alerts.chain(alert.identifier)).toEqual(before);
    const report = await second.alerts.cancel(cancel, decided);
    expect(report).toMatchObject({ state: "cancelled", chain: before?.id });
    expect(textsOf(second.one)[0]).toMatch(/^CANCELLED/);
    await second.care.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
