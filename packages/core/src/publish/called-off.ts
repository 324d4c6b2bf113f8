import type { DeliveryRecord } from "../ledger/records.ts";
import type { Machine } from "./machine.ts";

/** Whether a person said that nothing of a delivery is to be sent any more; what is live may still be found. */
export function isCalledOff({ decision }: DeliveryRecord): boolean {
  return decision?.as === "abandon";
}

/** The same as the ledger knows it now: somebody may have decided while an answer was awaited. */
export async function wasCalledOff({ ledger }: Machine, record: DeliveryRecord): Promise<boolean> {
  const { publicationId, channel, id } = record;
  const stored = await ledger.deliveries({ publicationId, channel });
  return stored.some((other) => other.id === id && isCalledOff(other));
}
