import type { CallContext, Clock, Lane } from "@carecast/adapter";

import type { AuditTrail } from "../audit/audit-trail.ts";
import type { Channel } from "../channels.ts";
import type { EventHub } from "../events.ts";
import type { Guard } from "../guard/guard.ts";
import type { Ownership } from "../lanes/ownership.ts";
import type { Watchdog } from "../lanes/watchdog.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { DeliveryChange, DeliveryRecord } from "../ledger/records.ts";
import { Interruption } from "./interruption.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** What every step of publishing works with. */
export interface Machine<Name extends string = string> {
  readonly ledger: Ledger;
  readonly events: EventHub;
  readonly audit: AuditTrail;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly channels: ReadonlyMap<string, Channel<Name>>;
  readonly ownership: Ownership;
  readonly watchdog: Watchdog;
  /** Aborts when the hub closes: nothing new begins, and nobody waits any longer. */
  readonly closing: AbortSignal;
  /** Whether this hub goes on by itself with what waits: somebody called `start`. */
  readonly isStarted: () => boolean;
}

/**
 * Journals a change of one delivery, then tells the events. Nothing may happen between two states that the ledger
 * does not know of.
 *
 * @param owner whose work this is; left out for what a human asked for, and for facts.
 * @throws Interruption when the delivery is held, or no longer where this owner left it.
 */
export async function moveDelivery(
  machine: Machine,
  record: DeliveryRecord,
  change: DeliveryChange,
  owner?: string,
): Promise<DeliveryRecord> {
  const at = machine.clock.now();
  const result = await machine.ledger.change(record.id, record.state, change, at, owner);
  if (result !== "changed") throw new Interruption(result);
  const next: DeliveryRecord = { ...record, ...change, updatedAt: at };
  if (change.state !== undefined) tellDelivery(machine.events, next);
  return next;
}

export function tellDelivery(events: EventHub, record: DeliveryRecord): void {
  events.emit(`delivery-${record.state}`, () => ({
    at: record.updatedAt,
    publicationId: record.publicationId,
    deliveryId: record.id,
    channel: record.channel,
    network: record.network,
    state: record.state,
    index: record.index,
    count: record.count,
    attempts: record.attempts,
    ...(record.receipt?.url !== undefined && { url: record.receipt.url }),
    ...(record.error && { error: record.error }),
  }));
}

/** What an adapter gets with a call. */
export function makeContext(
  { clock }: Machine,
  { tellRate, tokens }: Channel,
  lane: Lane,
  signal: AbortSignal | undefined,
): CallContext {
  return { clock, lane, tellRate, ...(tokens && { tokens }), ...(signal && { signal }) };
}
