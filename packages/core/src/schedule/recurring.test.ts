import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";
import { beforeEach, describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Carecast, type Ledger, type PublishOptions } from "../index.ts";

const hourMs = 60 * 60 * 1000;
const daily = { cron: "0 9 * * *", timeZone: "Europe/Paris" };
/** The smallest picture: one transparent pixel, as a GIF. */
const bytes = Uint8Array.from(atob("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"), (letter) =>
  letter.charCodeAt(0),
);
const post = { text: "Visits from 9:00.", media: [{ bytes, alt: "The entrance" }] };

let press: FakeAdapter;
let clock: ManualClock;
let ledger: Ledger;

beforeEach(() => {
  press = fakeAdapter();
  clock = manualClock(Date.parse("2026-03-28T06:30:00Z"));
  // It outlives the hubs of a test, as a file would.
  ledger = { ...memoryLedger(), close: () => Promise.resolve() };
});

async function open(): Promise<Carecast<"press">> {
  const work = { pollMs: hourMs / 2, leaseMs: 48 * hourMs };
  const care = createCarecast({ channels: { press }, ledger, clock, work });
  await care.start();
  return care;
}

async function publishDaily(care: Carecast<"press">, options: PublishOptions<"press"> = {}): Promise<void> {
  await care.publish(post, { id: "visits", repeat: daily, ...options });
}

const times = (): readonly string[] => press.posts.map(({ at }) => at.slice(5, 16));

describe("what recurs", () => {
  test("comes at 9:00 before and after the clocks change, with its pictures", async () => {
    await using care = await open();
    await publishDaily(care);
    await clock.advance(73 * hourMs);
    expect(times()).toEqual(["03-28T08:00", "03-29T07:00", "03-30T07:00", "03-31T07:00"]);
    for (const { body } of press.posts) expect(body.media).toEqual(press.posts[0]?.body.media);
    expect(press.posts[0]?.body.media).toHaveLength(1);
  });

  test("leaves out what was missed while nothing ran, and goes on", async () => {
    const first = await open();
    await publishDaily(first);
    await clock.advance(2 * hourMs);
    await first.close();
    await clock.advance(48 * hourMs);
    await using care = await open();
    await clock.advance(48 * hourMs);
    expect(times()).toEqual(["03-28T08:00", "03-31T07:00", "04-01T07:00"]);
    expect(await care.deliveries({ state: "expired" })).toHaveLength(1);
  });

  // Not yet: a release that lets an occurrence expire journals no next one.
  test("goes on after a hold that outlasted an occurrence", async () => {
    await using care = await open();
    await publishDaily(care);
    const { hold } = await care.hold({ scope: "everything", by: "duty officer", reason: "A crisis" });
    await clock.advance(30 * hourMs);
    await care.release(hold.id, { by: "duty officer", reason: "It is over" });
    await clock.advance(24 * hourMs);
    expect(times()).toEqual(["03-30T07:00"]);
  });

  test("ends when a human cancels the occurrence that waits", async () => {
    await using care = await open();
    await publishDaily(care);
    await clock.advance(2 * hourMs);
    await care.retract("visits~2", { by: "duty officer", reason: "wrong place" });
    await clock.advance(72 * hourMs);
    expect(times()).toEqual(["03-28T08:00"]);
    expect(await care.deliveries({ publicationId: "visits~2" })).toMatchObject([{ state: "cancelled" }]);
  });
});
