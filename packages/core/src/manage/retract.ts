import { UnsupportedError, type CallContext } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";
import type { Change } from "./change.ts";
import { findLiveThreads } from "./live-deliveries.ts";

/**
 * Removes what a publication has put on the channels, the last part of a thread first. One that is not `done` is
 * still live, and the `error` of its record says why.
 */
export async function retractPublication(
  machine: Machine,
  publicationId: string,
  channels: readonly Channel[],
  context: CallContext,
): Promise<readonly Change[]> {
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
): Promise<readonly Change[]> {
  const results: Change[] = [];
  for (const record of thread.toReversed()) results.unshift(await retractDelivery(machine, record, context));
  return results;
}

async function retractDelivery(machine: Machine, record: DeliveryRecord, context: CallContext): Promise<Change> {
  const adapter = machine.channels.get(record.channel)?.adapter;
  if (!adapter || !record.receipt || context.signal?.aborted) return { record, done: false };
  try {
    if (!adapter.retract)
      throw new UnsupportedError(`${adapter.network} cannot remove a post from here: remove it by hand.`);
    await adapter.retract(record.receipt, context);
    return { record: await moveDelivery(machine, record, { retractedAt: machine.clock.now() }), done: true };
  } catch (error) {
    return { record: await moveDelivery(machine, record, { error: toDeliveryError(error, "unknown") }), done: false };
  }
}
