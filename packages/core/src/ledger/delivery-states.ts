import type { DeliveryChange, DeliveryState, PublicationRecord } from "./records.ts";

/** The states in which a machine works on a delivery once it is due. */
export const workableStates: readonly DeliveryState[] = ["queued", "preparing", "sending", "unknown"];

const openStates: ReadonlySet<DeliveryState> = new Set([...workableStates, "held"]);

/** Whether there may still be something to do for a delivery. */
export function isOpen(state: DeliveryState): boolean {
  return openStates.has(state);
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
