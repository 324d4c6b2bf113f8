import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { finish, setStage, untilEvent } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Carecast, type Content } from "../index.ts";

const by = "duty officer";
const reason = "storm";
const later = (ms: number): string => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

describe("a hold", () => {
  test("stops what is scheduled, lets emergencies through, and lists what it stopped when it is released", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    await care.publish({ text: "Blood drive." }, { id: "drive", at: later(60_000) });
    expect(await care.hold({ scope: "everything", by, reason })).toMatchObject({
      hold: { scope: "everything", by, reason },
      deliveries: 1,
    });
    await care.publish({ text: "Open day." }, { id: "day" });
    await care.publish({ text: "Leave the building.", priority: "emergency" }, { id: "fire" });
    await clock.advance(300_000);
    expect(fake.posts.map(({ text }) => text)).toEqual(["Leave the building."]);
    expect((await care.deliveries({ state: "held" })).map(({ id }) => id)).toEqual(["drive.press.0", "day.press.0"]);

    const [hold] = await care.holds();
    const released = await care.release(hold?.id ?? "", { by, reason: "over", cancel: ["day"] });
    expect(released.deliveries.map(({ id, state }) => [id, state])).toEqual([
      ["drive.press.0", "queued"],
      ["day.press.0", "cancelled"],
    ]);
    await clock.advance(61_000);
    expect(fake.posts.map(({ text }) => text)).toEqual(["Leave the building.", "Blood drive."]);
    expect(await care.holds()).toEqual([]);
    await care.close();
  });

  test("can be named by whoever makes it, once", async () => {
    const { care } = setStage();
    expect(await care.hold({ id: "storm-1", scope: "everything", by, reason })).toMatchObject({
      hold: { id: "storm-1" },
    });
    await expect(care.hold({ id: "storm-1", scope: "everything", by, reason })).rejects.toMatchObject({
      code: "ledger",
    });
    await expect(care.hold({ id: "st orm", scope: "everything", by, reason })).rejects.toMatchObject({ path: "id" });
    expect(await care.holds()).toHaveLength(1);
  });

  test("of everything but some kinds, or of single publications, stops what it says", async () => {
    const { care } = setStage();
    await care.hold({ id: "h", scope: { exceptKinds: ["serviceNotice"] }, by, reason });
    const stateOf = async (content: Content, id: string) => (await care.publish(content, { id })).deliveries[0]?.state;
    expect(await stateOf({ text: "Fair." }, "fair")).toBe("held");
    expect(await stateOf({ post: { text: "Closed." }, kind: "serviceNotice" }, "closed")).toBe("delivered");
    await care.hold({ id: "one", scope: { publications: ["fair"] }, by, reason });
    expect(await care.release("h", { by, reason: "over" })).toMatchObject({ deliveries: [] });
    expect(await stateOf({ text: "Other." }, "other")).toBe("delivered");
    expect(await care.release("one", { by, reason: "over" })).toMatchObject({
      deliveries: [{ publicationId: "fair" }],
    });
  });

  test("stops a post between its preparation and its irreversible call", async () => {
    const { care, fake, clock } = setStage();
    fake.next("prepare", { afterMs: 1000 });
    const preparing = untilEvent(care, "delivery-preparing");
    const publishing = care.publish({ text: "Open day." });
    await preparing;
    expect(await care.hold({ scope: { channels: ["press"] }, by, reason })).toMatchObject({ deliveries: 1 });
    const report = await finish(clock, publishing);
    expect(report.deliveries).toMatchObject([{ state: "held", attempts: 0 }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("stops a post that was refused for now, before it is tried again", async () => {
    const { care, fake, clock } = setStage();
    fake.next("publish", "unreachable");
    const retrying = untilEvent(care, "delivery-retry");
    const publishing = care.publish({ text: "Open day." });
    await retrying;
    await care.hold({ scope: "everything", by, reason });
    const report = await finish(clock, publishing);
    expect(report.deliveries).toMatchObject([{ state: "held", attempts: 1 }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("what runs out of time meanwhile is expired and not sent", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    const { hold } = await care.hold({ scope: "everything", by, reason });
    await care.publish({ text: "Tonight." }, { notAfter: later(60_000) });
    await clock.advance(61_000);
    const { deliveries } = await care.release(hold.id, { by, reason });
    expect(deliveries).toMatchObject([{ state: "expired" }]);
    expect(fake.posts).toHaveLength(0);
    await care.close();
  });

  test("covers a tag or a campaign, and leaves the rest alone", async () => {
    const { care, fake } = setStage();
    await care.hold({ scope: { tags: ["events"], channels: ["press"] }, by, reason });
    await care.hold({ scope: { campaigns: ["flu"] }, by, reason });
    const states: unknown[] = [];
    for (const options of [{ tags: ["events", "x"] }, { tags: ["x"] }, { campaign: "flu" }, { campaign: "cold" }])
      states.push((await care.publish({ text: "a" }, options)).deliveries[0]?.state);
    expect(states).toEqual(["held", "delivered", "held", "delivered"]);
    expect(fake.posts).toHaveLength(2);
  });

  test("ends by itself at its time", async () => {
    const { care, fake, clock } = setStage();
    await care.start();
    await care.hold({ scope: "everything", by, reason, until: later(120_000) });
    await care.publish({ text: "a" });
    await clock.advance(119_000);
    expect(fake.posts).toHaveLength(0);
    await clock.advance(122_000);
    expect(fake.posts).toHaveLength(1);
    await care.close();
  });

  test("outlives the program that made it", async () => {
    const ledger = memoryLedger();
    const fake = fakeAdapter();
    const clock = manualClock();
    const open = (): Carecast<"press"> => createCarecast({ channels: { press: fake }, ledger, clock });
    await open().hold({ scope: "everything", by, reason });
    expect((await open().publish({ text: "a" })).deliveries[0]?.state).toBe("held");
  });

  test.each([
    ["reason", { scope: "everything", by }],
    ["reason", { scope: "everything", by, reason: " " }],
    ["scope", { by, reason }],
    ["scope", { scope: {}, by, reason }],
    ["scope.channels[0]", { scope: { channels: ["nowhere"] }, by, reason }],
    ["until", { scope: "everything", by, reason, until: later(-1) }],
  ])("that cannot be is refused: %s", async (path, options) => {
    const { care } = setStage();
    const hold = care.hold(options as Parameters<typeof care.hold>[0]);
    await expect(hold).rejects.toMatchObject({ code: "config", path });
  });

  test("of another id cannot be released", async () => {
    const { care } = setStage();
    await expect(care.release("x", { by, reason })).rejects.toMatchObject({ code: "config", path: "id" });
  });
});
