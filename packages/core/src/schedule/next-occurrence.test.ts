import { describe, expect, test } from "vitest";

import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { firstOccurrence } from "./first-occurrence.ts";
import { nextOccurrence } from "./next-occurrence.ts";
import type { PublishRepeat } from "./publish-repeat.ts";

const daily: PublishRepeat = { cron: "0 9 * * *", timeZone: "Europe/Paris" };
const start = Date.parse("2026-03-28T06:00:00Z");

async function begin(
  rule: PublishRepeat = daily,
  more: Partial<PublicationRecord> = {},
  record: Partial<DeliveryRecord> = {},
): Promise<{ readonly publication: PublicationRecord; readonly deliveries: readonly DeliveryRecord[] }> {
  const { dueAt, notAfter, repeat } = await firstOccurrence(rule, start);
  const delivery: DeliveryRecord = {
    id: "visiting-hours.press.en.0",
    publicationId: "visiting-hours",
    channel: "press",
    network: "board",
    language: "en",
    index: 0,
    count: 1,
    part: { text: "Visits from 9:00.", audience: "public", media: [] },
    state: "queued",
    dueAt,
    attempts: 0,
    updatedAt: start,
    ...record,
  };
  const publication: PublicationRecord = {
    id: "visiting-hours",
    createdAt: start,
    priority: "high",
    kind: "post",
    fingerprint: "f",
    notAfter,
    repeat,
    ...more,
  };
  return { publication, deliveries: [delivery] };
}

/** The instants of the occurrences that follow when each is asked for at the time the one before is due. */
async function follow(rule: PublishRepeat, count: number): Promise<readonly string[]> {
  const times: string[] = [];
  let { publication, deliveries } = await begin(rule);
  for (let number = 0; number < count; number += 1) {
    const next = await nextOccurrence(publication, deliveries, deliveries[0]?.dueAt ?? NaN);
    if (!next) break;
    ({ publication, deliveries } = next);
    times.push(new Date(deliveries[0]?.dueAt ?? NaN).toISOString());
  }
  return times;
}

describe("nextOccurrence", () => {
  test("makes records like the first ones, as if nothing had been tried", async () => {
    const { publication, deliveries } = await begin(
      daily,
      { tags: ["visits"], campaign: "spring" },
      {
        state: "delivered",
        attempts: 3,
        firstSentAt: start,
        draft: { body: {} },
        receipt: { id: "1", state: "delivered", at: "2026-03-28T08:00:01Z" },
        error: { code: "network", message: "", outcome: "not-sent", retryable: true },
        decision: { as: "resend", by: "duty-officer", reason: "seen nowhere", at: start },
        revisedAt: start,
        retractedAt: start,
      },
    );
    const now = Date.parse("2026-03-28T08:00:02Z");
    const dueAt = Date.parse("2026-03-29T07:00:00Z");
    expect(await nextOccurrence(publication, deliveries, now)).toEqual({
      publication: {
        id: "visiting-hours~2",
        createdAt: now,
        priority: "high",
        kind: "post",
        fingerprint: "f",
        notAfter: "2026-03-29T08:00:00.000Z",
        repeat: { ...daily, occurrence: 2, lateMs: 3_600_000 },
        tags: ["visits"],
        campaign: "spring",
      },
      deliveries: [
        {
          id: "visiting-hours.press.en.0-2",
          publicationId: "visiting-hours~2",
          channel: "press",
          network: "board",
          language: "en",
          index: 0,
          count: 1,
          part: { text: "Visits from 9:00.", audience: "public", media: [] },
          state: "queued",
          dueAt,
          attempts: 0,
          updatedAt: now,
        },
      ],
      mediaIds: [],
    });
  });

  test("counts on from any occurrence, with the same ids whenever it is asked", async () => {
    let current = await begin();
    for (const number of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      const now = current.deliveries[0]?.dueAt ?? NaN;
      const next = await nextOccurrence(current.publication, current.deliveries, now);
      const again = await nextOccurrence(current.publication, current.deliveries, now + 36_000_000_000);
      expect(next?.publication.id).toBe(`visiting-hours~${number}`);
      expect(next?.deliveries[0]?.id).toBe(`visiting-hours.press.en.0-${number}`);
      expect(again?.publication.id).toBe(next?.publication.id);
      expect(again?.deliveries[0]?.id).toBe(next?.deliveries[0]?.id);
      current = next!;
    }
  });

  test("makes ids that no caller can choose, short enough for every network", async () => {
    const longest = `${"p".repeat(60)}.${"c".repeat(40)}.ca-ES-valencia.99`;
    const { publication, deliveries } = await begin(daily, { id: "p".repeat(60) }, { id: longest });
    const repeat = { ...publication.repeat!, occurrence: 99_998 };
    const late = { ...publication, id: `${publication.id}~99998`, repeat };
    const next = await nextOccurrence(late, [{ ...deliveries[0]!, id: `${longest}-99998` }], start);
    expect(next?.publication.id).toBe(`${"p".repeat(60)}~99999`);
    expect(next?.publication.id).not.toMatch(/^[A-Za-z0-9._-]{1,60}$/);
    expect(next?.deliveries[0]?.id).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
    expect(next?.deliveries[0]?.id).not.toMatch(/\.\d+$/);
  });

  test("keeps the time of day when the clocks change", async () => {
    expect(await follow(daily, 3)).toEqual([
      "2026-03-29T07:00:00.000Z",
      "2026-03-30T07:00:00.000Z",
      "2026-03-31T07:00:00.000Z",
    ]);
  });

  test("ends at until, and is not sent late past it", async () => {
    expect(await follow({ ...daily, until: "2026-03-30T09:00:01+02:00" }, 9)).toHaveLength(2);
    expect(await follow({ ...daily, until: "2026-03-30T09:00:00+02:00" }, 9)).toHaveLength(1);
    const { publication, deliveries } = await begin({ ...daily, until: "2026-03-29T09:20:00+02:00" });
    const next = await nextOccurrence(publication, deliveries, start);
    expect(next?.publication.notAfter).toBe("2026-03-29T07:20:00.000Z");
  });

  test("counts from the time of the occurrence, whatever has been tried and however it ends", async () => {
    const { publication, deliveries } = await begin(daily, { notAfter: "2026-03-28T08:10:00Z" });
    const tried = { ...deliveries[0]!, id: "b", dueAt: Date.parse("2026-03-29T07:30:00Z") };
    const parked = { ...deliveries[0]!, id: "c", dueAt: null };
    const next = await nextOccurrence(publication, [tried, ...deliveries, parked], start);
    expect(next?.deliveries.map(({ dueAt }) => dueAt)).toEqual(Array(3).fill(Date.parse("2026-03-29T07:00:00Z")));
    const all = await nextOccurrence(publication, [parked], Date.parse("2026-03-28T09:30:00Z"));
    expect(all?.deliveries[0]?.dueAt).toBe(Date.parse("2026-03-29T07:00:00Z"));
  });

  test.each([
    ["begun in time", "2026-03-28T08:00:00Z", "2026-03-29T07:00:00.000Z"],
    ["begun late", "2026-03-28T08:59:00Z", "2026-03-29T07:00:00.000Z"],
    ["begun by a clock that was put back", "2026-03-28T05:00:00Z", "2026-03-29T07:00:00.000Z"],
    ["missed for two days", "2026-03-30T12:00:00Z", "2026-03-31T07:00:00.000Z"],
    ["missed until an hour after a later one", "2026-03-30T08:00:00Z", "2026-03-30T07:00:00.000Z"],
    ["missed until just over an hour after a later one", "2026-03-30T08:00:01Z", "2026-03-31T07:00:00.000Z"],
    ["missed until the moment of a later one", "2026-03-30T07:00:00Z", "2026-03-30T07:00:00.000Z"],
  ])("after one that was %s", async (_, now, next) => {
    const { publication, deliveries } = await begin();
    const found = await nextOccurrence(publication, deliveries, Date.parse(now));
    expect(new Date(found?.deliveries[0]?.dueAt ?? NaN).toISOString()).toBe(next);
  });

  test("never brings several missed ones in a row", async () => {
    const { publication, deliveries } = await begin({ ...daily, cron: "*/5 * * * *" });
    const now = Date.parse("2026-03-28T12:03:00Z");
    const first = await nextOccurrence(publication, deliveries, now);
    const second = await nextOccurrence(first!.publication, first!.deliveries, now);
    expect(first?.deliveries[0]?.dueAt).toBe(Date.parse("2026-03-28T12:00:00Z"));
    expect(second?.deliveries[0]?.dueAt).toBe(Date.parse("2026-03-28T12:05:00Z"));
  });

  test("moves what counts from the time of an occurrence", async () => {
    const due = Date.parse("2026-03-28T08:00:00Z");
    const quorum = { atLeast: 1, at: due + 600_000 };
    const fallback = { press: { instead: "wards", at: due + 300_000 } };
    const poll = { options: ["yes", "no"], closesAt: "2026-03-28T20:00:00Z", multiple: false };
    const part = { text: "Will you come?", audience: "public", media: [], poll } as const;
    const { publication, deliveries } = await begin(daily, { quorum, fallback }, { part, dueAt: due + 300_000 });
    const first = { ...deliveries[0]!, id: "visiting-hours.wards.en.0", channel: "wards", dueAt: due };
    const next = await nextOccurrence(publication, [...deliveries, first], due);
    const dayMs = 23 * 60 * 60 * 1000;
    expect(next?.publication.quorum).toEqual({ atLeast: 1, at: quorum.at + dayMs });
    expect(next?.publication.fallback).toEqual({ press: { instead: "wards", at: due + 300_000 + dayMs } });
    expect(next?.deliveries.map(({ dueAt }) => dueAt)).toEqual([due + 300_000 + dayMs, due + dayMs]);
    expect(next?.deliveries[0]?.part.poll?.closesAt).toBe("2026-03-29T19:00:00.000Z");
  });

  test("names each of the media once", async () => {
    const media = (mediaId: string) =>
      ({ kind: "image", mimeType: "image/png", alt: "The entrance", mediaId }) as const;
    const part = { text: "", audience: "public", media: [media("a"), media("b"), media("a")] } as const;
    const { publication, deliveries } = await begin(daily, {}, { part });
    const next = await nextOccurrence(publication, deliveries, start);
    expect(next?.mediaIds).toEqual(["a", "b"]);
    expect(next?.deliveries[0]).toMatchObject({ part, state: "queued" });
  });

  test("leaves out again what the first one left out, and sends again what it did not need", async () => {
    const error = { code: "invalid-post", message: "text: too long", outcome: "not-sent", retryable: false } as const;
    const part = { text: "", audience: "public", media: [] } as const;
    const unfit = await begin(daily, {}, { state: "skipped", part, error });
    const spare = await begin(daily, {}, { state: "skipped" });
    const states = await Promise.all(
      [unfit, spare].map(async ({ publication, deliveries }) => {
        const next = await nextOccurrence(publication, deliveries, start);
        return next?.deliveries.map(({ state, dueAt, error: why }) => ({ state, dueAt, why }));
      }),
    );
    expect(states[0]).toEqual([{ state: "skipped", dueAt: null, why: error }]);
    expect(states[1]).toEqual([{ state: "queued", dueAt: Date.parse("2026-03-29T07:00:00Z"), why: undefined }]);
  });

  test("is none without a rule", async () => {
    const { publication, deliveries } = await begin();
    const { repeat: _, ...once } = publication;
    expect(await nextOccurrence(once, deliveries, start)).toBeUndefined();
  });
});
