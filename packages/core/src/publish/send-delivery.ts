import { LedgerError, type Draft, type PublishContext, type RepeatLever } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryError, DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { toDeliveryError } from "./delivery-error.ts";
import { moveDelivery, type Machine } from "./machine.ts";
import { isFresh, tellRetry } from "./prepare-delivery.ts";
import { waitBefore } from "./retry-policy.ts";

/** Levers with which sending the same draft again yields the same post, or a refusal, and never a second post. */
const harmless: ReadonlySet<RepeatLever> = new Set([
  "signed-id",
  "record-key",
  "container",
  "idempotency-key",
  "nonce",
  "duplicate-refusal",
]);

/** One delivery on its way: everything that stays the same from try to try. */
interface Send {
  readonly machine: Machine;
  readonly channel: Channel;
  readonly publication: PublicationRecord;
  readonly draft: Draft;
  readonly context: PublishContext;
}

/**
 * Takes one prepared delivery to its end: the irreversible call, and after it whatever settles its outcome.
 *
 * Starts anywhere: `queued`, `preparing`, or `unknown` after a crash. Resolves with the record in a final state, in
 * `unknown` when nothing could settle it, or in `queued` when the network wants more patience than one call has.
 */
export async function sendDelivery(send: Send, start: DeliveryRecord): Promise<DeliveryRecord> {
  const { machine } = send;
  let record = start;
  for (let attempt = 1; ; attempt += 1) {
    if (record.state === "unknown") {
      record = await settleDelivery(send, record);
      if (record.state !== "queued") return record;
    }
    if (isLate(send)) return moveDelivery(machine, record, { state: "expired" });
    record = await callOnce(send, record);
    const isLast = attempt >= machine.retry.attempts;
    if (record.state === "unknown" && !isLast) continue;
    if (record.state !== "queued") return record;
    // The last try failed before anything was sent. Where the network named a time, it waits for that; else it is over.
    if (isLast && record.error?.retryAt === undefined) return moveDelivery(machine, record, { state: "rejected" });
    if (isLast || !(await waitForNext(send, record, attempt))) return record;
  }
}

/** The irreversible call, journaled before and after. */
async function callOnce({ machine, channel, draft, context }: Send, before: DeliveryRecord): Promise<DeliveryRecord> {
  const wasUnknown = before.error?.outcome === "unknown";
  const record = await moveDelivery(machine, before, {
    state: "sending",
    draft,
    attempts: before.attempts + 1,
    ...(before.firstSentAt === undefined && { firstSentAt: machine.clock.now() }),
  });
  try {
    const receipt = await channel.adapter.publish(draft, context);
    return await moveDelivery(machine, record, { state: receipt.state, receipt });
  } catch (thrown) {
    if (thrown instanceof LedgerError) throw thrown;
    const error = toDeliveryError(thrown, "unknown");
    if (context.signal?.aborted) {
      await moveDelivery(machine, record, { state: "unknown", error: abortedError });
      throw context.signal.reason;
    }
    return moveDelivery(machine, record, judge(error, wasUnknown));
  }
}

const abortedError: DeliveryError = {
  code: "network",
  message: "The caller stopped waiting while the post was on its way.",
  outcome: "unknown",
  retryable: true,
};

/** `wasUnknown`: an earlier try may be live, so a refusal of this one does not prove that nothing was sent. */
function judge(error: DeliveryError, wasUnknown: boolean): { state: DeliveryRecord["state"]; error: DeliveryError } {
  if (error.outcome === "unknown") return { state: "unknown", error };
  // A refused duplicate proves that our earlier try arrived; without one it is somebody else's equal post.
  if (error.outcome === "sent") return { state: wasUnknown ? "accepted" : "rejected", error };
  if (wasUnknown) return { state: "unknown", error: { ...error, outcome: "unknown" } };
  return { state: error.retryable ? "queued" : "rejected", error };
}

async function waitForNext({ machine, context }: Send, record: DeliveryRecord, attempt: number): Promise<boolean> {
  const { retry, clock } = machine;
  const waitMs = waitBefore(attempt, retry, clock.now(), record.error?.retryAt, machine.random);
  if (waitMs > retry.maxWaitMs) return false;
  tellRetry(machine, record, waitMs);
  await clock.sleep(waitMs, context.signal);
  return true;
}

/**
 * Finds out what became of a delivery whose answer was lost. Looks first, since a slow server may still be working
 * on the first request; sends again (state `queued`) only with a lever that makes it harmless, or when the network
 * says for certain, twice and a while apart, that the post does not exist: a request whose answer was lost may still
 * be on its way.
 */
async function settleDelivery(send: Send, unknown: DeliveryRecord): Promise<DeliveryRecord> {
  const { machine, channel, draft, context } = send;
  const { lever, windowMs, find } = channel.capabilities.repeat;
  const repeatable = (): boolean =>
    harmless.has(lever) &&
    !isLate(send) &&
    isFresh(draft, machine) &&
    (windowMs === undefined || machine.clock.now() - (unknown.firstSentAt ?? 0) < windowMs);
  if (find === "none" && !repeatable()) return unknown;

  for (let attempt = 1; attempt <= machine.retry.attempts; attempt += 1) {
    const waitMs = waitBefore(attempt, machine.retry, machine.clock.now(), undefined, machine.random);
    tellRetry(machine, unknown, waitMs);
    await machine.clock.sleep(waitMs, context.signal);
    try {
      const result = await channel.adapter.find?.(draft, context);
      if (result?.found)
        return await moveDelivery(machine, unknown, { state: result.receipt.state, receipt: result.receipt });
      if (result?.certain && attempt > 1)
        return await moveDelivery(machine, unknown, { state: "queued", error: settledError });
      if (repeatable()) return await moveDelivery(machine, unknown, { state: "queued" });
    } catch (thrown) {
      if (thrown instanceof LedgerError || context.signal?.aborted) throw thrown;
      if (repeatable()) return moveDelivery(machine, unknown, { state: "queued" });
    }
  }
  return unknown;
}

const settledError: DeliveryError = {
  code: "network",
  message: "The answer to an earlier try was lost, and the network says that the post does not exist.",
  outcome: "not-sent",
  retryable: true,
};

function isLate({ publication, machine }: Send): boolean {
  return publication.notAfter !== undefined && machine.clock.now() > Date.parse(publication.notAfter);
}
