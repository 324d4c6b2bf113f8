import { UnsupportedError } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { makeContext, type Machine } from "../publish/machine.ts";
import type { Change } from "./change.ts";
import { findLiveThreads } from "./live-deliveries.ts";

/** What is done to a post on top of the account's page. */
export type PinAct = "pin" | "unpin";

/**
 * Pins the first part of each live thread, or takes that back. Nothing of it is journaled: a post that could not be pinned
 * is delivered all the same, and only the answer says why it is not on top.
 *
 * What is not live yet, or no longer, is not `done` by a pin, and nothing to unpin.
 */
export async function pinPublication(
  machine: Machine,
  act: PinAct,
  publicationId: string,
  channels: readonly Channel[],
  signal: AbortSignal | undefined,
): Promise<readonly Change[]> {
  const names = channels.map(({ name }) => name);
  const threads = await findLiveThreads(machine.ledger, publicationId, names);
  const live = threads.flatMap(([first]) => (first?.index === 0 ? [first] : []));
  const perChannel = Map.groupBy(live, ({ channel }) => channel).values();
  const results = await Promise.all([...perChannel].map((records) => changeInTurn(machine, act, records, signal)));
  signal?.throwIfAborted();
  const missing = act === "pin" ? await findMissing(machine, publicationId, names, live) : [];
  return [...results.flat(), ...missing.map((record): Change => ({ record, done: false }))];
}

/** One after the other and the first one last: a network shows on top what was pinned last, and some keep only that. */
async function changeInTurn(
  machine: Machine,
  act: PinAct,
  records: readonly DeliveryRecord[],
  signal: AbortSignal | undefined,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const record of records.toReversed()) changes.unshift(await changePost(machine, act, record, signal));
  return changes;
}

async function changePost(
  machine: Machine,
  act: PinAct,
  { error: _earlier, ...record }: DeliveryRecord,
  signal: AbortSignal | undefined,
): Promise<Change> {
  const channel = machine.channels.get(record.channel);
  if (!channel || !record.receipt || signal?.aborted) return { record, done: false };
  const { adapter } = channel;
  try {
    if (!adapter[act]) throw new UnsupportedError(`${adapter.network} cannot ${act} a post from here: do it by hand.`);
    await adapter[act](record.receipt, makeContext(machine, channel, "routine", signal));
    return { record, done: true };
  } catch (error) {
    return { record: { ...record, error: toDeliveryError(error, "unknown") }, done: false };
  }
}

/** First parts that were to be seen by now or will be, and are not: nobody may take them for pinned. */
async function findMissing(
  machine: Machine,
  publicationId: string,
  channels: readonly string[],
  live: readonly DeliveryRecord[],
): Promise<readonly DeliveryRecord[]> {
  const known = new Set(live.map(({ id }) => id));
  const records = await machine.ledger.deliveries({ publicationId });
  return records.filter(
    ({ id, index, channel, state }) =>
      index === 0 && channels.includes(channel) && !known.has(id) && state !== "skipped",
  );
}
