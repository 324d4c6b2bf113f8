import type { SQLOutputValue } from "node:sqlite";
import type { DocumentQuery, DocumentStore, StoredDocument } from "../document-store.ts";
import type { Statements } from "./statements.ts";

type Row = StoredDocument & Record<string, SQLOutputValue>;

const select = "SELECT * FROM documents WHERE kind = ? AND id = ?";
const insert = `
  INSERT INTO documents (kind, id, version, text) VALUES (?, ?, 1, ?) ON CONFLICT (kind, id) DO NOTHING`;
const update = "UPDATE documents SET version = version + 1, text = ? WHERE kind = ? AND id = ? AND version = ?";

// One range of the index, however far from the first id of the prefix. LIKE would give some characters a meaning.
export const selectDocuments = `
  SELECT * FROM documents WHERE kind = ? AND id >= ? AND id < ? AND id <> ? ORDER BY id LIMIT ?`;

/** DEL, the character after the last one that an id may have. */
const afterPrintable = "\x7F";

// The casts below hold because the table is STRICT and has the names of the record.

export function readDocument(prepare: Statements, kind: string, id: string): StoredDocument | undefined {
  const row = prepare(select).get(kind, id) as Row | undefined;
  return row && copyRow(row);
}

export function replaceDocument(
  prepare: Statements,
  ...[kind, id, expected, text]: Parameters<DocumentStore["setDocument"]>
): boolean {
  const result = expected === 0 ? prepare(insert).run(kind, id, text) : prepare(update).run(text, kind, id, expected);
  return result.changes === 1;
}

/** Reads the query now and returns the step that answers it. */
export function listDocuments(
  prepare: Statements,
  { kind, prefix = "", after = "", limit }: DocumentQuery,
): () => StoredDocument[] {
  const from = after > prefix ? after : prefix;
  return () =>
    (prepare(selectDocuments).all(kind, from, `${prefix}${afterPrintable}`, after, limit) as Row[]).map(copyRow);
}

function copyRow({ kind, id, version, text }: StoredDocument): StoredDocument {
  return { kind, id, version, text };
}
