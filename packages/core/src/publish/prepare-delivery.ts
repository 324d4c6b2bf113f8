import { LedgerError, type Draft, type Part, type PartMedia, type PrepareContext } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryRecord, StoredPart } from "../ledger/records.ts";
import { toDeliveryError } from "./delivery-error.ts";
import { moveDelivery, type Machine } from "./machine.ts";
import { waitBefore } from "./retry-policy.ts";

export type Prepared =
  | { readonly ready: true; readonly record: DeliveryRecord; readonly draft: Draft }
  /** The record says what became of it: `rejected`, or `queued` for later. */
  | { readonly ready: false; readonly record: DeliveryRecord };

/** Uploads and builds everything that may be repeated. Tries again by itself; nothing a reader sees changes. */
export async function prepareDelivery(
  machine: Machine,
  channel: Channel,
  queued: DeliveryRecord,
  context: PrepareContext,
): Promise<Prepared> {
  if (queued.draft && isFresh(queued.draft, machine)) return { ready: true, record: queued, draft: queued.draft };
  let record = queued.state === "preparing" ? queued : await moveDelivery(machine, queued, { state: "preparing" });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const part = await restorePart(machine, record.part);
      return { ready: true, record, draft: await channel.adapter.prepare(part, context) };
    } catch (thrown) {
      if (context.signal?.aborted || thrown instanceof LedgerError) throw thrown;
      const error = toDeliveryError(thrown, "not-sent");
      if (!error.retryable || attempt >= machine.retry.attempts)
        return { ready: false, record: await moveDelivery(machine, record, { state: "rejected", error }) };
      const waitMs = waitBefore(attempt, machine.retry, machine.clock.now(), error.retryAt, machine.random);
      if (waitMs > machine.retry.maxWaitMs)
        return { ready: false, record: await moveDelivery(machine, record, { state: "queued", error }) };
      record = await moveDelivery(machine, record, { error });
      tellRetry(machine, record, waitMs);
      await machine.clock.sleep(waitMs, context.signal);
    }
  }
}

export function isFresh(draft: Draft, { clock }: Machine): boolean {
  return draft.expiresAt === undefined || Date.parse(draft.expiresAt) > clock.now();
}

export function tellRetry({ events }: Machine, record: DeliveryRecord, waitMs: number): void {
  const { publicationId, id: deliveryId, channel, error } = record;
  if (error) events.emit("delivery-retry", () => ({ publicationId, deliveryId, channel, waitMs, error }));
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
