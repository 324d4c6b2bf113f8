import type { DeliveryChange, DeliveryState, PublicationRecord } from "./records.ts";

/** Whether a machine has work with a delivery in this state, once it is due. */
export function isWorkable(state: DeliveryState): boolean {
  return state === "queued" || state === "preparing" || state === "sending" || state === "unknown";
}

/** Whether there may still be something to do for a delivery. */
export function isOpen(state: DeliveryState): boolean {
  return isWorkable(state) || state === "held";
}

/** Whether a change asks for the permission to act, which holds and the end of an owner take away. */
export function isPermission({ state }: DeliveryChange): boolean {
  return state === "preparing" || state === "sending";
}

/** What becomes of a held delivery that is released at `at`. */
export function stateAfterHold(
  { id, notAfter }: Pick<PublicationRecord, "id" | "notAfter">,
  { cancel, at }: { readonly cancel: readonly string[]; readonly at: number },
): "queued" | "cancelled" | "expired" {
  if (cancel.includes(id)) return "cancelled";
  return notAfter !== undefined && at > Date.parse(notAfter) ? "expired" : "queued";
}
