import type { Lane, PrepareContext } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryChange, DeliveryRecord, Priority, PublicationRecord } from "../ledger/records.ts";
import type { Cost } from "../pace/pace.ts";
import { Interruption } from "./interruption.ts";
import { makeContext, moveDelivery, type Machine } from "./machine.ts";

/** One thread on its way through its lane: everything that stays the same from part to part. */
export interface Run {
  readonly machine: Machine;
  readonly channel: Channel;
  readonly publication: PublicationRecord;
  readonly lane: Lane;
  /** The name under which this hub has the lane. */
  readonly owner: string;
  readonly signal: AbortSignal | undefined;
  /** Resolves when no emergency of the channel is on its way; `undefined` when none is. */
  readonly yieldTo: () => Promise<void> | undefined;
}

export function move(run: Run, record: DeliveryRecord, change: DeliveryChange): Promise<DeliveryRecord> {
  return moveDelivery(run.machine, record, change, run.owner);
}

export function contextOf(run: Run, record: DeliveryRecord): PrepareContext {
  return { ...makeContext(run.machine, run.channel, run.lane, run.signal), key: record.id };
}

export function laneOf({ priority }: { readonly priority?: Priority }): Lane {
  return priority === "emergency" ? "emergency" : "routine";
}

export function isLate({ publication, machine }: Run): boolean {
  return publication.notAfter !== undefined && machine.clock.now() > Date.parse(publication.notAfter);
}

/**
 * Waits until the emergencies of the channel are out and its budgets allow a step of this cost. Resolves with the
 * instant to come back at when that is further away than one call waits.
 */
export async function awaitTurn(run: Run, cost: Cost): Promise<number | undefined> {
  const { clock, retry } = run.machine;
  for (;;) {
    const emergency = run.yieldTo();
    if (emergency) await emergency;
    stopIfOver(run);
    const now = clock.now();
    const until = run.channel.pace.admit(run.lane, cost, now);
    if (until === undefined) return undefined;
    if (until - now > retry.maxWaitMs) return until;
    await sleep(run, until - now);
  }
}

/** Sleeps, and stops when the caller aborts or the hub closes. */
export async function sleep(run: Run, ms: number): Promise<void> {
  const { clock, closing } = run.machine;
  await clock.sleep(ms, run.signal ? AbortSignal.any([run.signal, closing]) : closing).catch(() => undefined);
  stopIfOver(run);
}

/** @throws signal.reason, or an Interruption when the hub closes */
export function stopIfOver({ signal, machine }: Run): void {
  signal?.throwIfAborted();
  if (machine.closing.aborted) throw new Interruption("closing");
}
