import { LedgerError, UnsupportedError } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { Decision, DeliveryRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { Interruption } from "../publish/interruption.ts";
import { makeContext, moveDelivery, type Machine } from "../publish/machine.ts";
import type { Change } from "./change.ts";
import { findLiveThreads, refuseUnknownId } from "./live-deliveries.ts";
import type { RetractOptions } from "./retract-options.ts";

/**
 * Cancels what has not gone out, and removes what a publication has put on the channels, the last part of a thread
 * first. One that is not `done` is still live, or may be, and the `error` of its record says why.
 */
export async function retractPublication(
  machine: Machine,
  publicationId: string,
  channels: readonly Channel[],
  { by, reason, onlyWaiting = false, signal }: RetractOptions,
): Promise<readonly Change[]> {
  const names = channels.map(({ name }) => name);
  await refuseUnknownId(machine.ledger, publicationId);
  const facts = { channels: names.join(" "), onlyWaiting };
  await machine.audit.record({ by, action: "retract", subject: publicationId, reason, facts });
  const decision: Decision = { as: "abandon", by, reason, at: machine.clock.now() };
  const cancelled = await cancelWaiting(machine, publicationId, names, decision);
  if (onlyWaiting) return cancelled;
  const threads = await findLiveThreads(machine.ledger, publicationId, names);
  const results = await Promise.all(threads.map((thread) => retractThread(machine, thread, signal)));
  signal?.throwIfAborted();
  return [...results.flat(), ...cancelled];
}

async function cancelWaiting(
  machine: Machine,
  publicationId: string,
  channels: readonly string[],
  decision: Decision,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const record of await machine.ledger.deliveries({ publicationId })) {
    const change = channels.includes(record.channel) && (await callOff(machine, record, decision));
    if (change) changes.push(change);
  }
  return changes;
}

/**
 * Cancels a delivery that waits. One that may be live is past cancelling: it is not sent once more, and the report says so.
 *
 * @returns nothing for what has ended.
 */
async function callOff(machine: Machine, record: DeliveryRecord, decision: Decision): Promise<Change | undefined> {
  const mayBeLive = record.state === "sending" || record.state === "unknown";
  if (!mayBeLive && record.state !== "queued" && record.state !== "held" && record.state !== "preparing")
    return undefined;
  try {
    // The mark keeps a later call under the same id from sending it after all.
    const change = mayBeLive ? { decision } : ({ state: "cancelled", retractedAt: decision.at, decision } as const);
    return { record: await moveDelivery(machine, record, change), done: !mayBeLive };
  } catch (thrown) {
    if (!(thrown instanceof Interruption)) throw thrown;
    // A lane has moved it in the meantime: it is called off from where it is now.
    const { publicationId, channel, id } = record;
    const stored = await machine.ledger.deliveries({ publicationId, channel });
    const current = stored.find((other) => other.id === id);
    return current && callOff(machine, current, decision);
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
    if (error instanceof LedgerError) throw error;
    return { record: await moveDelivery(machine, record, { error: toDeliveryError(error, "unknown") }), done: false };
  }
}
