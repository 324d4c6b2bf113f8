import type { Draft, PostRef, PrepareContext, ReplyTarget } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { makeContext, moveDelivery, type Machine } from "./machine.ts";
import { prepareDelivery } from "./prepare-delivery.ts";
import { isDone } from "./report.ts";
import { sendDelivery } from "./send-delivery.ts";

/**
 * Delivers the parts of one post on one channel, in their order, from wherever they stand.
 *
 * Everything is prepared before the first part goes out, so that a picture that the network refuses does not leave half
 * a thread behind. When a part does not arrive, the parts after it do not go: they are `cancelled` where the thread
 * is over, and stay `queued` where it can go on later.
 */
export async function deliverThread(
  machine: Machine,
  channel: Channel,
  publication: PublicationRecord,
  records: readonly DeliveryRecord[],
  signal: AbortSignal | undefined,
): Promise<readonly DeliveryRecord[]> {
  const thread = [...records];
  try {
    const drafts = await prepareThread(machine, channel, publication, thread, signal);
    if (drafts) await sendThread(machine, channel, publication, thread, drafts, signal);
    await leaveRest(machine, thread);
    return thread;
  } catch (error) {
    if (signal?.aborted) await cancelRest(machine, thread);
    throw error;
  }
}

function contextOf(
  machine: Machine,
  publication: PublicationRecord,
  record: DeliveryRecord,
  signal: AbortSignal | undefined,
): PrepareContext {
  return { ...makeContext(machine, publication.lane, signal), key: record.id };
}

/** One draft a part, none for those that are done; `undefined` when a part could not be prepared. */
async function prepareThread(
  machine: Machine,
  channel: Channel,
  publication: PublicationRecord,
  thread: DeliveryRecord[],
  signal: AbortSignal | undefined,
): Promise<(Draft | undefined)[] | undefined> {
  const drafts: (Draft | undefined)[] = [];
  for (const [index, record] of thread.entries()) {
    signal?.throwIfAborted();
    if (isDone(record.state)) {
      drafts.push(undefined);
    } else if (record.state === "unknown" && record.draft) {
      // It may be live under this very draft: a new one would make a second post.
      drafts.push(record.draft);
    } else {
      const prepared = await prepareDelivery(machine, channel, record, contextOf(machine, publication, record, signal));
      thread[index] = prepared.record;
      if (!prepared.ready) return undefined;
      drafts.push(prepared.draft);
    }
  }
  return drafts;
}

async function sendThread(
  machine: Machine,
  channel: Channel,
  publication: PublicationRecord,
  thread: DeliveryRecord[],
  drafts: readonly (Draft | undefined)[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const [index, record] of thread.entries()) {
    const draft = drafts[index];
    if (!draft) continue;
    signal?.throwIfAborted();
    const replyTo = findReplyTarget(publication, thread, index);
    // The part before did not arrive, or has no id yet: this one would stand alone in public.
    if (index > 0 && !replyTo) return;
    const context = contextOf(machine, publication, record, signal);
    const send = { machine, channel, publication, draft, context: replyTo ? { ...context, replyTo } : context };
    thread[index] = await sendDelivery(send, record);
  }
}

function findReplyTarget(
  publication: PublicationRecord,
  thread: readonly DeliveryRecord[],
  index: number,
): ReplyTarget | undefined {
  const own = publication.replyTo?.[thread[0]?.channel ?? ""];
  if (index === 0) return own;
  const parent: PostRef | undefined = thread[index - 1]?.receipt;
  const root: PostRef | undefined = own?.root ?? thread[0]?.receipt;
  return root && parent && { root, parent };
}

async function leaveRest(machine: Machine, thread: DeliveryRecord[]): Promise<void> {
  const over = thread.some(({ state }) => state === "rejected" || state === "expired" || state === "cancelled");
  for (const [index, record] of thread.entries())
    if (record.state === "preparing" || (over && record.state === "queued"))
      thread[index] = await moveDelivery(machine, record, { state: over ? "cancelled" : "queued" });
}

async function cancelRest(machine: Machine, thread: readonly DeliveryRecord[]): Promise<void> {
  const stored = await machine.ledger.deliveries({ publicationId: thread[0]?.publicationId ?? "" });
  const own = new Set(thread.map(({ id }) => id));
  for (const record of stored)
    if (own.has(record.id) && (record.state === "queued" || record.state === "preparing"))
      await moveDelivery(machine, record, { state: "cancelled" });
}
