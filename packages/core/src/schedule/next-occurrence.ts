import type { DeliveryRecord, PublicationRecord, RepeatRecord, StoredPart } from "../ledger/records.ts";
import { setOccurrence, type Occurrence } from "./first-occurrence.ts";
import { readOccurrences } from "./occurrences.ts";

/** What the ledger is to add so that a recurring publication goes on. */
export interface NextOccurrence {
  readonly publication: PublicationRecord;
  readonly deliveries: readonly DeliveryRecord[];
  /** Media of the occurrence before: the ledger has their bytes and must link them to this one too. */
  readonly mediaIds: readonly string[];
}

/** From one occurrence to the next. */
interface Step {
  readonly next: Occurrence;
  /** The number of the one before. */
  readonly from: number;
  readonly shiftMs: number;
  readonly now: number;
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
  const { repeat } = publication;
  if (!repeat) return undefined;
  const dueAt = readDueAt(deliveries, now);
  const nextDueAt = await findNext(repeat, dueAt, now);
  if (nextDueAt === undefined) return undefined;
  const next = setOccurrence({ ...repeat, occurrence: repeat.occurrence + 1 }, nextDueAt);
  const step: Step = { next, from: repeat.occurrence, shiftMs: nextDueAt - dueAt, now };
  return {
    publication: repeatPublication(publication, step),
    deliveries: deliveries.map((record) => repeatDelivery(record, publication, step)),
    mediaIds: [...new Set(deliveries.flatMap(({ part }) => part.media.map(({ mediaId }) => mediaId)))],
  };
}

/** The time of this occurrence: what was tried may be due later, and fallbacks always are. */
function readDueAt(deliveries: readonly DeliveryRecord[], now: number): number {
  const times = deliveries.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  return times.length > 0 ? Math.min(...times) : now;
}

async function findNext(repeat: RepeatRecord, dueAt: number, now: number): Promise<number | undefined> {
  const occurrences = await readOccurrences(repeat);
  const missed = occurrences.lastUntil(now);
  if (missed !== undefined && missed > dueAt && missed + repeat.lateMs >= now) return missed;
  // A clock that was put back must not bring an occurrence again.
  return occurrences.after(Math.max(dueAt, now));
}

function repeatPublication(publication: PublicationRecord, { next, from, shiftMs, now }: Step): PublicationRecord {
  const { id, fallback, quorum } = publication;
  const shifted = Object.entries(fallback ?? {}).map(
    ([channel, record]) => [channel, { ...record, at: record.at + shiftMs }] as const,
  );
  return {
    ...publication,
    id: numberPublication(id, from, next),
    createdAt: now,
    notAfter: next.notAfter,
    repeat: next.repeat,
    ...(quorum && { quorum: { ...quorum, at: quorum.at + shiftMs } }),
    ...(fallback && { fallback: Object.fromEntries(shifted) }),
  };
}

function repeatDelivery(
  { id, publicationId, channel, network, language, index, count, part, state, error }: DeliveryRecord,
  { fallback }: PublicationRecord,
  { next, from, shiftMs, now }: Step,
): DeliveryRecord {
  const same = {
    id: numberDelivery(id, from, next),
    publicationId: numberPublication(publicationId, from, next),
    channel,
    network,
    ...(language !== undefined && { language }),
    index,
    count,
    part: shiftPoll(part, shiftMs),
    attempts: 0,
    updatedAt: now,
  };
  // Policy leaves out a channel for which the content is not fit; what that has no words, and never will.
  if (state === "skipped" && part.text === "" && part.media.length === 0)
    return { ...same, state, dueAt: null, ...(error && { error }) };
  const fallbackAt = fallback?.[channel]?.at;
  return { ...same, state: "queued", dueAt: fallbackAt === undefined ? next.dueAt : fallbackAt + shiftMs };
}

/** A poll stays open for as long as the first one did. */
function shiftPoll({ poll, ...part }: StoredPart, shiftMs: number): StoredPart {
  if (!poll) return part;
  return { ...part, poll: { ...poll, closesAt: new Date(Date.parse(poll.closesAt) + shiftMs).toISOString() } };
}

/** `weekly`, `weekly~2`, `weekly~3`: no caller can name a publication so. */
function numberPublication(id: string, from: number, { repeat }: Occurrence): string {
  return `${removeNumber(id, "~", from)}~${repeat.occurrence}`;
}

/** `weekly.press.0`, `weekly.press.0-2`: networks take no `~`, and other ids end with a dot and a number. */
function numberDelivery(id: string, from: number, { repeat }: Occurrence): string {
  return `${removeNumber(id, "-", from)}-${repeat.occurrence}`;
}

function removeNumber(id: string, mark: string, number: number): string {
  return number === 1 ? id : id.slice(0, -`${mark}${number}`.length);
}
