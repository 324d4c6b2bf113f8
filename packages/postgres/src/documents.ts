import type { DocumentQuery, StoredDocument } from "@carecast/core";
import { oneByOne, query, type Operation } from "./operation.ts";
import { decodeText, encodeText } from "./text.ts";

const columns = "kind, id, version, text";

/** Which document. */
export type DocumentKey = Pick<StoredDocument, "kind" | "id">;

export function readDocument(schema: string): Operation<DocumentKey, StoredDocument | undefined> {
  const text = `SELECT ${columns} FROM ${schema}.documents WHERE kind = $1 AND id = $2`;
  return oneByOne("read", async (transaction, { kind, id }) => {
    const [row] = await query<StoredDocument>(transaction, text, [encodeText(kind), encodeText(id)]);
    return row && toDocument(row);
  });
}

/** What to store over which version. */
export interface DocumentWrite extends DocumentKey {
  readonly expected: number;
  readonly text: string;
}

/** Compare-and-set; answers whether it was stored. */
export function writeDocument(schema: string): Operation<DocumentWrite, boolean> {
  const insert = `
    INSERT INTO ${schema}.documents (kind, id, version, text) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING
    RETURNING version`;
  const update = `
    UPDATE ${schema}.documents SET version = version + 1, text = $3 WHERE kind = $1 AND id = $2 AND version = $4
    RETURNING version`;
  return oneByOne("write", async (transaction, { kind, id, expected, text }) => {
    const values = [encodeText(kind), encodeText(id), text];
    const rows = await (expected === 0
      ? query(transaction, insert, values)
      : query(transaction, update, [...values, expected]));
    return rows.length > 0;
  });
}

/** DEL, the character after the last one that an id may have. */
const afterPrintable = "\x7F";

/**
 * In the order of their ids by character code, which the column compares by. One range of the index, however far from the first id
 * of the prefix; LIKE would give some characters a meaning. What `encodeText` does to a backslash changes no order.
 */
export function selectDocuments(schema: string): string {
  return `
    SELECT ${columns} FROM ${schema}.documents WHERE kind = $1 AND id >= $2 AND id < $3 AND id <> $4 ORDER BY id LIMIT $5`;
}

export function readDocuments(schema: string): Operation<DocumentQuery, readonly StoredDocument[]> {
  const text = selectDocuments(schema);
  return oneByOne("read", async (transaction, { kind, prefix = "", after = "", limit }) => {
    const from = after > prefix ? after : prefix;
    const [first, end, last] = [from, `${prefix}${afterPrintable}`, after].map(encodeText);
    const rows = await query<StoredDocument>(transaction, text, [encodeText(kind), first, end, last, limit]);
    return rows.map(toDocument);
  });
}

function toDocument({ kind, id, version, text }: StoredDocument): StoredDocument {
  return { kind: decodeText(kind), id: decodeText(id), version, text };
}
