import { LedgerError, NetworkError, RateLimitedError, type Adapter } from "@carecast/adapter";
import { describe, expect, test } from "vitest";

import { collect, finish, setStage, untilEvent } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Ledger } from "../index.ts";

const who = { by: "duty officer", reason: "superseded" };
const at = "2026-01-01T00:10:00Z";

describe("retract", () => {
  test.each([undefined, {}, { by: "x" }, { by: " ", reason: "y" }])(
    "wants to know who and why: %j",
    async (options) => {
      const { care, fake } = setStage();
      await care.publish({ text: "Open." }, { id: "p" });
      await expect(care.retract("p", options as never)).rejects.toMatchObject({ code: "config" });
      expect(fake.posts).toHaveLength(1);
    },
  );

  test("is in the trail, and of an unknown publication leaves no entry", async () => {
    const { care } = setStage();
    await care.publish({ text: "Open." }, { id: "p" });
    await expect(care.retract("q", who)).rejects.toMatchObject({ path: "id" });
    await care.retract("p", { ...who, onlyWaiting: true });
    expect(await collect(care.audit.entries())).toMatchObject([
      { ...who, action: "retract", subject: "p", facts: { channels: "press", onlyWaiting: true } },
    ]);
  });

  test("with onlyWaiting leaves what is live, and calls off what waits for good", async () => {
    const { care, fake, clock } = setStage();
    await care.publish({ text: "Open." }, { id: "live" });
    await care.publish({ text: "Later." }, { id: "later", at });
    expect(await care.retract("live", { ...who, onlyWaiting: true })).toMatchObject({ ok: true, deliveries: [] });
    expect(await care.retract("later", { ...who, onlyWaiting: true })).toMatchObject({
      ok: true,
      deliveries: [{ state: "cancelled" }],
    });
    expect((await care.publish({ text: "Later." }, { id: "later", at })).deliveries[0]?.state).toBe("cancelled");
    await care.start();
    await clock.advance(1_200_000);
    expect(fake.posts.map(({ text }) => text)).toEqual(["Open."]);
    await care.close();
  });

  test.each([
    ["drop-after", "delivered", 1],
    ["drop-before", "cancelled", 0],
  ] as const)("what may be live (%s) is looked for and never sent again", async (fault, state, posts) => {
    const { care, fake, clock } = setStage({ capabilities: { repeat: { lever: "idempotency-key", find: "certain" } } });
    fake.next("publish", fault);
    await care.start();
    const waiting = untilEvent(care, "delivery-unknown");
    const publishing = care.publish({ text: "Old alert." }, { id: "p" });
    await waiting;
    expect(await care.retract("p", { ...who, onlyWaiting: true })).toMatchObject({
      ok: false,
      deliveries: [{ state: "unknown" }],
    });
    expect((await finish(clock, publishing)).deliveries).toMatchObject([{ state, attempts: 1 }]);
    expect(fake.posts).toHaveLength(posts);
    await care.close();
  });

  test("what is on its way and comes back unsent is not sent again", async () => {
    const { fake, clock } = setStage();
    const { promise: refused, resolve: refuse } = Promise.withResolvers<void>();
    const busy: Adapter = {
      ...fake,
      async publish() {
        await refused;
        throw new NetworkError("No connection.", { outcome: "not-sent" });
      },
    };
    const care = createCarecast({ channels: { press: busy }, ledger: memoryLedger(), clock });
    const sending = untilEvent(care, "delivery-sending");
    const publishing = care.publish({ text: "Old alert." }, { id: "p" });
    await sending;
    const retracted = await care.retract("p", { ...who, onlyWaiting: true });
    expect(retracted).toMatchObject({ ok: false, deliveries: [{ state: "sending" }] });
    refuse();
    expect((await finish(clock, publishing)).deliveries).toMatchObject([{ state: "cancelled", attempts: 1 }]);
  });

  test("what another program finds unknown is looked for, and not sent again", async () => {
    const { fake, clock, ledger } = setStage({
      capabilities: { repeat: { lever: "idempotency-key", find: "certain" } },
    });
    const options = { channels: { press: fake }, ledger, clock, work: { pollMs: 60_000 } };
    const first = createCarecast({ ...options, retry: { attempts: 1 } });
    fake.next("publish", "drop-before");
    expect((await first.publish({ text: "Old alert." }, { id: "p" })).deliveries[0]?.state).toBe("unknown");
    await first.retract("p", { ...who, onlyWaiting: true });
    const second = createCarecast(options);
    await finish(clock, second.start());
    await clock.advance(600_000);
    expect(await second.deliveries()).toMatchObject([{ state: "cancelled", attempts: 1 }]);
    expect(fake.posts).toEqual([]);
    await second.close();
  });

  test("what came back to wait for a network is not sent later", async () => {
    const { fake, clock } = setStage();
    const { promise: refused, resolve: refuse } = Promise.withResolvers<void>();
    let calls = 0;
    const busy: Adapter = {
      ...fake,
      async publish() {
        calls += 1;
        await refused;
        throw new RateLimitedError("Wait.", { retryAt: clock.now() + 300_000 });
      },
    };
    const work = { pollMs: 60_000 };
    const care = createCarecast({ channels: { press: busy }, ledger: memoryLedger(), clock, work });
    await care.start();
    const sending = untilEvent(care, "delivery-sending");
    const publishing = care.publish({ text: "Old alert." }, { id: "p" });
    await sending;
    await care.retract("p", { ...who, onlyWaiting: true });
    refuse();
    expect((await finish(clock, publishing)).deliveries).toMatchObject([{ state: "queued" }]);
    await clock.advance(600_000);
    expect(await care.deliveries()).toMatchObject([{ state: "cancelled", attempts: 1 }]);
    expect(calls).toBe(1);
    await care.close();
  });

  test("what a lane moves at the same moment is called off from where it is then", async () => {
    const { fake, clock, ledger } = setStage();
    let moved = false;
    const racing: Ledger = {
      ...ledger,
      async change(id, from, change, changedAt, owner) {
        if (change.retractedAt !== undefined && !moved) {
          moved = true;
          await ledger.change(id, from, { state: "preparing" }, changedAt);
        }
        return ledger.change(id, from, change, changedAt, owner);
      },
    };
    const care = createCarecast({ channels: { press: fake }, ledger: racing, clock });
    await care.publish({ text: "Later." }, { id: "p", at });
    expect(await care.retract("p", who)).toMatchObject({ ok: true, deliveries: [{ state: "cancelled" }] });
    expect(moved).toBe(true);
  });

  test("a ledger that fails is not taken for a network that refuses", async () => {
    const { fake, clock, ledger } = setStage();
    let broken = false;
    const failing: Ledger = {
      ...ledger,
      change: (...change) =>
        broken ? Promise.reject(new LedgerError("down", { retryable: true })) : ledger.change(...change),
    };
    const care = createCarecast({ channels: { press: fake }, ledger: failing, clock });
    await care.publish({ text: "Open." }, { id: "p" });
    broken = true;
    await expect(care.revise("p", { text: "Closed." })).rejects.toMatchObject({ code: "ledger" });
    await expect(care.retract("p", who)).rejects.toMatchObject({ code: "ledger" });
    broken = false;
    expect(await care.revise("p", { text: "Closed." })).toMatchObject({ deliveries: [{ state: "delivered" }] });
  });
});
