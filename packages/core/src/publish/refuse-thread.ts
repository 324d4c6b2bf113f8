import { blockedError, listBlocks } from "../safeguards/blocks.ts";
import { tellFindings } from "../guard/pass-guard.ts";
import { storedOutgoing } from "../guard/to-outgoing.ts";
import type { DeliveryRecord } from "../ledger/records.ts";
import { wasCalledOff } from "./called-off.ts";
import { toDeliveryError } from "./delivery-error.ts";
import type { Records } from "./report.ts";
import { contextOf, move, type Run } from "./run.ts";
import { settleDelivery } from "./settle-delivery.ts";

/**
 * Asks the safeguards once more before a thread leaves: time and people may have changed the answer since it was journaled. What
 * they stop is `rejected`; where an earlier try may be live, only a look finds out.
 *
 * @returns whether it was stopped.
 */
export async function refuseThread(run: Run, thread: DeliveryRecord[]): Promise<boolean> {
  const { machine, publication } = run;
  if (machine.guard.isIdle(publication.kind) || !thread.some(isUnsent)) return false;
  const outgoing = storedOutgoing(publication, thread);
  const findings = await machine.guard.judge(outgoing, "send", machine.clock.now());
  const blocks = listBlocks(findings, publication.safety?.overridden);
  if (blocks.length === 0) return false;
  tellFindings(machine, outgoing, blocks);
  const error = toDeliveryError(blockedError(blocks), "not-sent");
  for (const [index, record] of thread.entries()) {
    if (record.state === "unknown" && record.draft)
      thread[index] = await settleDelivery(
        { ...run, draft: record.draft, context: contextOf(run, record), lookOnly: true },
        record,
      );
    else if (isWaiting(record)) thread[index] = await move(run, record, { state: "rejected", error });
  }
  return true;
}

/**
 * Stops what a person called off while it was on its way. The lane may hold it as it was before, so the ledger is asked.
 *
 * @returns whether something was stopped, and the thread with it.
 */
export async function cancelThread(run: Run, thread: DeliveryRecord[]): Promise<boolean> {
  let cancelled = false;
  for (const [index, record] of thread.entries()) {
    if (!isWaiting(record) || record.attempts === 0 || !(await wasCalledOff(run.machine, record))) continue;
    thread[index] = await move(run, record, { state: "cancelled" });
    cancelled = true;
  }
  return cancelled;
}

function isWaiting({ state }: Records[number]): boolean {
  return state === "queued" || state === "preparing";
}

function isUnsent(record: Records[number]): boolean {
  return isWaiting(record) || record.state === "unknown";
}
