import type { Draft, PostRef, ReplyTarget } from "@carecast/adapter";

import type { DeliveryError, DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { Interruption } from "./interruption.ts";
import { prepareDelivery, type Left } from "./prepare-delivery.ts";
import { isDone, isOpen, type Records } from "./report.ts";
import { cancelThread, refuseThread } from "./refuse-thread.ts";
import { contextOf, move, stopIfOver, type Run } from "./run.ts";
import { sendDelivery } from "./send-delivery.ts";

/** Where a thread stands after a run. */
export interface ThreadResult {
  readonly records: Records;
  /** The lane has to wait until then. */
  readonly pauseUntil?: number;
}

/**
 * Delivers the parts of one post on one channel, in their order, from wherever they stand.
 *
 * Everything is prepared before the first part goes out, so that a picture that the network refuses does not leave half
 * a thread behind. When a part does not arrive, the parts after it do not go: they are `cancelled` where the thread
 * is over, and wait with it where it can go on later.
 */
export async function deliverThread(run: Run, records: Records): Promise<ThreadResult> {
  const thread = [...records];
  try {
    await recoverThread(run, thread);
    rememberPatience(run, thread);
    if ((await cancelThread(run, thread)) || (await refuseThread(run, thread))) {
      await leaveRest(run, thread);
      return { records: thread };
    }
    const { drafts, pauseUntil } = await prepareThread(run, thread);
    const paused = drafts ? await sendThread(run, thread, drafts) : pauseUntil;
    await leaveRest(run, thread);
    return { records: thread, ...(paused !== undefined && { pauseUntil: paused }) };
  } catch (thrown) {
    if (run.signal?.aborted) await cancelRest(run, thread);
    if (!(thrown instanceof Interruption)) throw thrown;
    return { records: await readAgain(run, thread) };
  }
}

const interrupted: DeliveryError = {
  code: "network",
  message: "The process ended while the post was on its way.",
  outcome: "unknown",
  retryable: true,
};

/**
 * Nobody knows whether a part arrived that an earlier owner of the lane was sending, or was about to send again. By now
 * the network may have forgotten its key.
 */
async function recoverThread(run: Run, thread: DeliveryRecord[]): Promise<void> {
  for (const [index, record] of thread.entries()) {
    const mayBeLive = isOpen(record.state) && record.state !== "unknown" && record.error?.outcome === "unknown";
    if (record.state === "sending") thread[index] = await move(run, record, { state: "unknown", error: interrupted });
    else if (mayBeLive) thread[index] = await move(run, record, { state: "unknown" });
  }
}

/** What the network asked an earlier owner of the lane for holds for us as well. */
function rememberPatience({ channel }: Run, thread: Records): void {
  for (const { error, state } of thread)
    if (
      state === "queued" &&
      error?.code === "rate-limited" &&
      error.status !== undefined &&
      error.retryAt !== undefined
    )
      channel.pace.rest(error.retryAt);
}

interface PreparedThread {
  /** One draft a part, none for those that are done; left out when a part could not be prepared. */
  readonly drafts?: readonly (Draft | undefined)[];
  readonly pauseUntil?: number;
}

async function prepareThread(run: Run, thread: DeliveryRecord[]): Promise<PreparedThread> {
  const drafts: (Draft | undefined)[] = [];
  for (const [index, record] of thread.entries()) {
    stopIfOver(run);
    if (isDone(record.state)) {
      drafts.push(undefined);
    } else if (record.state === "unknown" && record.draft) {
      // It may be live under this very draft: a new one would make a second post.
      drafts.push(record.draft);
    } else {
      const prepared = await prepareDelivery(run, record);
      thread[index] = prepared.record;
      if (!prepared.ready) return prepared.pauseUntil === undefined ? {} : { pauseUntil: prepared.pauseUntil };
      drafts.push(prepared.draft);
    }
  }
  return { drafts };
}

/** Resolves with the instant until which the lane has to wait, if it has to. */
async function sendThread(
  run: Run,
  thread: DeliveryRecord[],
  drafts: readonly (Draft | undefined)[],
): Promise<number | undefined> {
  for (const [index, record] of thread.entries()) {
    const draft = drafts[index];
    if (!draft) continue;
    stopIfOver(run);
    const replyTo = findReplyTarget(run.publication, thread, index);
    // The part before did not arrive, or has no id yet: this one would stand alone in public.
    if (index > 0 && !replyTo) {
      const waitsForId = isDone(thread[index - 1]?.state ?? "queued");
      if (waitsForId) thread[index] = await move(run, record, { state: "queued", dueAt: null });
      return undefined;
    }
    const { record: sent, pauseUntil } = await sendPart(run, record, draft, replyTo);
    thread[index] = sent;
    if (pauseUntil !== undefined) return pauseUntil;
  }
  return undefined;
}

/** Uploads again what has expired on the network since it was prepared. */
async function sendPart(
  run: Run,
  start: DeliveryRecord,
  draft: Draft,
  replyTo: ReplyTarget | undefined,
): Promise<Left> {
  const context = contextOf(run, start);
  const send = { ...run, context: replyTo ? { ...context, replyTo } : context };
  let left = await sendDelivery({ ...send, draft }, start);
  while (left.isStale) {
    const prepared = await prepareDelivery(run, left.record);
    if (!prepared.ready) return prepared;
    left = await sendDelivery({ ...send, draft: prepared.draft }, prepared.record);
  }
  return left;
}

function findReplyTarget(publication: PublicationRecord, thread: Records, index: number): ReplyTarget | undefined {
  const own = publication.replyTo?.[thread[0]?.channel ?? ""];
  if (index === 0) return own;
  const parent: PostRef | undefined = thread[index - 1]?.receipt;
  const root: PostRef | undefined = own?.root ?? thread[0]?.receipt;
  return root && parent && { root, parent };
}

/** What has not gone shares the fate of the part that stopped the thread: over, parked, or due at the same time. */
async function leaveRest(run: Run, thread: DeliveryRecord[]): Promise<void> {
  const over = thread.some(({ state }) => state === "rejected" || state === "expired" || state === "cancelled");
  const stopped = thread.find(({ state }) => !isDone(state));
  for (const [index, record] of thread.entries()) {
    if (record.state !== "preparing" && record.state !== "queued") continue;
    if (over) thread[index] = await move(run, record, { state: "cancelled" });
    else if (record.state === "preparing" || record.dueAt !== stopped?.dueAt)
      thread[index] = await move(run, record, { state: "queued", dueAt: stopped?.dueAt ?? null });
  }
}

async function cancelRest(run: Run, thread: Records): Promise<void> {
  for (const record of await readAgain(run, thread))
    if (record.state === "queued" || record.state === "preparing") await move(run, record, { state: "cancelled" });
}

/** Deliveries of one publication as the ledger has them now, after somebody else may have moved them. */
export async function readAgain({ machine }: Pick<Run, "machine">, known: Records): Promise<Records> {
  const [first] = known;
  if (!first) return known;
  const { publicationId, channel } = first;
  // Of a broadcast to many channels each lane reads its own.
  const isOneChannel = known.every((record) => record.channel === channel);
  const ids = new Set(known.map(({ id }) => id));
  const stored = await machine.ledger.deliveries({ publicationId, ...(isOneChannel && { channel }) });
  return stored.filter(({ id }) => ids.has(id));
}
