import type { DeliveryState } from "@carecast/core";

/** The states in which a machine works on a delivery once it is due. The index on due times has the same list. */
export const workableStates: readonly DeliveryState[] = ["queued", "preparing", "sending", "unknown"];

const list = (states: readonly DeliveryState[]): string => states.map((state) => `'${state}'`).join(", ");

/** For the condition `state IN (...)`. */
export const workable = list(workableStates);

/** The states in which there may still be something to do. */
export const open = list([...workableStates, "held"]);
