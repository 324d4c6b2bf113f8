import { InvalidPostError, LedgerError, UnsupportedError } from "@carecast/adapter";

import type { DeliveryRecord, MediaRecord, StoredPart } from "../ledger/records.ts";
import type { ChannelPlan } from "../plan/plan.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { makeContext, moveDelivery, type Machine } from "../publish/machine.ts";
import { restorePart } from "../publish/prepare-delivery.ts";
import type { Change } from "./change.ts";

/** A live thread and what it shall become. */
export interface Revision {
  readonly thread: readonly DeliveryRecord[];
  readonly target: ChannelPlan;
  readonly parts: readonly StoredPart[];
}

/**
 * Throws when a revised thread would have another number of parts: readers would see a torn thread.
 *
 * @throws InvalidPostError
 */
export function checkRevision({ thread, target, parts }: Revision): void {
  if (parts.length === thread.length) return;
  const message = `The live thread has ${thread.length} parts, the revised one ${parts.length}. Keep the number, or publish a new post.`;
  throw new InvalidPostError(`${target.channel} text: ${message}`, [
    {
      path: "text",
      rule: "thread-length",
      message,
      count: parts.length,
      limit: thread.length,
      channel: target.channel,
    },
  ]);
}

/** Replaces the parts of a live thread in their order. A part that fails stays as it was, with its `error`. */
export async function reviseThread(
  machine: Machine,
  { thread, parts }: Revision,
  media: readonly MediaRecord[],
  signal: AbortSignal | undefined,
): Promise<readonly Change[]> {
  const blobs = new Map(media.map(({ id, blob }) => [id, blob]));
  const results: Change[] = [];
  for (const [index, record] of thread.entries()) {
    const part = parts[index];
    if (part) results.push(await reviseDelivery(machine, record, part, blobs, signal));
  }
  return results;
}

async function reviseDelivery(
  machine: Machine,
  record: DeliveryRecord,
  part: StoredPart,
  blobs: ReadonlyMap<string, Blob>,
  signal: AbortSignal | undefined,
): Promise<Change> {
  const channel = machine.channels.get(record.channel);
  if (!channel || !record.receipt || signal?.aborted) return { record, done: false };
  const { adapter } = channel;
  const context = { ...makeContext(machine, channel, "routine", signal), key: record.id };
  try {
    if (!adapter.revise)
      throw new UnsupportedError(`${adapter.network} cannot change a post: publish a correction instead.`);
    const draft = await adapter.prepare(await restorePart(machine, part, blobs), context);
    const receipt = await adapter.revise(record.receipt, draft, context);
    const change = { receipt, revisedAt: machine.clock.now(), part };
    return { record: await moveDelivery(machine, record, change), done: true };
  } catch (error) {
    // The network has the new words: whoever calls again only repeats what does no harm.
    if (error instanceof LedgerError) throw error;
    return { record: await moveDelivery(machine, record, { error: toDeliveryError(error, "unknown") }), done: false };
  }
}
