import { LedgerError, NetworkError, type FindResult, type RepeatLever } from "@carecast/adapter";

import type { DeliveryError, DeliveryRecord } from "../ledger/records.ts";
import { wasCalledOff } from "./called-off.ts";
import { toDeliveryError } from "./delivery-error.ts";
import { Interruption } from "./interruption.ts";
import { isFresh, tellRetry } from "./prepare-delivery.ts";
import { isLate, move, sleep, tellPace } from "./run.ts";
import { recordReceipt, type Send } from "./send-delivery.ts";

/** Levers with which sending the same draft again yields the same post, or a refusal, and never a second post. */
const harmless: ReadonlySet<RepeatLever> = new Set([
  "signed-id",
  "record-key",
  "container",
  "idempotency-key",
  "nonce",
  "duplicate-refusal",
]);

const findMs = 2 * 60_000;
/** A search that failed for want of a connection is made again after this. */
const patienceMs = 5 * 60_000;

/**
 * Finds out what became of a delivery whose answer was lost. Looks first, since a slow server may still be working
 * on the first request; sends again (state `queued`) only with a lever that makes it harmless, or when the network
 * says for certain, twice and a while apart, that the post does not exist: a request whose answer was lost may still
 * be on its way.
 *
 * What a person has called off meanwhile is looked for, and not sent again.
 *
 * What stays `unknown` waits for a person (`dueAt: null`), or for a later look where the search itself failed.
 */
export async function settleDelivery(send: Send, unknown: DeliveryRecord): Promise<DeliveryRecord> {
  const { machine, draft, channel } = send;
  const { lever, windowMs, find } = channel.capabilities.repeat;
  const lookOnly = send.lookOnly === true || (await wasCalledOff(machine, unknown));
  const repeatable = (): boolean =>
    !lookOnly &&
    harmless.has(lever) &&
    !isLate(send) &&
    isFresh(draft, machine) &&
    (windowMs === undefined || machine.clock.now() - (unknown.firstSentAt ?? 0) < windowMs);
  if (find === "none" && !repeatable()) return park(send, unknown, null);

  let failed = false;
  for (let attempt = 1; attempt <= machine.retry.attempts; attempt += 1) {
    await waitToLook(send, unknown, attempt);
    try {
      const result = await look(send);
      failed = false;
      if (result.found) return await recordReceipt(send, unknown, result.receipt);
      if (result.certain && attempt > 1)
        return await move(send, unknown, { state: lookOnly ? "cancelled" : "queued", error: settledError });
    } catch (thrown) {
      if (thrown instanceof LedgerError || thrown instanceof Interruption || send.signal?.aborted) throw thrown;
      const error = toDeliveryError(thrown, "unknown");
      tellPace(send, error);
      failed = error.retryable;
    }
    if (repeatable()) return move(send, unknown, { state: "queued" });
  }
  return park(send, unknown, failed ? machine.clock.now() + patienceMs : null);
}

/** At least half of the bound, unlike the waits between tries: a look that comes at once would see too little. */
async function waitToLook(send: Send, unknown: DeliveryRecord, attempt: number): Promise<void> {
  const { retry, random } = send.machine;
  const bound = Math.min(retry.maxWaitMs, retry.firstWaitMs * 2 ** (attempt - 1));
  const waitMs = Math.ceil(bound * (0.5 + random() / 2));
  tellRetry(send.machine, unknown, waitMs);
  await sleep(send, waitMs);
}

async function look({ machine, channel, draft, context }: Send): Promise<FindResult> {
  const found = channel.adapter.find?.(draft, context);
  if (!found) return { found: false, certain: false };
  return machine.watchdog.guard(
    found,
    machine.clock.now(),
    findMs,
    () => new NetworkError("Looking for the post took longer than two minutes.", { outcome: "not-sent" }),
  );
}

function park(send: Send, unknown: DeliveryRecord, dueAt: number | null): Promise<DeliveryRecord> {
  return move(send, unknown, { dueAt });
}

const settledError: DeliveryError = {
  code: "network",
  message: "The answer to an earlier try was lost, and the network says that the post does not exist.",
  outcome: "not-sent",
  retryable: true,
};
