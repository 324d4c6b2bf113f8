import { LedgerError, type CallContext, type Clock, type Lane } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { EventHub } from "../events.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { DeliveryChange, DeliveryRecord } from "../ledger/records.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** What every step of publishing works with. */
export interface Machine<Name extends string = string> {
  readonly ledger: Ledger;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly channels: ReadonlyMap<string, Channel<Name>>;
}

/**
 * Journals a change of one delivery, then tells the events. Nothing may happen between two states that the ledger
 * does not know of.
 *
 * @throws LedgerError when the delivery is no longer where this owner left it: somebody else runs it.
 */
export async function moveDelivery(
  machine: Machine,
  record: DeliveryRecord,
  change: DeliveryChange,
): Promise<DeliveryRecord> {
  const at = machine.clock.now();
  if (!(await machine.ledger.change(record.id, record.state, change, at)))
    throw new LedgerError("Another process has moved this delivery on. Nothing was sent from here.", {
      channel: record.channel,
    });
  const next: DeliveryRecord = { ...record, ...change, updatedAt: at };
  if (change.state !== undefined) tellDelivery(machine.events, next);
  return next;
}

export function tellDelivery(events: EventHub, record: DeliveryRecord): void {
  events.emit(`delivery-${record.state}`, () => ({
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

export function makeContext({ clock }: Machine, lane: Lane, signal: AbortSignal | undefined): CallContext {
  return signal ? { clock, lane, signal } : { clock, lane };
}
