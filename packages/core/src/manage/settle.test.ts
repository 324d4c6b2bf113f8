import { PlatformError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";

import { collect, finish, setStage, type Stage } from "../../test/stage.ts";

const by = "duty officer";
const reason = "looked at the page";
const noLever = { capabilities: { repeat: { lever: "none", find: "none" } } } as const;
const narrow = {
  capabilities: { ...noLever.capabilities, text: { limits: [{ unit: "graphemes", max: 16 }], rule: "" } },
} as const;

async function loseAnswer(options: Parameters<typeof setStage>[0], text = "Shelter open."): Promise<Stage> {
  const stage = setStage(options);
  stage.fake.next("publish", "drop-after");
  const report = await finish(stage.clock, stage.care.publish({ text }, { id: "p", overflow: "thread" }));
  expect(report.deliveries[0]?.state).toBe("unknown");
  return stage;
}

describe("settle", () => {
  test("delivered: it counts as delivered and is never sent again", async () => {
    const { care, fake } = await loseAnswer(noLever);
    const post = { id: "7", url: "https://example.org/7" };
    expect(await care.settle("p.press.0", "delivered", { by, reason, post })).toMatchObject([
      { state: "delivered", receipt: { id: "7", url: post.url } },
    ]);
    expect((await care.publish({ text: "Shelter open." }, { id: "p", overflow: "thread" })).ok).toBe(true);
    expect(fake.posts).toHaveLength(1);
  });

  test("who decided is in the trail before anything is sent", async () => {
    const { care, fake } = await loseAnswer(noLever);
    await care.settle("p.press.0", "resend", { by, reason });
    expect(await care.audit.head()).toMatchObject({ number: 1 });
    expect(await collect(care.audit.entries())).toMatchObject([
      { by, reason, action: "settle", subject: "p.press.0", facts: { channel: "press", verdict: "resend" } },
    ]);
    expect(fake.posts).toHaveLength(2);
  });

  test("resend: it is sent again, once", async () => {
    const { care, fake } = await loseAnswer(noLever);
    expect(await care.settle("p.press.0", "resend", { by, reason })).toMatchObject([
      { state: "delivered", attempts: 2 },
    ]);
    expect(fake.posts).toHaveLength(2);
  });

  test("abandon: it is cancelled and nothing is sent", async () => {
    const { care, fake } = await loseAnswer(noLever);
    expect(await care.settle("p.press.0", "abandon", { by, reason })).toMatchObject([{ state: "cancelled" }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("the rest of a thread goes on where there is something to answer, and is cancelled where not", async () => {
    const text = "One two three. Four five six.";
    const known = await loseAnswer(narrow, text);
    const post = { id: known.fake.posts[0]?.id ?? "" };
    const settled = await known.care.settle("p.press.0", "delivered", { by, reason, post });
    expect(settled.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    const nameless = await loseAnswer(narrow, text);
    const cancelled = await nameless.care.settle("p.press.0", "delivered", { by, reason });
    expect(cancelled.map(({ state }) => state)).toEqual(["delivered", "cancelled"]);
  });

  test("the rest of a thread behind a refused duplicate goes on once somebody has found the post", async () => {
    const repeat = { lever: "duplicate-refusal", find: "none" } as const;
    const { care, fake, clock } = setStage({ capabilities: { ...narrow.capabilities, repeat } });
    fake.next("publish", "drop-after");
    const text = "One two three. Four five six.";
    const report = await finish(clock, care.publish({ text }, { id: "p", overflow: "thread" }));
    expect(report.deliveries.map(({ state }) => state)).toEqual(["accepted", "queued"]);
    const post = { id: fake.posts[0]?.id ?? "" };
    const settled = await care.settle("p.press.0", "delivered", { by, reason, post });
    expect(settled.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(fake.posts).toHaveLength(2);
  });

  test.each([
    ["id", "p.press.9", { by, reason }],
    ["reason", "p.press.0", { by }],
  ])("refuses what makes no sense: %s", async (path, id, options) => {
    const { care } = await loseAnswer(noLever);
    const settling = care.settle(id, "resend", options as { by: string; reason: string });
    await expect(settling).rejects.toMatchObject({ code: "config", path });
  });

  test("refuses a delivery whose outcome is known", async () => {
    const { care } = setStage();
    await care.publish({ text: "a" }, { id: "p" });
    await expect(care.settle("p.press.0", "resend", { by, reason })).rejects.toMatchObject({ code: "config" });
  });
});

describe("publishing again under the same id", () => {
  test("does not send what was abandoned, retracted, or cancelled with a hold", async () => {
    const { care, fake } = await loseAnswer(noLever);
    await care.settle("p.press.0", "abandon", { by, reason });
    await care.publish({ text: "Shelter open." }, { id: "p", overflow: "thread" });
    const { hold } = await care.hold({ scope: "everything", by, reason });
    await care.publish({ text: "a" }, { id: "retracted" });
    await care.retract("retracted", { by: "duty officer", reason: "wrong place" });
    await care.publish({ text: "b" }, { id: "released" });
    await care.release(hold.id, { by, reason, cancel: ["released"] });
    for (const [id, text] of Object.entries({ retracted: "a", released: "b" }))
      expect((await care.publish({ text }, { id })).deliveries).toMatchObject([{ state: "cancelled" }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("keeps the time of what was scheduled", async () => {
    const { care, fake, clock } = setStage();
    const at = new Date(clock.now() + 3_600_000).toISOString();
    const order = [{ text: "a" }, { id: "p", at }] as const;
    await care.publish(...order);
    expect((await care.publish(...order)).deliveries).toMatchObject([{ state: "queued", publicationId: "p" }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("does not send an empty text where retention has taken the text away", async () => {
    const { care, fake, clock, ledger } = setStage();
    fake.next("publish", new PlatformError("no"));
    await care.publish({ text: "a" }, { id: "p" });
    await clock.advance(1000);
    expect(await ledger.purge(clock.now(), clock.now())).toBe(1);
    expect((await care.publish({ text: "a" }, { id: "p" })).deliveries).toMatchObject([{ state: "rejected" }]);
    expect(fake.posts).toHaveLength(0);
  });
});

test("retract cancels what is held, too", async () => {
  const { care, fake } = setStage();
  const { hold } = await care.hold({ scope: "everything", by, reason });
  await care.publish({ text: "a" }, { id: "p" });
  expect(await care.retract("p", { by: "duty officer", reason: "wrong place" })).toMatchObject({
    ok: true,
    deliveries: [{ state: "cancelled" }],
  });
  expect((await care.release(hold.id, { by, reason })).deliveries).toEqual([]);
  expect(fake.posts).toHaveLength(0);
});

test("retract cancels what has not gone out", async () => {
  const { care, fake, clock } = setStage();
  await care.start();
  await care.publish({ text: "a" }, { id: "p", at: new Date(clock.now() + 60_000).toISOString() });
  expect(await care.retract("p", { by: "duty officer", reason: "wrong place" })).toMatchObject({
    ok: true,
    deliveries: [{ state: "cancelled" }],
  });
  await clock.advance(180_000);
  expect(fake.posts).toHaveLength(0);
  await care.close();
});
