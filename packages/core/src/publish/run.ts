import { NetworkError, type Lane, type PrepareContext } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { DeliveryChange, DeliveryError, DeliveryRecord, Priority, PublicationRecord } from "../ledger/records.ts";
import type { Cost } from "../pace/pace.ts";
import { Interruption } from "./interruption.ts";
import { backOff } from "./back-off.ts";
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

/** What `awaitTurn` answers. */
export type Turn =
  /** Go. What the step costs was taken from the budgets at this instant. */
  | { readonly takenAt: number }
  /** The instant to come back at, further away than one call waits. */
  | { readonly waitUntil: number };

/** Waits until the emergencies of the channel are out and its budgets allow a step of this cost. */
export async function awaitTurn(run: Run, cost: Cost): Promise<Turn> {
  const { clock, retry } = run.machine;
  for (;;) {
    const emergency = run.yieldTo();
    if (emergency) await emergency;
    stopIfOver(run);
    const now = clock.now();
    const until = run.channel.pace.admit(run.lane, cost, now);
    if (until === undefined) return { takenAt: now };
    if (until - now > retry.maxWaitMs) return { waitUntil: until };
    await sleep(run, until - now);
  }
}

/** Takes back what a step was paid that failed before anything reached the network. */
export function giveBack({ channel }: Run, cost: Cost, takenAt: number, thrown: unknown): void {
  const isFree = thrown instanceof Interruption || (thrown instanceof NetworkError && thrown.outcome === "not-sent");
  if (isFree) channel.pace.giveBack(cost, takenAt);
}

/** Tells the pace of a channel what an answer, or the lack of one, says about it. */
export function tellPace({ channel, machine }: Run, error: DeliveryError | undefined): void {
  const now = machine.clock.now();
  if (error?.code === "rate-limited")
    channel.pace.rest(error.retryAt ?? now + backOff(1, machine.retry, machine.random));
  else if (error?.code === "network" || (error?.status ?? 0) >= 500) channel.pace.fail(now);
  else channel.pace.succeed(now);
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
