import { LedgerError } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { memoryLedger, type Ledger } from "../../index.ts";
import { by, reason, tale, minute, later, setStage, sign, blocks, collect } from "./fixtures/stage.ts";

describe("revoking", () => {
  test("removes what is live, cancels what waits, and lists what stays", async () => {
    const stage = setStage(memoryLedger(), fakeAdapter({ network: "ward", capabilities: { delete: false } }));
    const { care, consents, press, clock } = stage;
    await sign(stage);
    const options = { consents: ["walk"], purpose: "story" } as const;
    await care.publish(tale, { ...options, id: "live" });
    await care.publish(tale, { ...options, id: "planned", at: later(60 * minute) });
    expect(await consents.uses("walk")).toEqual(expect.arrayContaining(["live", "planned"]));
    expect(press.posts).toHaveLength(1);

    const result = await consents.revoke("walk", { by, reason });
    expect(press.posts).toHaveLength(0);
    const where = (list: readonly { publicationId: string; channel: string }[]): string[] =>
      list.map(({ publicationId, channel }) => `${publicationId} ${channel}`).sort();
    expect(result.consent).toBe("walk");
    expect(where(result.removed)).toEqual(["live press"]);
    expect(where(result.cancelled)).toEqual(["planned press", "planned wards"]);
    expect(result.remaining).toMatchObject([
      { publicationId: "live", channel: "wards", network: "ward", why: "cannot-delete" },
    ]);
    expect(result.remaining[0]).toHaveProperty("url");
    expect(await consents.revoke("walk", { by, reason: "again" })).toEqual(result);
    expect((await consents.find("walk"))?.revoked).toEqual({ by, reason, at: clock.now() });
    const actions = (await collect(care.audit.entries())).map(({ action }) => action);
    expect(actions.slice(0, 4)).toEqual(["record-consent", "revoke-consent", "retract", "retract"]);
    expect(actions.filter((action) => action === "revoke-consent")).toHaveLength(1);
    await expect(care.publish(tale, options)).rejects.toMatchObject({ violations: [{ rule: "consent.revoked" }] });
  });

  test("says what failed, and gets it the next time", async () => {
    const stage = setStage();
    await sign(stage);
    await stage.care.publish(tale, { consents: ["walk"], purpose: "story", id: "live", channels: ["press", "wards"] });
    stage.press.next("retract", "unreachable");
    expect(await stage.consents.revoke("walk", { by, reason })).toMatchObject({
      removed: [{ channel: "wards" }],
      remaining: [{ channel: "press", why: "failed" }],
    });
    expect(await stage.consents.revoke("walk", { by, reason })).toMatchObject({
      removed: [{ channel: "press" }, { channel: "wards" }],
      remaining: [],
    });
  });

  test("finds what rests on it by way of another consent", async () => {
    const stage = setStage();
    await sign(stage, { others: ["nurse"] });
    await sign(stage, { id: "nurse" });
    await stage.care.publish(tale, { consents: ["walk"], purpose: "story", id: "live" });
    expect(await stage.consents.uses("nurse")).toContain("live");
    await stage.consents.revoke("nurse", { by, reason });
    expect(stage.press.posts).toHaveLength(0);
  });

  test("notes nothing for what was blocked, and leaves consents alone whose ids begin alike", async () => {
    const stage = setStage();
    await sign(stage);
    await sign(stage, { id: "walk-2" });
    const options = { id: "live", purpose: "story" } as const;
    await expect(stage.care.publish(tale, { ...options, consents: ["walk", "none"] })).rejects.toThrow();
    expect(await stage.consents.uses("walk")).toEqual([]);
    await stage.care.publish(tale, { ...options, consents: ["walk-2"] });
    expect(await stage.consents.uses("walk")).toEqual([]);
    await stage.consents.revoke("walk", { by, reason });
    expect(stage.press.posts).toHaveLength(1);
  });

  test("goes on past what was noted and never journaled", async () => {
    const ledger = memoryLedger();
    let isFull = false;
    const failing: Ledger = {
      ...ledger,
      add: (...values) => (isFull ? Promise.reject(new LedgerError("The disk is full.")) : ledger.add(...values)),
    };
    const stage = setStage(failing);
    await sign(stage);
    const options = { consents: ["walk"], purpose: "story" } as const;
    isFull = true;
    await expect(stage.care.publish(tale, { ...options, id: "a-lost" })).rejects.toMatchObject({ code: "ledger" });
    isFull = false;
    await stage.care.publish(tale, { ...options, id: "b-live" });
    expect(await stage.consents.uses("walk")).toEqual(["a-lost", "b-live"]);
    const { removed, cancelled, remaining } = await stage.consents.revoke("walk", { by, reason });
    expect(removed.map(({ publicationId }) => publicationId)).toEqual(["b-live", "b-live"]);
    expect([cancelled, remaining]).toEqual([[], []]);
    expect(stage.press.posts).toHaveLength(0);
  });

  test("says what nobody knows about, until somebody has looked", async () => {
    const wards = fakeAdapter({ network: "ward", capabilities: { repeat: { lever: "none", find: "none" } } });
    const stage = setStage(memoryLedger(), wards);
    await sign(stage);
    wards.next("publish", "drop-after");
    await stage.care.publish(tale, { consents: ["walk"], purpose: "story", id: "live" });
    const first = await stage.consents.revoke("walk", { by, reason });
    expect(first).toMatchObject({
      removed: [{ channel: "press" }],
      cancelled: [],
      remaining: [{ publicationId: "live", channel: "wards", network: "ward", why: "unknown" }],
    });
    expect(wards.posts).toHaveLength(1);
    const [{ id: postId } = { id: "" }] = wards.posts;
    const { deliveryId } = first.remaining[0]!;
    await stage.care.settle(deliveryId, "delivered", { by, reason, post: { id: postId } });
    expect(await stage.consents.revoke("walk", { by, reason })).toMatchObject({
      removed: [{ channel: "press" }, { channel: "wards" }],
      remaining: [],
    });
    expect(wards.posts).toHaveLength(0);
  });

  test("twice at the same moment keeps the first word", async () => {
    const { consents, care, ...stage } = setStage();
    await sign({ ...stage, consents, care });
    await Promise.all(["by letter", "by telephone"].map((why) => consents.revoke("walk", { by, reason: why })));
    const first = (await collect(care.audit.entries())).find(({ action }) => action === "revoke-consent");
    expect((await consents.find("walk"))?.revoked).toMatchObject({ reason: first?.reason });
  });

  test("says what is on its way", async () => {
    const stage = setStage();
    await sign(stage);
    let settle = (): void => undefined;
    const reached = new Promise<void>((resolve) => (settle = resolve));
    stage.wards.always("publish", () => (settle(), "hang"));
    const leaving = new AbortController();
    const options = { consents: ["walk"], purpose: "story", id: "live", signal: leaving.signal } as const;
    const publishing = stage.care.publish(tale, options).catch(() => undefined);
    await reached;
    expect((await stage.consents.revoke("walk", { by, reason })).remaining).toContainEqual(
      expect.objectContaining({ channel: "wards", why: "on-its-way" }),
    );
    leaving.abort();
    await publishing;
  });

  test("a crash in the middle goes on where it stopped", async () => {
    const ledger = memoryLedger();
    let isGone = false;
    // The trail stands before every act: a ledger that takes only so many rows more stops the next one.
    let rows = Infinity;
    const failing: Ledger = {
      ...ledger,
      appendAudit: (row) => (isGone && rows-- <= 0 ? Promise.reject(new Error("gone")) : ledger.appendAudit(row)),
    };
    const stage = setStage(failing);
    await sign(stage);
    for (const id of ["one", "two"]) await stage.care.publish(tale, { consents: ["walk"], purpose: "story", id });
    for (const left of [0, 1, 1]) {
      [isGone, rows] = [true, left];
      await expect(stage.consents.revoke("walk", { by, reason })).rejects.toThrow();
      expect((await stage.consents.find("walk"))?.revoked !== undefined).toBe(left > 0);
    }
    expect(stage.press.posts).toHaveLength(1);
    isGone = false;
    const result = await stage.consents.revoke("walk", { by, reason });
    expect(result.removed).toHaveLength(4);
    expect([stage.press.posts.length, stage.wards.posts.length]).toEqual([0, 0]);
  });

  test.each([
    ["id", "nobody", { by, reason }],
    ["by", "walk", { by: " ", reason }],
    ["reason", "walk", { by } as { by: string; reason: string }],
  ])("is refused where the %s is wrong", async (path, id, options) => {
    const stage = setStage();
    await sign(stage);
    await expect(stage.consents.revoke(id, options)).rejects.toMatchObject({ code: "config", path });
    expect(await blocks(stage)).toEqual([]);
  });
});
