import { UnsupportedError } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { Interruption } from "../publish/interruption.ts";
import { makeContext, moveDelivery, type Machine } from "../publish/machine.ts";
import type { Change } from "./change.ts";
import { findLiveThreads } from "./live-deliveries.ts";

/**
 * Cancels what has not gone out, and removes what a publication has put on the channels, the last part of a thread
 * first. One that is not `done` is still live, and the `error` of its record says why.
 */
export async function retractPublication(
  machine: Machine,
  publicationId: string,
  channels: readonly Channel[],
  signal: AbortSignal | undefined,
): Promise<readonly Change[]> {
  const names = channels.map(({ name }) => name);
  const cancelled = await cancelWaiting(machine, publicationId, names);
  const threads = await findLiveThreads(machine.ledger, publicationId, names);
  const results = await Promise.all(threads.map((thread) => retractThread(machine, thread, signal)));
  signal?.throwIfAborted();
  return [...results.flat(), ...cancelled];
}

/** What a lane has begun meanwhile is past cancelling: it is live soon, and the report says so. */
async function cancelWaiting(
  machine: Machine,
  publicationId: string,
  channels: readonly string[],
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const record of await machine.ledger.deliveries({ publicationId })) {
    if (!channels.includes(record.channel)) continue;
    if (record.state === "queued" || record.state === "held" || record.state === "preparing")
      changes.push(await cancelDelivery(machine, record));
    else if (record.state === "sending" || record.state === "unknown") changes.push({ record, done: false });
  }
  return changes;
}

async function cancelDelivery(machine: Machine, record: DeliveryRecord): Promise<Change> {
  try {
    // The mark keeps a later call under the same id from sending it after all.
    const change = { state: "cancelled", retractedAt: machine.clock.now() } as const;
    return { record: await moveDelivery(machine, record, change), done: true };
  } catch (thrown) {
    if (!(thrown instanceof Interruption)) throw thrown;
    return { record, done: false };
  }
}

async function retractThread(
  machine: Machine,
  thread: readonly DeliveryRecord[],
  signal: AbortSignal | undefined,
): Promise<readonly Change[]> {
  const results: Change[] = [];
  for (const record of thread.toReversed()) results.unshift(await retractDelivery(machine, record, signal));
  return results;
}

async function retractDelivery(
  machine: Machine,
  record: DeliveryRecord,
  signal: AbortSignal | undefined,
): Promise<Change> {
  const channel = machine.channels.get(record.channel);
  if (!channel || !record.receipt || signal?.aborted) return { record, done: false };
  const { adapter } = channel;
  try {
    if (!adapter.retract)
      throw new UnsupportedError(`${adapter.network} cannot remove a post from here: remove it by hand.`);
    await adapter.retract(record.receipt, makeContext(machine, channel, "routine", signal));
    return { record: await moveDelivery(machine, record, { retractedAt: machine.clock.now() }), done: true };
  } catch (error) {
    return { record: await moveDelivery(machine, record, { error: toDeliveryError(error, "unknown") }), done: false };
  }
}
