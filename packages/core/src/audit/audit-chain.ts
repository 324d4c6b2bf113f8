import { canonicalJson } from "../hash/canonical-json.ts";
import { sha256 } from "../hash/sha256.ts";
import type { AuditRow } from "../ledger/audit-store.ts";
import type { AuditAct, AuditEntry, AuditHead } from "./audit-trail.ts";

/** The end of an empty trail. */
export const emptyHead: AuditHead = { number: 0, hash: "0".repeat(64) };

/** The row that follows `head`. */
export async function makeRow(head: AuditHead, at: number, act: AuditAct): Promise<AuditRow> {
  const row = { number: head.number + 1, at, entry: canonicalJson(act), previous: head.hash };
  return { ...row, hash: await hashRow(row) };
}

export function hashRow({ number, at, entry, previous }: Omit<AuditRow, "hash">): Promise<string> {
  return sha256(canonicalJson([number, at, entry, previous]));
}

export function toEntry({ entry, ...row }: AuditRow): AuditEntry {
  // The cast holds for what `makeRow` wrote; `verify` finds what somebody else did.
  return { ...(JSON.parse(entry) as AuditAct), ...row };
}

export function toRow({ number, at, previous, hash, ...act }: AuditEntry): AuditRow {
  return { number, at, entry: canonicalJson(act), previous, hash };
}
