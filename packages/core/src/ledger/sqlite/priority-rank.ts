import type { Priority } from "../records.ts";

/** How SQLite sorts priorities: the smallest first. */
export const priorityRank = { emergency: 0, high: 1, routine: 2 } as const satisfies Record<Priority, number>;
