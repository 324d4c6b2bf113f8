import { describe, expect, test } from "vitest";

import { contentKinds, type Alert } from "../../index.ts";
import { createCrisisMode } from "./create-crisis-mode.ts";
import { crisisKinds } from "./crisis-kinds.ts";
import { by, reason, flood, over, minute, later, setStage, publish, texts } from "./fixtures/stage.ts";

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
    expect(await care.holds()).toMatchObject([{ by, reason: `flood-2026: ${reason}` }]);
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
    const { care } = setStage();
    const crisis = createCrisisMode(care, { tell: () => Promise.reject(new Error("line engaged")) });
    expect(await crisis.start(flood)).toMatchObject({ state: "on" });
    const silent = createCrisisMode(care);
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
    expect(await care.holds()).toMatchObject([{ reason: "alert-7: A warning of severity Extreme." }]);
  });
});
