import type { LanguageTag, Receipt } from "@carecast/adapter";

import type { DeliveryError, DeliveryRecord, DeliveryState, PublicationRecord } from "../ledger/records.ts";
import type { Finding } from "../safeguards/safeguard.ts";

/** Deliveries that belong together, in their order. */
export type Records = readonly DeliveryRecord[];

/** What became of one publication: one outcome for each part on each channel. */
export interface Report<Channel extends string = string> {
  /** The id of the publication. */
  readonly id: string;
  /**
   * Whether every delivery is `delivered` or `accepted`: one that is `skipped`, such as a fallback that was not needed, makes
   * it `false`. Of `revise`, `retract`, `pin` and `unpin`, whether every change was made.
   */
  readonly ok: boolean;
  readonly deliveries: readonly DeliveryReport<Channel>[];
  /** What safeguards found and let pass: warnings, and what an override set aside. Left out where there is nothing. */
  readonly findings?: readonly Finding[];
}

/** What became of one part on one channel. */
export interface DeliveryReport<Channel extends string = string> {
  readonly id: string;
  readonly publicationId: string;
  readonly channel: Channel;
  readonly network: string;
  readonly language?: LanguageTag;
  /** The position in its thread, from 0, and the length of the thread. */
  readonly index: number;
  readonly count: number;
  /**
   * `queued` means that it waits, for its time or for a network that asked for patience; see `error.retryAt`. `held` waits
   * for the end of a hold, `unknown` for a human where nothing could settle it.
   */
  readonly state: DeliveryState;
  /** When it was, or is, to go out, milliseconds since the epoch. Left out where it waits for a person. */
  readonly dueAt?: number;
  /** How often the irreversible call was begun. */
  readonly attempts: number;
  /** What the network answered. Absent also where a duplicate was refused, or a human says that it is there. */
  readonly receipt?: Receipt;
  /** Why it is not delivered, or why it took more than one attempt. */
  readonly error?: DeliveryError;
  /** When it was last changed, milliseconds since the epoch. */
  readonly revisedAt?: number;
  /** When it was removed from the network, milliseconds since the epoch. */
  readonly retractedAt?: number;
}

/** What a publication is, without its words. */
export type PublicationReport = Pick<
  PublicationRecord,
  "id" | "createdAt" | "priority" | "kind" | "notAfter" | "tags" | "campaign"
>;

export function reportPublication(record: PublicationRecord): PublicationReport {
  const { id, createdAt, priority, kind, notAfter, tags, campaign } = record;
  return {
    id,
    createdAt,
    priority,
    kind,
    ...(notAfter !== undefined && { notAfter }),
    ...(tags && { tags }),
    ...(campaign !== undefined && { campaign }),
  };
}

export function isDone(state: DeliveryState): boolean {
  return state === "delivered" || state === "accepted";
}

/** Whether a machine still has to do something about a delivery. */
export function isOpen(state: DeliveryState): boolean {
  return state === "queued" || state === "preparing" || state === "sending" || state === "unknown";
}

/** Whether a machine still has to do something about a delivery, and may by now. */
export function isWaiting({ state, dueAt }: DeliveryRecord, now: number): boolean {
  return isOpen(state) && dueAt !== null && dueAt <= now;
}

/** Whether nothing will happen to a delivery unless somebody asks for it. */
export function isFinal(state: DeliveryState): boolean {
  return !isOpen(state) && state !== "held";
}

export function writeReport<Channel extends string>(
  id: string,
  records: readonly DeliveryRecord[],
  ok = records.every(isFine),
): Report<Channel> {
  return { id, ok, deliveries: records.map((record) => reportDelivery<Channel>(record)) };
}

/** Done, or left out because it was not needed: what did not fit has an `error`. */
function isFine({ state, error }: DeliveryRecord): boolean {
  return isDone(state) || (state === "skipped" && !error);
}

export function reportDelivery<Channel extends string>(record: DeliveryRecord): DeliveryReport<Channel> {
  const {
    id,
    publicationId,
    network,
    language,
    index,
    count,
    state,
    dueAt,
    attempts,
    receipt,
    error,
    revisedAt,
    retractedAt,
  } = record;
  return {
    id,
    publicationId,
    // Records are made from the channels of this application only.
    channel: record.channel as Channel,
    network,
    ...(language !== undefined && { language }),
    index,
    count,
    state,
    ...(dueAt !== null && { dueAt }),
    attempts,
    ...(receipt && { receipt }),
    ...(error && { error }),
    ...(revisedAt !== undefined && { revisedAt }),
    ...(retractedAt !== undefined && { retractedAt }),
  };
}
