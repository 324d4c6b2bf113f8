import type { Lane } from "@carecast/adapter";
import type { PublicationRecord } from "../records.ts";
import { toJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

interface PublicationRow {
  readonly id: string;
  readonly created_at: number;
  readonly lane: Lane;
  readonly fingerprint: string;
  readonly not_before: string | null;
  readonly not_after: string | null;
  readonly reply_to: string | null;
}

const insert = `
  INSERT INTO publications (id, created_at, lane, fingerprint, not_before, not_after, reply_to)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

const select = `
  SELECT id, created_at, lane, fingerprint, not_before, not_after, reply_to FROM publications WHERE id = ?`;

/** Reads the record now and returns the step that writes it: its `seq`, or `undefined` where the id is known already. */
export function insertPublication(prepare: Statements, record: PublicationRecord): () => number | bigint | undefined {
  const { id, createdAt, lane, fingerprint, notBefore, notAfter, replyTo } = record;
  const replyToJson = toJson(replyTo);
  return () => {
    const result = prepare(insert).run(
      id,
      createdAt,
      lane,
      fingerprint,
      notBefore ?? null,
      notAfter ?? null,
      replyToJson,
    );
    return result.changes === 0 ? undefined : result.lastInsertRowid;
  };
}

export function selectPublication(prepare: Statements, id: string): PublicationRecord | undefined {
  // The cast holds because the tables are STRICT and only this file writes this one.
  const row = prepare(select).get(id) as PublicationRow | undefined;
  if (row === undefined) return undefined;
  return {
    id: row.id,
    createdAt: row.created_at,
    lane: row.lane,
    fingerprint: row.fingerprint,
    ...(row.not_before !== null && { notBefore: row.not_before }),
    ...(row.not_after !== null && { notAfter: row.not_after }),
    ...(row.reply_to !== null && { replyTo: JSON.parse(row.reply_to) as NonNullable<PublicationRecord["replyTo"]> }),
  };
}
