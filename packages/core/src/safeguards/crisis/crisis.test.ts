import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { contentKinds, createCarecast, memoryLedger, type Alert, type Carecast, type Ledger } from "../../index.ts";
import { createCrisisMode, type CrisisMode, type CrisisNotice } from "./create-crisis-mode.ts";
import { crisisKinds } from "./crisis-kinds.ts";

const by = "duty officer";
const reason = "water is over the ground floor";
const flood = { incident: "flood-2026", by, reason };
const over = { by: "head of press", reason: "the water is gone" };
const minute = 60_000;
const later = (ms: number): string => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

interface Stage {
  readonly care: Carecast<"press" | "wards">;
  readonly crisis: CrisisMode<"press" | "wards">;
  readonly fake: FakeAdapter;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
  readonly told: CrisisNotice[];
}

function setStage(ledger: Ledger = memoryLedger()): Stage {
  const clock = manualClock();
  const fake = fakeAdapter();
  const wards = { adapter: fakeAdapter({ network: "ward" }), exercises: true };
  const care = createCarecast({ channels: { press: fake, wards }, ledger, clock, work: { pollMs: 60_000 } });
  const told: CrisisNotice[] = [];
  const crisis = createCrisisMode(care, { ledger, clock, tell: (notice) => void told.push(notice) });
  return { care, crisis, fake, clock, ledger, told };
}

const publish = (care: Stage["care"], id: string, options: object = {}) =>
  care.publish({ text: id }, { id, channels: ["press"], ...options });
const texts = ({ fake }: Stage): string[] => fake.posts.map(({ text }) => text);
const scopes = async ({ care }: Pick<Stage, "care">): Promise<unknown[]> =>
  (await care.holds()).map(({ scope }) => scope);
const waiting = async ({ crisis }: Pick<Stage, "crisis">): Promise<string[]> =>
  (await crisis.review()).map(({ id }) => id).sort();

describe("a crisis", () => {
  test("lets through what it is about, and what is urgent", async () => {
    const stage = setStage();
    const { care, crisis } = stage;
    expect(await crisis.start(flood)).toMatchObject({ state: "on", incident: "flood-2026", by, overdue: false });
    const states: Record<string, unknown> = {};
    for (const kind of contentKinds) {
      const content = { post: { text: `EXERCISE ${kind}` }, kind };
      states[kind] = (await care.publish(content, { channels: ["wards"] })).deliveries[0]?.state;
    }
    const stopped = Object.keys(states).filter((kind) => states[kind] !== "delivered");
    expect(stopped).toEqual(["post", "story", "exercise"]);
    expect(stopped.map((kind) => states[kind])).toEqual(["held", "held", "held"]);
    expect([...crisisKinds, ...stopped].sort()).toEqual([...contentKinds].sort());
    const urgent = await care.publish({ text: "Leave.", priority: "emergency" }, { channels: ["press"] });
    expect(urgent.deliveries).toMatchObject([{ state: "delivered" }]);
    expect(await care.holds()).toMatchObject([{ by, reason: `Crisis: flood-2026. ${reason}` }]);
  });

  test("that is started again stays one; another one has to wait", async () => {
    const { care, crisis, told } = setStage();
    const first = await crisis.start(flood);
    expect(await crisis.start({ ...flood, by: "somebody else" })).toEqual(first);
    expect(first.hold).toBe((await care.holds())[0]?.id);
    await expect(crisis.start({ ...flood, incident: "fire" })).rejects.toMatchObject({
      code: "config",
      path: "incident",
    });
    expect(await care.holds()).toHaveLength(1);
    expect(told).toEqual([{ kind: "started", incident: "flood-2026", by }]);
  });

  test("that somebody released by hand is held again when it is started again", async () => {
    const { care, crisis } = setStage();
    const { hold = "" } = await crisis.start(flood);
    await care.release(hold, over);
    expect(await crisis.status()).not.toHaveProperty("hold");
    const again = await crisis.start(flood);
    expect(again.hold).toBe((await care.holds())[0]?.id);
    expect(again.hold).not.toBe(hold);
  });

  test("does not end by itself, and says when somebody should have looked", async () => {
    const stage = setStage();
    const { care, crisis, clock } = stage;
    await care.start();
    await crisis.start({ ...flood, until: later(60 * minute) });
    await publish(care, "sale");
    await clock.advance(60 * minute - 1);
    expect(await crisis.status()).toMatchObject({ overdue: false });
    await clock.advance(62 * minute);
    expect(await crisis.status()).toMatchObject({ state: "on", overdue: true });
    expect(texts(stage)).toEqual([]);
    await care.close();
  });

  test.each([
    ["incident", { ...flood, incident: " " }],
    ["by", { incident: "flood", reason }],
    ["reason", { incident: "flood", by }],
    ["until", { ...flood, until: "tomorrow" }],
    ["brands", { ...flood, brands: [] }],
  ])("is refused where the %s is wrong", async (path, options) => {
    const { care, crisis } = setStage();
    await expect(crisis.start(options as typeof flood)).rejects.toMatchObject({ code: "config", path });
    expect(await care.holds()).toEqual([]);
    expect(await crisis.status()).toEqual({ state: "off", overdue: false });
  });

  test("goes on when nobody can be told", async () => {
    const { care, ledger } = setStage();
    const crisis = createCrisisMode(care, { ledger, tell: () => Promise.reject(new Error("line engaged")) });
    expect(await crisis.start(flood)).toMatchObject({ state: "on" });
    const silent = createCrisisMode(care, { ledger });
    expect(await silent.status()).toMatchObject({ state: "on" });
  });

  test("two programs that start it at once hold, and one end ends all of it", async () => {
    const { care, crisis } = setStage();
    const [one, other] = await Promise.all([crisis.start(flood), crisis.start(flood)]);
    expect(one.state + other.state).toBe("onon");
    await crisis.end(over);
    expect(await care.holds()).toEqual([]);
  });
});

describe("an alert", () => {
  const info = { category: ["Health"], event: "Flood", urgency: "Immediate", certainty: "Observed" } as const;
  const alertOf = (changes: Partial<Alert>, ...severities: Alert["info"][number]["severity"][]): Alert => ({
    identifier: "alert-7",
    sender: "hospital.example.org",
    sent: "2026-01-01T00:00:00Z",
    status: "Actual",
    msgType: "Alert",
    scope: "Public",
    info: severities.map((severity) => ({ ...info, severity })),
    ...changes,
  });

  test.each<[string, Alert]>([
    ["flood-2026", alertOf({ incidents: ["flood-2026", "other"] }, "Minor", "Severe")],
    ["alert-7", alertOf({}, "Extreme")],
    ["alert-7", alertOf({ msgType: "Update" }, "Severe")],
  ])("that is severe or extreme starts %s", async (incident, alert) => {
    const { crisis } = setStage();
    expect(await crisis.startFor(alert, { by })).toMatchObject({ state: "on", incident, by });
  });

  test.each<[string, Alert]>([
    ["is moderate", alertOf({}, "Moderate", "Unknown")],
    ["is practised", alertOf({ status: "Exercise" }, "Extreme")],
    ["is not for the public", alertOf({ scope: "Private" }, "Extreme")],
    ["cancels", alertOf({ msgType: "Cancel" }, "Extreme")],
    [
      "gives the all clear",
      alertOf({ msgType: "Update", info: [{ ...info, severity: "Severe", responseType: ["AllClear"] }] }),
    ],
  ])("that %s starts nothing", async (_, alert) => {
    const { crisis, care } = setStage();
    expect(await crisis.startFor(alert, { by })).toMatchObject({ state: "off" });
    expect(await care.holds()).toEqual([]);
  });

  test("joins the crisis that is on, and mends its hold", async () => {
    const { crisis, care } = setStage();
    const { hold = "" } = await crisis.start(flood);
    expect(await crisis.startFor(alertOf({}, "Extreme"), { by })).toMatchObject({ incident: "flood-2026", hold });
    expect(await care.holds()).toHaveLength(1);
    await care.release(hold, over);
    expect(await crisis.startFor(alertOf({}, "Extreme"), { by })).toMatchObject({ incident: "flood-2026" });
    expect(await care.holds()).toHaveLength(1);
  });

  test("says why, the greatest severity first", async () => {
    const { crisis, care } = setStage();
    await crisis.startFor(alertOf({}, "Severe", "Extreme"), { by });
    expect(await care.holds()).toMatchObject([{ reason: "Crisis: alert-7. A warning of severity Extreme." }]);
  });
});

describe("its end", () => {
  test("lets new posts flow and keeps back what was held", async () => {
    const stage = setStage();
    const { care, crisis, clock, told } = stage;
    await care.start();
    await publish(care, "planned", { at: later(10 * minute) });
    await crisis.start(flood);
    await publish(care, "sale");
    expect(await waiting(stage)).toEqual(["planned", "sale"]);
    expect((await crisis.end(over)).map(({ id }) => id).sort()).toEqual(["planned", "sale"]);
    expect(await scopes(stage)).toEqual([{ publications: expect.arrayContaining(["planned", "sale"]) as unknown }]);
    expect(await crisis.status()).toMatchObject({ state: "review", incident: "flood-2026" });
    expect(told.map(({ kind }) => kind)).toEqual(["started", "ended"]);
    await publish(care, "fresh");
    await clock.advance(20 * minute);
    expect(texts(stage)).toEqual(["fresh"]);
    expect((await crisis.end(over)).length).toBe(2);
    expect(told).toHaveLength(2);
    await care.close();
  });

  test("with nothing held leaves no hold", async () => {
    const stage = setStage();
    await stage.crisis.start(flood);
    expect(await stage.crisis.end(over)).toEqual([]);
    expect(await scopes(stage)).toEqual([]);
    expect(await stage.crisis.status()).toMatchObject({ state: "off" });
  });

  test("needs a crisis and a name", async () => {
    const { crisis } = setStage();
    await expect(crisis.end(over)).rejects.toMatchObject({ code: "config" });
    await crisis.start(flood);
    await expect(crisis.end({ by: "", reason })).rejects.toMatchObject({ path: "by" });
    expect(await crisis.status()).toMatchObject({ state: "on" });
  });

  test("leaves the holds of others alone", async () => {
    const stage = setStage();
    await stage.care.hold({ scope: { campaigns: ["flu"] }, by, reason: "not now" });
    await stage.crisis.start(flood);
    await stage.crisis.end(over);
    expect(await scopes(stage)).toEqual([{ campaigns: ["flu"] }]);
  });

  test("does not lose what an earlier crisis left, when another one comes", async () => {
    const stage = setStage();
    const { care, crisis } = stage;
    await crisis.start(flood);
    await publish(care, "sale");
    await crisis.end(over);
    expect(await crisis.start({ ...flood, incident: "fire" })).toMatchObject({ state: "on", incident: "fire" });
    await publish(care, "fair");
    await crisis.end(over);
    expect(await waiting(stage)).toEqual(["fair", "sale"]);
    await crisis.decide({ let: ["fair", "sale"], ...over });
    expect(await scopes(stage)).toEqual([]);
  });
});

describe("the review", () => {
  test("shows what people need to decide, without the words, what serves patients first and campaigns last", async () => {
    const stage = setStage();
    const { care, crisis } = stage;
    await care.hold({ scope: { tags: ["water"] }, by, reason: "wait" });
    await crisis.start(flood);
    await publish(care, "drive", { campaign: "blood", notAfter: later(90 * minute) });
    await publish(care, "late", { at: later(30 * minute) });
    await publish(care, "soon", { at: later(10 * minute), tags: ["fair"], channels: ["press", "wards"] });
    await care.publish(
      { post: { text: "Use the well." }, kind: "serviceNotice" },
      { id: "well", tags: ["water"], at: later(99 * minute) },
    );
    const review = await crisis.review();
    expect(review.map(({ id }) => id)).toEqual(["well", "soon", "late", "drive"]);
    expect(review[1]).toEqual({
      id: "soon",
      kind: "post",
      channels: ["press", "wards"],
      dueAt: Date.parse(later(10 * minute)),
      tags: ["fair"],
    });
    expect(review[3]).toMatchObject({ campaign: "blood", notAfter: later(90 * minute), tags: [] });
    expect(JSON.stringify(review)).not.toContain("Use the well.");
  });

  async function endWith(...ids: string[]): Promise<Stage> {
    const stage = setStage();
    await stage.crisis.start(flood);
    for (const id of ids) await publish(stage.care, id, { at: later(minute) });
    await stage.crisis.end(over);
    await stage.care.start();
    return stage;
  }

  test("lets some go, cancels some, and keeps the rest until nothing is left", async () => {
    const stage = await endWith("a", "b", "c", "d");
    const { care, crisis, clock } = stage;
    expect(await crisis.decide({ let: ["a"], cancel: ["b"], ...over })).toEqual({
      let: ["a"],
      cancelled: ["b"],
      gone: [],
      waiting: ["c", "d"],
    });
    expect(await scopes(stage)).toEqual([{ publications: ["c", "d"] }]);
    await clock.advance(3 * minute);
    expect(texts(stage)).toEqual(["a"]);
    expect((await care.deliveries({ publicationId: "b" })).map(({ state }) => state)).toEqual(["cancelled"]);

    expect(await crisis.decide({ let: ["a", "c"], cancel: ["b", "d"], ...over })).toEqual({
      let: ["c"],
      cancelled: ["d"],
      gone: ["a", "b"],
      waiting: [],
    });
    expect(await care.holds()).toEqual([]);
    expect(await crisis.status()).toMatchObject({ state: "off" });
    await clock.advance(3 * minute);
    expect(texts(stage)).toEqual(["a", "c"]);
    await care.close();
  });

  test("cancels also what a hold of somebody else covers", async () => {
    const stage = await endWith("a");
    const { care, crisis } = stage;
    await care.hold({ scope: { channels: ["press"] }, by, reason: "broken" });
    await crisis.decide({ cancel: ["a"], ...over });
    expect((await care.deliveries({ publicationId: "a" })).map(({ state }) => state)).toEqual(["cancelled"]);
    expect(await scopes(stage)).toEqual([{ channels: ["press"] }]);
    await care.close();
  });

  test("takes back nothing that is live", async () => {
    const stage = await endWith("a", "b");
    await stage.crisis.decide({ let: ["a"], ...over });
    await stage.clock.advance(3 * minute);
    expect(await stage.crisis.decide({ cancel: ["a"], ...over })).toMatchObject({ gone: ["a"], cancelled: [] });
    expect(texts(stage)).toEqual(["a"]);
    await stage.care.close();
  });

  test("a decision that changes nothing leaves the hold that is there", async () => {
    const stage = await endWith("a");
    const [hold] = await stage.care.holds();
    await stage.crisis.decide({ ...over });
    expect(await stage.care.holds()).toEqual([hold]);
    await stage.care.close();
  });

  test.each([
    ["cancel[0]", { cancel: ["a"], let: ["a"] }],
    ["let[1]", { let: ["a", "x"] }],
    ["cancel[0]", { cancel: ["x"] }],
    ["by", { by: "" }],
    ["keep", { keep: ["a"] }],
  ])("refuses what makes no sense: %s", async (path, options) => {
    const stage = await endWith("a");
    await expect(stage.crisis.decide({ ...over, ...options })).rejects.toMatchObject({ code: "config", path });
    expect(await waiting(stage)).toEqual(["a"]);
    await stage.care.close();
  });

  test("waits while a crisis is on", async () => {
    const stage = await endWith("a");
    await stage.crisis.start({ ...flood, incident: "fire" });
    await expect(stage.crisis.decide({ let: ["a"], ...over })).rejects.toMatchObject({ code: "config" });
    await stage.care.close();
  });
});

describe("a crash", () => {
  /** A ledger whose writes fail after `left` more of them. */
  function breakable(): { ledger: Ledger; breakAfter: (left: number) => void } {
    const whole = memoryLedger();
    let left = Infinity;
    const guard =
      <Arguments extends unknown[], Answer>(write: (...given: Arguments) => Promise<Answer>) =>
      (...given: Arguments): Promise<Answer> =>
        left-- > 0 ? write(...given) : Promise.reject(new Error("gone"));
    const ledger: Ledger = {
      ...whole,
      hold: guard(whole.hold),
      release: guard(whole.release),
      setDocument: guard(whole.setDocument),
      appendAudit: guard(whole.appendAudit),
      change: guard(whole.change),
    };
    return { ledger, breakAfter: (writes) => (left = writes) };
  }

  /** Fails at every write in turn, looks, and then runs it to its end. */
  async function crashEverywhere(
    stage: Stage,
    breakAfter: (left: number) => void,
    act: () => Promise<unknown>,
    look: () => Promise<void>,
  ) {
    for (let writes = 0; ; writes += 1) {
      breakAfter(writes);
      const failed = await act().then(
        () => false,
        () => true,
      );
      breakAfter(Infinity);
      if (!failed) return writes;
      await look();
      if (writes > 50) throw new Error("It never ends.");
    }
  }

  test("while it starts leaves a crisis that the next try completes", async () => {
    const { ledger, breakAfter } = breakable();
    const stage = setStage(ledger);
    const writes = await crashEverywhere(
      stage,
      breakAfter,
      () => stage.crisis.start(flood),
      () => Promise.resolve(),
    );
    expect(writes).toBeGreaterThan(0);
    expect(await stage.care.holds()).toHaveLength(1);
    expect((await stage.crisis.status()).hold).toBe((await stage.care.holds())[0]?.id);
  });

  test("while it ends lets nothing go", async () => {
    for (let writes = 0, failed = true; failed; writes += 1) {
      const { ledger, breakAfter } = breakable();
      const stage = setStage(ledger);
      await stage.crisis.start(flood);
      for (const id of ["a", "b"]) await publish(stage.care, id);
      breakAfter(writes);
      failed = await stage.crisis.end(over).then(
        () => false,
        () => true,
      );
      breakAfter(Infinity);
      expect((await stage.care.deliveries({ state: "held" })).length).toBe(2);
      expect((await stage.crisis.end(over)).map(({ id }) => id).sort()).toEqual(["a", "b"]);
      expect(await scopes(stage)).toEqual([{ publications: ["a", "b"] }]);
      expect(await stage.crisis.status()).toMatchObject({ state: "review" });
    }
  });

  test("while somebody decides ends as they decided", async () => {
    for (let writes = 0, failed = true; failed; writes += 1) {
      const { ledger, breakAfter } = breakable();
      const stage = setStage(ledger);
      const { care, crisis } = stage;
      await crisis.start(flood);
      for (const id of ["a", "b", "c"]) await publish(care, id);
      await crisis.end(over);
      breakAfter(writes);
      const decision = { let: ["a"], cancel: ["b"], ...over };
      failed = await crisis.decide(decision).then(
        () => false,
        () => true,
      );
      breakAfter(Infinity);
      expect((await care.deliveries({ publicationId: "c" })).map(({ state }) => state)).toEqual(["held"]);
      expect(await crisis.decide(decision)).toMatchObject({ waiting: ["c"] });
      const states = (await care.deliveries()).map(({ publicationId, state }) => [publicationId, state]);
      expect(states).toEqual([
        ["a", "queued"],
        ["b", "cancelled"],
        ["c", "held"],
      ]);
      expect(await scopes(stage)).toEqual([{ publications: ["c"] }]);
    }
  });
});
