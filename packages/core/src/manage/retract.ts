import { UnsupportedError, type CallContext } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryRecord } from "../ledger/ledger.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";
import { findLiveThreads } from "./live-deliveries.ts";

/**
 * Removes what a publication has put on the channels, the last part of a thread first. Resolves with the records as they
 * are then: one without `retractedAt` is still live, and its `error` says why.
 */
export async function retractPublication(
  machine: Machine,
  publicationId: string,
  channels: readonly Channel[],
  context: CallContext,
): Promise<readonly DeliveryRecord[]> {
  const names = channels.map(({ name }) => name);
  const threads = await findLiveThreads(machine.ledger, publicationId, names);
  const results = await Promise.all(threads.map((thread) => retractThread(machine, thread, context)));
  context.signal?.throwIfAborted();
  return results.flat();
}

async function retractThread(
  machine: Machine,
  thread: readonly DeliveryRecord[],
  context: CallContext,
): Promise<readonly DeliveryRecord[]> {
  const results: DeliveryRecord[] = [];
  for (const record of thread.toReversed()) results.unshift(await retractDelivery(machine, record, context));
  return results;
}

async function retractDelivery(
  machine: Machine,
  record: DeliveryRecord,
  context: CallContext,
): Promise<DeliveryRecord> {
  const adapter = machine.channels.get(record.channel)?.adapter;
  if (!adapter || !record.receipt || context.signal?.aborted) return record;
  try {
    if (!adapter.retract)
      throw new UnsupportedError(`${adapter.network} cannot remove a post from here: remove it by hand.`);
    await adapter.retract(record.receipt, context);
    return await moveDelivery(machine, record, { retractedAt: machine.clock.now() });
  } catch (error) {
    return moveDelivery(machine, record, { error: toDeliveryError(error, "unknown") });
  }
}
