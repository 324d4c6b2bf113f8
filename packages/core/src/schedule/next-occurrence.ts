import type { DeliveryRecord, PublicationRecord, RepeatRecord } from "../ledger/records.ts";
import { setOccurrence, type Occurrence } from "./first-occurrence.ts";
import { readOccurrences } from "./occurrences.ts";

/** What the ledger is to add so that a recurring publication goes on. */
export interface NextOccurrence {
  readonly publication: PublicationRecord;
  readonly deliveries: readonly DeliveryRecord[];
  /** Media of the occurrence before: the ledger has their bytes and must link them to this one too. */
  readonly mediaIds: readonly string[];
}

/**
 * The records of the occurrence that follows `publication`; `undefined` when it does not recur or was the last.
 *
 * Asked twice it gives the same ids, so that the ledger refuses the second. Of the times that were missed by `now` only
 * the last counts, and only if it is not too late already.
 */
export async function nextOccurrence(
  publication: PublicationRecord,
  deliveries: readonly DeliveryRecord[],
  now: number,
): Promise<NextOccurrence | undefined> {
  const { repeat, notAfter } = publication;
  if (!repeat || notAfter === undefined) return undefined;
  const dueAt = Date.parse(notAfter) - repeat.lateMs;
  const nextDueAt = await findNext(repeat, dueAt, now);
  if (nextDueAt === undefined) return undefined;
  const next = setOccurrence({ ...repeat, occurrence: repeat.occurrence + 1 }, nextDueAt);
  const shiftMs = nextDueAt - dueAt;
  return {
    publication: repeatPublication(publication, repeat, next, shiftMs, now),
    deliveries: deliveries.map((record) => repeatDelivery(record, publication, repeat, next, shiftMs, now)),
    mediaIds: [...new Set(deliveries.flatMap(({ part }) => part.media.map(({ mediaId }) => mediaId)))],
  };
}

async function findNext(repeat: RepeatRecord, dueAt: number, now: number): Promise<number | undefined> {
  const occurrences = await readOccurrences(repeat);
  const missed = occurrences.lastUntil(now);
  if (missed !== undefined && missed > dueAt && missed + repeat.lateMs >= now) return missed;
  // A clock that was put back must not bring an occurrence again.
  return occurrences.after(Math.max(dueAt, now));
}

function repeatPublication(
  publication: PublicationRecord,
  repeat: RepeatRecord,
  next: Occurrence,
  shiftMs: number,
  now: number,
): PublicationRecord {
  const { fallback, quorum } = publication;
  return {
    ...publication,
    id: numberPublication(publication.id, repeat.occurrence, next.repeat.occurrence),
    createdAt: now,
    notAfter: next.notAfter,
    repeat: next.repeat,
    ...(quorum && { quorum: { ...quorum, at: quorum.at + shiftMs } }),
    ...(fallback && {
      fallback: Object.fromEntries(
        Object.entries(fallback).map(([channel, record]) => [channel, { ...record, at: record.at + shiftMs }]),
      ),
    }),
  };
}

function repeatDelivery(
  { id, channel, network, language, index, count, part, ...record }: DeliveryRecord,
  publication: PublicationRecord,
  repeat: RepeatRecord,
  next: Occurrence,
  shiftMs: number,
  now: number,
): DeliveryRecord {
  const { poll } = part;
  const closesAt = poll && new Date(Date.parse(poll.closesAt) + shiftMs).toISOString();
  const same = {
    id: numberDelivery(id, repeat.occurrence, next.repeat.occurrence),
    publicationId: numberPublication(publication.id, repeat.occurrence, next.repeat.occurrence),
    channel,
    network,
    ...(language !== undefined && { language }),
    index,
    count,
    part: poll && closesAt !== undefined ? { ...part, poll: { ...poll, closesAt } } : part,
    attempts: 0,
    updatedAt: now,
  };
  // Policy leaves out a channel for which the content is not fit; what that has no words, and never will.
  if (record.state === "skipped" && part.text === "" && part.media.length === 0)
    return { ...same, state: "skipped", dueAt: null, ...(record.error && { error: record.error }) };
  const fallbackAt = publication.fallback?.[channel]?.at;
  return { ...same, state: "queued", dueAt: fallbackAt === undefined ? next.dueAt : fallbackAt + shiftMs };
}

/** `weekly`, `weekly~2`, `weekly~3`: no caller can name a publication so. */
function numberPublication(id: string, from: number, to: number): string {
  return `${removeNumber(id, "~", from)}~${to}`;
}

/** `weekly.press.0`, `weekly.press.0-2`: networks take no `~`, and other ids end with a dot and a number. */
function numberDelivery(id: string, from: number, to: number): string {
  return `${removeNumber(id, "-", from)}-${to}`;
}

function removeNumber(id: string, mark: string, number: number): string {
  return number === 1 ? id : id.slice(0, -`${mark}${number}`.length);
}
