import { describe, expect, test } from "vitest";

import {
  by,
  reason,
  flood,
  over,
  minute,
  later,
  type Stage,
  setStage,
  publish,
  texts,
  scopes,
  waiting,
} from "./fixtures/stage.ts";

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

  test("keeps nothing back for a review when a person has let it go by hand", async () => {
    const stage = setStage();
    const { care, crisis } = stage;
    await care.hold({ scope: { campaigns: ["flu"] }, by, reason: "not now" });
    const { hold = "" } = await crisis.start(flood);
    await publish(care, "drive", { campaign: "flu" });
    await care.release(hold, over);
    expect(await crisis.end(over)).toEqual([]);
    expect(await scopes(stage)).toEqual([{ campaigns: ["flu"] }]);
    expect(await crisis.status()).toMatchObject({ state: "off" });
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
    const acts: string[] = [];
    for await (const { action } of stage.care.audit.entries()) acts.push(action);
    expect(acts).not.toContain("retract");
    await stage.care.close();
  });

  test("leaves what is live on one channel when it cancels what waits on another", async () => {
    const { care, crisis } = setStage();
    await care.hold({ scope: { channels: ["press"] }, by, reason: "broken" });
    await publish(care, "half", { channels: ["press", "wards"] });
    await crisis.start(flood);
    await crisis.end(over);
    expect(await crisis.decide({ cancel: ["half"], ...over })).toMatchObject({ cancelled: ["half"] });
    const deliveries = await care.deliveries({ publicationId: "half" });
    expect(deliveries.map(({ channel, state }) => [channel, state])).toEqual([
      ["press", "cancelled"],
      ["wards", "delivered"],
    ]);
    expect(deliveries[1]).not.toHaveProperty("retractedAt");
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
