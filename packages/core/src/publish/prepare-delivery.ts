import { LedgerError, NetworkError, type Draft, type Part, type PartMedia } from "@carecast/adapter";

import type { DeliveryError, DeliveryRecord, StoredPart } from "../ledger/records.ts";
import { toDeliveryError } from "./delivery-error.ts";
import { Interruption } from "./interruption.ts";
import type { Machine } from "./machine.ts";
import { decideRetry, type NextTry } from "./retry-policy.ts";
import { awaitTurn, contextOf, giveBack, isLate, move, sleep, tellPace, type Run } from "./run.ts";

export type Prepared =
  | { readonly ready: true; readonly record: DeliveryRecord; readonly draft: Draft }
  /** The record says what became of it. `pauseUntil`: the lane has to wait. */
  | { readonly ready: false; readonly record: DeliveryRecord; readonly pauseUntil?: number };

/** Long enough for a video that a network takes its time over. */
const prepareMs = 30 * 60_000;

/** Uploads and builds everything that may be repeated. Tries again by itself; nothing a reader sees changes. */
export async function prepareDelivery(run: Run, queued: DeliveryRecord): Promise<Prepared> {
  if (isLate(run)) return { ready: false, record: await move(run, queued, { state: "expired" }) };
  if (queued.draft && isFresh(queued.draft, run.machine)) return { ready: true, record: queued, draft: queued.draft };
  const files = queued.part.media.length;
  const cost = { media: files, requests: files };
  let record = queued;
  for (let attempt = 1; ; attempt += 1) {
    const turn = files > 0 ? await awaitTurn(run, cost) : { takenAt: run.machine.clock.now() };
    if ("waitUntil" in turn) return { ready: false, ...(await waitInLine(run, record, turn.waitUntil)) };
    try {
      if (record.state !== "preparing") record = await move(run, record, { state: "preparing" });
      const part = await restorePart(run.machine, record.part);
      const draft = await callPrepare(run, record, part);
      // Without files nothing was asked of the network, so nothing is known about it.
      if (files > 0) tellPace(run, undefined);
      return { ready: true, record, draft };
    } catch (thrown) {
      giveBack(run, cost, turn.takenAt, thrown);
      if (run.signal?.aborted || thrown instanceof LedgerError || thrown instanceof Interruption) throw thrown;
      const error = toDeliveryError(thrown, "not-sent");
      tellPace(run, error);
      const next: NextTry = error.retryable ? decideRetry(run, record.dueAt, error, attempt) : { kind: "over" };
      if (next.kind !== "again") return { ready: false, ...(await leave(run, record, error, next)) };
      record = await move(run, record, { error });
      tellRetry(run.machine, record, next.waitMs);
      await sleep(run, next.waitMs);
    }
  }
}

function callPrepare(run: Run, record: DeliveryRecord, part: Part): Promise<Draft> {
  const { channel, machine } = run;
  const call = channel.adapter.prepare(part, contextOf(run, record));
  return machine.watchdog.guard(call, machine.clock.now(), prepareMs, lateError);
}

function lateError(): NetworkError {
  return new NetworkError("Preparing took longer than half an hour and was given up.", { outcome: "not-sent" });
}

/** What is left of a delivery that is not tried again now. */
export interface Left {
  readonly record: DeliveryRecord;
  readonly pauseUntil?: number;
  /** It has to be prepared again first. */
  readonly isStale?: true;
}

/** Journals that a delivery stops here, and whether it goes on later. */
export async function leave(run: Run, record: DeliveryRecord, error: DeliveryError, next: NextTry): Promise<Left> {
  if (next.kind === "over") return { record: await move(run, record, { state: "rejected", error }) };
  if (next.kind === "aside") return { record: await move(run, record, { state: "queued", error, dueAt: next.until }) };
  if (next.kind === "again") return { record: await move(run, record, { state: "queued", error }) };
  // That an earlier try may be live is not forgotten over the wait.
  const outcome = record.error?.outcome === "unknown" ? "unknown" : error.outcome;
  const patient: DeliveryError = { ...error, outcome, retryAt: next.until };
  return { record: await move(run, record, { state: "queued", error: patient }), pauseUntil: next.until };
}

/** The budgets of the channel are used up, or its circuit is open: the delivery stays in line. */
export function waitInLine(run: Run, record: DeliveryRecord, until: number): Promise<Left> {
  const error: DeliveryError = {
    code: "rate-limited",
    message: "The channel has to wait: its rate budget is used up, or it failed too often in a row.",
    outcome: "not-sent",
    retryable: true,
  };
  return leave(run, record, error, { kind: "pause", until });
}

export function isFresh(draft: Draft, { clock }: Machine): boolean {
  return draft.expiresAt === undefined || Date.parse(draft.expiresAt) > clock.now();
}

export function tellRetry({ events, clock }: Machine, record: DeliveryRecord, waitMs: number): void {
  const { publicationId, id: deliveryId, channel, error } = record;
  if (error)
    events.emit("delivery-retry", () => ({ at: clock.now(), publicationId, deliveryId, channel, waitMs, error }));
}

/** The part as adapters know it, with the bytes of its media: those at hand, else those of the ledger. */
export async function restorePart(
  { ledger }: Machine,
  stored: StoredPart,
  atHand?: ReadonlyMap<string, Blob>,
): Promise<Part> {
  if (stored.media.length === 0) return { ...stored, media: [] };
  const media = stored.media.map(async ({ mediaId, ...description }): Promise<PartMedia> => {
    const blob = atHand?.get(mediaId) ?? (await ledger.media(mediaId));
    if (!blob) throw new LedgerError("The ledger has lost the bytes of a picture or video of this delivery.");
    return { ...description, blob };
  });
  return { ...stored, media: await Promise.all(media) };
}
