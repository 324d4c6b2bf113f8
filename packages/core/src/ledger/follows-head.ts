import type { AuditRow } from "./audit-store.ts";

/** Whether a row of the audit trail comes right after `head`, the last one there is. */
export function followsHead(row: AuditRow, head: AuditRow | undefined): boolean {
  if (head === undefined) return row.number === 1;
  return row.number === head.number + 1 && row.previous === head.hash;
}
