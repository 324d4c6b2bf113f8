import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import {
  createCarecast,
  memoryLedger,
  type Carecast,
  type Ledger,
  type MarkedPost,
  type PublishOptions,
} from "../../index.ts";
import type { ConsentRecord } from "./consent-record.ts";
import { createConsents, type Consents } from "./create-consents.ts";
import { requireConsent } from "./require-consent.ts";

type Channel = "press" | "wards";

interface Stage {
  readonly care: Carecast<Channel>;
  readonly consents: Consents;
  readonly press: FakeAdapter;
  readonly wards: FakeAdapter;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
}

const by = "privacy officer";
const reason = "asked for by the person";
const gif = Uint8Array.from(atob("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="), (char) => char.charCodeAt(0));
const tale: MarkedPost = { kind: "story", post: { text: "How I learned to walk again.", language: "en" } };
const pictured: MarkedPost = { ...tale, post: { ...tale.post, media: [{ bytes: gif, alt: "A smile." }] } };
const minute = 60_000;
const later = (ms: number): string => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

function setStage(ledger: Ledger = memoryLedger(), wards = fakeAdapter({ network: "ward" })): Stage {
  const clock = manualClock();
  const press = fakeAdapter();
  const care = createCarecast({
    channels: { press, wards },
    ledger,
    clock,
    work: { pollMs: 60_000 },
    safeguards: [requireConsent()],
  });
  return { care, press, wards, clock, ledger, consents: createConsents(care) };
}

/** A consent to exactly this, with changes. */
async function sign(
  { care, consents }: Pick<Stage, "care" | "consents">,
  changes: Partial<ConsentRecord> = {},
  content = tale,
  options: PublishOptions<Channel> = {},
): Promise<ConsentRecord> {
  const { hash, threads } = await care.review(content, options);
  const consent = { ...sample({ hash, threads }), ...changes };
  await consents.record(consent, { by });
  return consent;
}

function sample(content: ConsentRecord["content"]): ConsentRecord {
  return {
    id: "walk",
    subjectRef: "k-17",
    subjectIs: "adult",
    signedBy: "self",
    items: ["text"],
    networks: ["fake", "ward"],
    purposes: ["story"],
    paidPromotionAllowed: false,
    content,
    showName: "none",
    signedAt: "2025-12-01T10:00:00Z",
    expiresAt: "2026-06-01T00:00:00Z",
    revocationRoute: "By letter or telephone, as the form says.",
    formVersion: "2025-3",
    language: "en",
    copyGivenAt: "2025-12-01T10:05:00Z",
    retentionUntil: "2033-01-01T00:00:00Z",
  };
}

/** The rules that block, with where and on which channel. */
async function blocks(
  { care }: Pick<Stage, "care">,
  options: PublishOptions<Channel> = {},
  content = tale,
): Promise<unknown> {
  const { findings } = await care.review(content, { consents: ["walk"], purpose: "story", ...options });
  return findings.map(({ rule, path, channel = "", level, final }) => {
    expect({ level, final }).toEqual({ level: "block", final: true });
    return [rule, path, channel].join(" ").trim();
  });
}

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

describe("taking a consent down", () => {
  const content = { hash: "a".repeat(64), threads: [{ channel: "press", hash: "b".repeat(64) }] };

  test("twice is harmless, and another under its id is refused", async () => {
    const { consents, care } = setStage();
    const consent = sample(content);
    await Promise.all([consents.record(consent, { by }), consents.record(consent, { by })]);
    const head = await care.audit.head();
    expect(await consents.record({ ...consent }, { by })).toEqual(consent);
    expect(await care.audit.head()).toEqual(head);
    await expect(consents.record({ ...consent, showName: "full" }, { by })).rejects.toMatchObject({
      code: "config",
      path: "id",
    });
    expect(await consents.find("walk")).toEqual(consent);
    expect(await consents.find("run")).toBeUndefined();
    await consents.record({ ...consent, id: "a" }, { by });
    expect((await Array.fromAsync(consents.list())).map(({ id }) => id)).toEqual(["a", "walk"]);
  });

  test("is in the trail first, without whom it is about", async () => {
    const { consents, care } = setStage();
    await consents.record(sample(content), { by });
    const [entry] = await Array.fromAsync(care.audit.entries());
    expect(entry).toMatchObject({ by, action: "record-consent", subject: "walk", contentHash: content.hash });
    expect(JSON.stringify(entry)).not.toContain("k-17");
  });

  test("again after it was revoked does not bring it back", async () => {
    const { consents } = setStage();
    await consents.record(sample(content), { by });
    await consents.revoke("walk", { by, reason });
    expect(await consents.record(sample(content), { by })).toHaveProperty("revoked");
  });

  test.each<[string, object]>([
    ["retentionUntil", { retentionUntil: "2031-12-01T09:59:59Z" }],
    ["expiresAt", { expiresAt: "2025-12-01T11:00:00+01:00" }],
    ["signedBy", { subjectIs: "minor", signedBy: "self", turnsAdultAt: "2030-01-01T00:00:00Z" }],
    ["signedBy", { subjectIs: "minor", signedBy: "nextOfKin", turnsAdultAt: "2030-01-01T00:00:00Z" }],
    ["signedBy", { signedBy: "parent", representativeAuthority: "mother" }],
    ["signedBy", { subjectIs: "deceased" }],
    ["signedBy", { subjectIs: "incapacitated" }],
    ["turnsAdultAt", { subjectIs: "minor", signedBy: "parent", representativeAuthority: "mother" }],
    ["turnsAdultAt", { turnsAdultAt: "2030-01-01T00:00:00Z" }],
    ["representativeAuthority", { subjectIs: "incapacitated", signedBy: "guardian" }],
    ["id", { id: "a b" }],
    ["items", { items: [] }],
    ["items[0]", { items: ["voice"] }],
    ["networks", { networks: [] }],
    ["purposes[0]", { purposes: ["fun"] }],
    ["content.hash", { content: { ...content, hash: "x" } }],
    ["content.threads", { content: { ...content, threads: [] } }],
    ["others[0]", { others: ["a b"] }],
    ["signedAt", { signedAt: "2025-02-30T00:00:00Z" }],
    ["revokedAt", { revokedAt: "2026-01-01T00:00:00Z" }],
  ])("is refused where it is no authorisation: %s", async (path, changes) => {
    const { consents } = setStage();
    const consent = { ...sample(content), ...changes };
    await expect(consents.record(consent, { by })).rejects.toMatchObject({ code: "config", path });
    expect(await Array.fromAsync(consents.list())).toEqual([]);
  });

  test("six years to the day are enough, and somebody has to be named", async () => {
    const { consents } = setStage();
    await expect(consents.record(sample(content), { by: "" })).rejects.toMatchObject({ path: "by" });
    await consents.record({ ...sample(content), retentionUntil: "2031-12-01T10:00:00Z" }, { by });
    for (const [id, subjectIs, signedBy] of [
      ["d", "deceased", "nextOfKin"],
      ["i", "incapacitated", "guardian"],
    ] as const)
      await consents.record({ ...sample(content), id, subjectIs, signedBy, representativeAuthority: "by law" }, { by });
  });
});

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
    const actions = (await Array.fromAsync(care.audit.entries())).map(({ action }) => action);
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
