import { LedgerError, NetworkError, type Draft, type PublishContext, type Receipt } from "@carecast/adapter";

import type { DeliveryError, DeliveryRecord } from "../ledger/records.ts";
import { wasCalledOff } from "./called-off.ts";
import { toDeliveryError } from "./delivery-error.ts";
import { Interruption } from "./interruption.ts";
import { moveDelivery } from "./machine.ts";
import { isOpen } from "./report.ts";
import { isFresh, leave, tellRetry, waitInLine, type Left } from "./prepare-delivery.ts";
import { decideRetry } from "./retry-policy.ts";
import { awaitTurn, giveBack, isLate, move, sleep, tellPace, type Run } from "./run.ts";
import { settleDelivery } from "./settle-delivery.ts";

/** One delivery on its way: everything that stays the same from try to try. */
export interface Send extends Run {
  readonly draft: Draft;
  readonly context: PublishContext;
  /** A post whose outcome is unknown is looked for, and never sent again. */
  readonly lookOnly?: true;
}

/** An adapter that has not answered by then is asked no longer; its own time-outs are far shorter. */
const publishMs = 2 * 60_000;
const cost = { posts: 1, requests: 1 } as const;

/**
 * Takes one prepared delivery to its end: the irreversible call, and after it whatever settles its outcome.
 *
 * Starts anywhere: `queued`, `preparing`, or `unknown` after a crash. Resolves with the record in a final state, in
 * `unknown` when nothing could settle it, or in `queued` when the network wants more patience than one call has, or when
 * the draft has expired meanwhile.
 */
export async function sendDelivery(send: Send, start: DeliveryRecord): Promise<Left> {
  let record = start;
  for (let attempt = 1; ; attempt += 1) {
    if (record.state === "unknown") {
      record = await settleDelivery(send, record);
      if (record.state !== "queued") return { record };
    }
    if (attempt > 1 && (await wasCalledOff(send.machine, record)))
      return { record: await move(send, record, { state: "cancelled" }) };
    if (!isFresh(send.draft, send.machine)) return { record, isStale: true };
    if (isLate(send)) return { record: await move(send, record, { state: "expired" }) };
    const turn = await awaitTurn(send, cost);
    if ("waitUntil" in turn) return waitInLine(send, record, turn.waitUntil);
    record = await callOnce(send, record, turn.takenAt);
    if (record.state === "unknown" && attempt < send.machine.retry.attempts) continue;
    if (record.state !== "queued" || !record.error) return { record };
    const next = decideRetry(send, record.dueAt, record.error, attempt);
    if (next.kind !== "again") return leave(send, record, record.error, next);
    tellRetry(send.machine, record, next.waitMs);
    await sleep(send, next.waitMs);
  }
}

/** The irreversible call, journaled before and after. */
async function callOnce(send: Send, before: DeliveryRecord, takenAt: number): Promise<DeliveryRecord> {
  const { machine, channel, draft, context } = send;
  const wasUnknown = before.error?.outcome === "unknown";
  let record = before;
  let receipt: Receipt;
  try {
    record = await move(send, before, {
      state: "sending",
      draft,
      attempts: before.attempts + 1,
      ...(before.firstSentAt === undefined && { firstSentAt: machine.clock.now() }),
    });
    const call = channel.adapter.publish(draft, context);
    receipt = await machine.watchdog.guard(call, machine.clock.now(), publishMs, lateError);
  } catch (thrown) {
    giveBack(send, cost, takenAt, thrown);
    if (thrown instanceof LedgerError || thrown instanceof Interruption) throw thrown;
    const error = toDeliveryError(thrown, "unknown");
    if (context.signal?.aborted) {
      await move(send, record, { state: "unknown", error: abortedError });
      throw context.signal.reason;
    }
    tellPace(send, error);
    return move(send, record, judge(error, wasUnknown));
  }
  tellPace(send, undefined);
  return recordReceipt(send, record, receipt);
}

/**
 * A receipt is a fact, whoever has the lane by now: another program that took over meanwhile sees `unknown`, or is about
 * to send the same draft again.
 */
export async function recordReceipt(send: Run, record: DeliveryRecord, receipt: Receipt): Promise<DeliveryRecord> {
  const { machine } = send;
  try {
    return await moveDelivery(machine, record, { state: receipt.state, receipt });
  } catch (thrown) {
    if (!(thrown instanceof Interruption)) throw thrown;
    const stored = await machine.ledger.deliveries({ publicationId: record.publicationId, channel: record.channel });
    const current = stored.find(({ id }) => id === record.id);
    if (!current || current.receipt || !isOpen(current.state)) throw thrown;
    return moveDelivery(machine, current, { state: receipt.state, receipt });
  }
}

function lateError(): NetworkError {
  return new NetworkError("No answer came within two minutes.", { outcome: "unknown" });
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
