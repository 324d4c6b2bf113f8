import type { AuditRow } from "../audit-store.ts";
import { followsHead } from "../follows-head.ts";

/** The audit trail of one process. Copies what comes in, and hands out its own objects. */
export interface AuditBook {
  append(row: AuditRow): boolean;
  head(): AuditRow | undefined;
  rows(after: number, limit: number): AuditRow[];
}

export function createAuditBook(): AuditBook {
  // The row of number n stands at n - 1.
  const trail: AuditRow[] = [];
  return {
    append(row) {
      if (!followsHead(row, trail.at(-1))) return false;
      trail.push({ ...row });
      return true;
    },
    head: () => trail.at(-1),
    rows(after, limit) {
      const begin = Math.max(after, 0);
      return trail.slice(begin, begin + limit);
    },
  };
}
