import { describe, expect, test } from "vitest";

import type { MarkedPost, PublishOptions } from "../../index.ts";
import type { ConsentRecord } from "./consent-record.ts";
import {
  type Channel,
  type Stage,
  by,
  reason,
  tale,
  pictured,
  minute,
  later,
  setStage,
  sign,
  blocks,
} from "./fixtures/stage.ts";

describe("a story", () => {
  test("needs a consent, and a consent of the ledger", async () => {
    const stage = setStage();
    await expect(stage.care.publish(tale)).rejects.toMatchObject({
      code: "blocked",
      violations: [{ rule: "consent.missing", path: "consents" }],
    });
    const override = { rules: ["consent.unknown"], by: "one", second: "two", reason };
    await expect(stage.care.publish(tale, { consents: ["walk"], purpose: "story", override })).rejects.toMatchObject({
      violations: [{ rule: "consent.unknown", path: "consents[0]" }],
    });
    expect(stage.press.posts).toHaveLength(0);
  });

  test("goes out with one that covers all of it", async () => {
    const stage = setStage();
    await sign(stage);
    expect(await blocks(stage)).toEqual([]);
    expect((await stage.care.publish(tale, { consents: ["walk"], purpose: "story" })).ok).toBe(true);
  });

  test("what is no story needs none, and what names one is checked", async () => {
    const stage = setStage();
    expect((await stage.care.publish(tale.post)).ok).toBe(true);
    const plain: MarkedPost = { ...tale, kind: "post" };
    expect(await blocks(stage, {}, plain)).toEqual(["consent.unknown consents[0]"]);
    await sign(stage, {}, plain);
    expect(await blocks(stage, {}, plain)).toEqual([]);
    expect(await blocks(stage)).toEqual(["consent.other-content consents[0]"]);
  });

  test.each<[string, Partial<ConsentRecord>, PublishOptions<Channel>, string[]]>([
    ["a purpose", { purposes: ["campaign", "training"] }, {}, ["consent.purpose consents[0]"]],
    ["its own purpose", {}, { purpose: undefined as never }, ["consent.purpose consents[0]"]],
    ["a network", { networks: ["fake"] }, {}, ["consent.network consents[0] wards"]],
    ["words", { items: ["photo"] }, {}, ["consent.item consents[0] press", "consent.item consents[0] wards"]],
    ["now", { expiresAt: later(0) }, {}, ["consent.expired consents[0]"]],
    ["yet", { signedAt: later(1) }, {}, ["consent.not-yet consents[0]"]],
    [
      "other content",
      { content: { hash: "0".repeat(64), threads: [{ channel: "press", hash: "0".repeat(64) }] } },
      {},
      ["consent.other-content consents[0]"],
    ],
    ["everybody", { others: ["nurse"] }, {}, ["consent.unknown consents[0].others[0]"]],
  ])("is blocked where it does not cover %s", async (_, changes, options, expected) => {
    const stage = setStage();
    await sign(stage, changes);
    expect(await blocks(stage, options)).toEqual(expected);
  });

  test("with a picture needs the picture to be covered", async () => {
    const stage = setStage();
    await sign(stage, {}, pictured);
    expect(await blocks(stage, { channels: ["press"] }, pictured)).toContain("consent.item consents[0] press");
    await sign(stage, { id: "shown", items: ["text", "photo"] }, pictured);
    expect(await blocks(stage, { consents: ["shown"] }, pictured)).toEqual([]);
    await sign(stage, { id: "filmed", items: ["text", "video"] }, pictured);
    expect(await blocks(stage, { consents: ["filmed"] }, pictured)).toHaveLength(2);
  });

  test("holds until the last millisecond", async () => {
    const stage = setStage();
    await sign(stage, { expiresAt: later(1), signedAt: later(0) });
    expect(await blocks(stage)).toEqual([]);
  });

  test("asks again when a minor has come of age", async () => {
    const stage = setStage();
    const minor = { subjectIs: "minor", signedBy: "parent", representativeAuthority: "mother" } as const;
    await sign(stage, { ...minor, turnsAdultAt: later(minute) });
    expect(await blocks(stage)).toEqual([]);
    await stage.clock.advance(minute);
    expect(await blocks(stage)).toEqual(["consent.ask-again consents[0]"]);
  });

  test("follows the others in it, and circles end", async () => {
    const stage = setStage();
    await sign(stage, { others: ["nurse"] });
    await sign(stage, { id: "nurse", others: ["walk", "porter"], networks: ["fake"] });
    await sign(stage, { id: "porter", others: ["nurse"] });
    expect(await blocks(stage)).toEqual(["consent.network consents[0].others[0] wards"]);
    await stage.consents.revoke("porter", { by, reason });
    expect(await blocks(stage)).toEqual([
      "consent.network consents[0].others[0] wards",
      "consent.revoked consents[0].others[0].others[1]",
    ]);
  });

  test("a review leaves no use behind", async () => {
    const stage = setStage();
    await sign(stage);
    const review = await stage.care.review(tale, { consents: ["walk"], purpose: "story", id: "tale" });
    expect(review.findings).toEqual([]);
    expect(await stage.consents.uses("walk")).toEqual([]);
  });

  test("several consents each have to hold", async () => {
    const stage = setStage();
    await sign(stage);
    expect(await blocks(stage, { consents: ["walk", "nurse"] })).toEqual(["consent.unknown consents[1]"]);
  });
});

describe("at send time", () => {
  async function schedule(changes: Partial<ConsentRecord> = {}): Promise<Stage> {
    const stage = setStage();
    await stage.care.start();
    await sign(stage, changes);
    await stage.care.publish(tale, { id: "tale", consents: ["walk"], purpose: "story", at: later(60 * minute) });
    return stage;
  }

  test("a consent that still holds lets it go", async () => {
    const { care, clock, press, wards } = await schedule();
    await clock.advance(62 * minute);
    expect([press.posts.length, wards.posts.length]).toEqual([1, 1]);
    await care.close();
  });

  test("one that has expired meanwhile does not", async () => {
    const { care, clock, press } = await schedule({ expiresAt: later(30 * minute) });
    await clock.advance(62 * minute);
    expect(press.posts).toHaveLength(0);
    expect(await care.deliveries({ channel: "press" })).toMatchObject([
      { state: "rejected", error: { code: "blocked" } },
    ]);
    await care.close();
  });

  test("a text that was changed in the ledger stays, and the other goes", async () => {
    const { care, clock, press, wards, ledger } = await schedule();
    for (const { id, part } of await ledger.deliveries({ publicationId: "tale", channel: "press" }))
      await ledger.change(id, "queued", { part: { ...part, text: "Something else." } }, clock.now());
    await clock.advance(62 * minute);
    expect([press.posts.length, wards.posts.length]).toEqual([0, 1]);
    await care.close();
  });
});
