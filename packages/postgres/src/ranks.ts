import type { Priority } from "@carecast/core";

/** The order of priorities in a column. */
export const ranks: Readonly<Record<Priority, number>> = { emergency: 0, high: 1, routine: 2 };
