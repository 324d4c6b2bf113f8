import { PlatformError } from "@carecast/adapter";
import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { finish, setStage, untilEvent } from "../../test/stage.ts";
import { createCarecast, memoryLedger } from "../index.ts";

const short = { text: "The clinic is open." };

describe("an outcome that nobody knows", () => {
  test("is settled by reading back, and never doubled", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("is sent again once the network is certain that nothing is there", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "delivered", attempts: 2 }]);
    expect(fake.posts).toHaveLength(1);
    // Once is not enough: the first request may have been on its way still.
    expect(fake.calls.filter(({ method }) => method === "find")).toHaveLength(2);
  });

  test.each(["idempotency-key", "record-key", "nonce"] as const)("is settled by the lever %s alone", async (lever) => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever, find: "none" } } });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("delivered");
    expect(fake.posts).toHaveLength(1);
    const keys = fake.calls.filter(({ method }) => method === "publish").map(({ key }) => key);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  test("is accepted without an id where a refused duplicate proves that it arrived", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "duplicate-refusal", find: "none" } } });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("accepted");
    expect(fake.posts).toHaveLength(1);
  });

  test("stays unknown, and is never sent again, where the network has no lever", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "none" } } });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.ok).toBe(false);
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1, error: { outcome: "unknown" } }]);
    expect(fake.calls.filter(({ method }) => method === "publish")).toHaveLength(1);
  });

  test("stays unknown where a hint is all that the network gives", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "none", find: "hint" } } });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("unknown");
    expect(fake.posts).toHaveLength(0);
  });

  test("is not called rejected because a later try was refused", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "idempotency-key", find: "none" } } });
    fake.next("publish", "drop-after");
    fake.always("publish", new PlatformError("no", { status: 422 }));
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries[0]?.state).toBe("unknown");
    expect(fake.posts).toHaveLength(1);
  });

  test("is not repeated after the network has forgotten the key", async () => {
    const { care, fake, clock } = setStage({
      capabilities: { repeat: { lever: "idempotency-key", find: "none", windowMs: 100 } },
    });
    fake.next("publish", "drop-before");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1 }]);
  });

  test("is not repeated with a draft that has gone stale", async () => {
    const clock = manualClock();
    const fake = fakeAdapter({ capabilities: { repeat: { lever: "container", find: "none" } } });
    const expiresAt = new Date(clock.now() + 100).toISOString();
    const press = {
      ...fake,
      prepare: async (...given: Parameters<typeof fake.prepare>) => ({ ...(await fake.prepare(...given)), expiresAt }),
    };
    const care = createCarecast({ channels: { press }, ledger: memoryLedger(), clock });
    fake.next("publish", "drop-after");
    const report = await finish(clock, care.publish(short));
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1 }]);
    expect(fake.posts).toHaveLength(1);
  });

  test("is not repeated once the post has run out of time", async () => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "idempotency-key", find: "none" } } });
    fake.next("publish", "drop-after");
    const notAfter = new Date(clock.now() + 100).toISOString();
    const report = await finish(clock, care.publish(short, { notAfter }));
    expect(report.deliveries).toMatchObject([{ state: "unknown", attempts: 1 }]);
  });
});

describe("after a crash", () => {
  test("a delivery that was being sent is settled, not sent blindly", async () => {
    const clock = manualClock();
    const ledger = memoryLedger();
    const fake = fakeAdapter({ capabilities: { repeat: { lever: "none", find: "certain" } } });
    // Time passes for everybody but a program that is dead: it never renews its lease.
    const dead = { now: () => clock.now(), sleep: () => new Promise<void>(() => undefined) };
    const first = createCarecast({ channels: { press: fake }, ledger, clock: dead });
    fake.next("publish", "hang-after");
    const sending = untilEvent(first, "delivery-sending");
    void first.publish(short, { id: "storm" });
    await sending;
    expect(await first.deliveries({ publicationId: "storm" })).toMatchObject([{ state: "sending" }]);

    const second = createCarecast({ channels: { press: fake }, ledger, clock });
    await finish(clock, second.start());
    expect(await second.deliveries({ publicationId: "storm" })).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(fake.posts).toHaveLength(1);
  });
});

describe("an abort", () => {
  const reason = new Error("the duty officer changed her mind");

  test("before the irreversible call cancels and surfaces as its reason", async () => {
    const { care, fake, clock } = setStage();
    const controller = new AbortController();
    fake.next("prepare", { afterMs: 1000 });
    const work = care.publish(short, { id: "x", signal: controller.signal });
    await clock.untilPending();
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(await care.deliveries({ publicationId: "x" })).toMatchObject([{ state: "cancelled", attempts: 0 }]);
    expect(fake.posts).toHaveLength(0);
  });

  test("during the irreversible call leaves the outcome unknown", async () => {
    const { care, fake } = setStage();
    const controller = new AbortController();
    fake.next("publish", "hang-after");
    const sending = untilEvent(care, "delivery-sending");
    const work = care.publish(short, { id: "x", signal: controller.signal });
    await sending;
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(await care.deliveries({ publicationId: "x" })).toMatchObject([{ state: "unknown", attempts: 1 }]);
  });

  test("before anything began sends nothing", async () => {
    const { care, fake } = setStage();
    await expect(care.publish(short, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.calls).toHaveLength(0);
  });
});
