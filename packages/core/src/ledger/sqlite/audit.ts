import type { SQLOutputValue } from "node:sqlite";
import type { AuditRow } from "../audit-store.ts";
import { followsHead } from "../follows-head.ts";
import type { Statements } from "./statements.ts";

type Row = AuditRow & Record<string, SQLOutputValue>;

const insert = "INSERT INTO audit (number, at, entry, previous, hash) VALUES (?, ?, ?, ?, ?)";
const selectHead = "SELECT * FROM audit ORDER BY number DESC LIMIT 1";
const selectRows = "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?";

/** Reads the row now and returns the step that adds it, and says whether it did. */
export function appendAudit(prepare: Statements, row: AuditRow): () => boolean {
  const copy = copyRow(row);
  return () => {
    if (!followsHead(copy, readAuditHead(prepare))) return false;
    prepare(insert).run(copy.number, copy.at, copy.entry, copy.previous, copy.hash);
    return true;
  };
}

// The casts below hold because the table is STRICT and has the names of the record.

export function readAuditHead(prepare: Statements): AuditRow | undefined {
  const row = prepare(selectHead).get() as Row | undefined;
  return row && copyRow(row);
}

export function listAudit(prepare: Statements, after: number, limit: number): AuditRow[] {
  return (prepare(selectRows).all(after, limit) as Row[]).map(copyRow);
}

function copyRow({ number, at, entry, previous, hash }: AuditRow): AuditRow {
  return { number, at, entry, previous, hash };
}
