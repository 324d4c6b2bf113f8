import type { AuditRow } from "../audit-store.ts";
import type { HoldRecord, HoldScope } from "../hold-store.ts";
import type { LaneRef } from "../lane-store.ts";
import type { DeliveryRecord, MediaRecord, PublicationRecord } from "../records.ts";

/** A lease that runs for as long as a test does. One of 0 ms has run out when the next call comes. */
export const longMs = 60_000;

/** A routine publication for tests of ledgers. */
export function samplePublication(id: string, changes: Partial<PublicationRecord> = {}): PublicationRecord {
  return {
    id,
    createdAt: 1_767_225_600_000,
    priority: "routine",
    kind: "post",
    fingerprint: "0f".repeat(32),
    notAfter: "2026-01-02T09:00:00+01:00",
    replyTo: { press: { root: { id: "1" }, parent: { id: "2", data: { cid: "bafy" } } } },
    ...changes,
  };
}

/** A queued delivery for tests of ledgers, named `<publication>.<channel>.<index>`. */
export function sampleDelivery(
  publicationId: string,
  channel: string,
  index = 0,
  changes: Partial<DeliveryRecord> = {},
): DeliveryRecord {
  return {
    id: `${publicationId}.${channel}.${index}`,
    publicationId,
    channel,
    network: "mastodon",
    language: "en",
    index,
    count: 1,
    part: { text: "The clinic on Hill Street is open until 8 p.m. \u{1F3E5}", audience: "public", media: [] },
    state: "queued",
    dueAt: 1_767_225_600_000,
    attempts: 0,
    updatedAt: 1_767_225_600_000,
    ...changes,
  };
}

/** A picture of three bytes for tests of ledgers. */
export function sampleMedia(id: string, byte = 1): MediaRecord {
  return { id, blob: new Blob([new Uint8Array([0xff, 0xd8, byte])], { type: "image/jpeg" }) };
}

/** A hold for tests of ledgers. */
export function sampleHold(id: string, scope: HoldScope, changes: Partial<HoldRecord> = {}): HoldRecord {
  return { id, scope, by: "duty officer", reason: "an accident on Hill Street", at: 20, ...changes };
}

/** The lane of this channel, `routine` unless told otherwise. */
export function lane(channel: string, name: LaneRef["lane"] = "routine"): LaneRef {
  return { channel, lane: name };
}

/** The row of this number in a trail for tests of ledgers: it follows the one before. */
export function sampleAuditRow(number: number, changes: Partial<AuditRow> = {}): AuditRow {
  return {
    number,
    at: 1_767_225_600_000 + number,
    entry: `{"action":"approve","by":"duty officer","subject":"p${number}"}`,
    previous: hashOf(number - 1),
    hash: hashOf(number),
    ...changes,
  };
}

/** Not what core computes: a ledger takes hashes as they come. Their order is not that of the numbers. */
function hashOf(number: number): string {
  return `${((number * 7) % 16).toString(16)}${number.toString(16).padStart(63, "0")}`;
}
