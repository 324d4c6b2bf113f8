import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { ContentKind } from "../../models/content-kind.ts";
import type { Priority, PublicationRecord, SafetyRecord } from "../records.ts";
import { fromJson, toJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

/** A publication as SQLite returns it: objects as JSON, `null` for what is not there. */
interface PublicationRow extends Record<string, SQLOutputValue> {
  readonly id: string;
  readonly created_at: number;
  readonly priority: Priority;
  readonly kind: ContentKind;
  readonly fingerprint: string;
  readonly not_after: string | null;
  readonly reply_to: string | null;
  readonly tags: string | null;
  readonly campaign: string | null;
  readonly fallback: string | null;
  readonly quorum: string | null;
  readonly repeat: string | null;
  readonly safety: string | null;
}

const insert = `
  INSERT INTO publications
    (id, created_at, priority, kind, fingerprint, not_after, reply_to, tags, campaign, fallback, quorum, repeat, safety,
     quorum_open)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

const select = "SELECT * FROM publications WHERE id = ?";
const selectBySeq = "SELECT * FROM publications WHERE seq = ?";
const selectOpenQuorums = "SELECT * FROM publications WHERE quorum_open = 1 ORDER BY seq";
const closeQuorumOf = "UPDATE publications SET quorum_open = 0 WHERE id = ? AND quorum_open = 1";

/** Reads the record now and returns the step that writes it: its `seq`, or `undefined` where the id is known already. */
export function insertPublication(prepare: Statements, record: PublicationRecord): () => number | bigint | undefined {
  const row: SQLInputValue[] = [
    record.id,
    record.createdAt,
    record.priority,
    record.kind,
    record.fingerprint,
    record.notAfter ?? null,
    toJson(record.replyTo),
    toJson(record.tags),
    record.campaign ?? null,
    toJson(record.fallback),
    toJson(record.quorum),
    toJson(record.repeat),
    toJson(record.safety),
    record.quorum === undefined ? 0 : 1,
  ];
  return () => {
    const result = prepare(insert).run(...row);
    return result.changes === 0 ? undefined : result.lastInsertRowid;
  };
}

// The casts below hold because the table is STRICT and only this file writes it.

export function selectPublication(prepare: Statements, id: string): PublicationRecord | undefined {
  const row = prepare(select).get(id) as PublicationRow | undefined;
  return row && toPublication(row);
}

/** The publication that a row of another table refers to. */
export function readPublication(prepare: Statements, seq: SQLInputValue): PublicationRecord {
  return toPublication(prepare(selectBySeq).get(seq) as PublicationRow);
}

export function listOpenQuorums(prepare: Statements): PublicationRecord[] {
  return (prepare(selectOpenQuorums).all() as PublicationRow[]).map(toPublication);
}

export function closeQuorum(prepare: Statements, id: string): boolean {
  return prepare(closeQuorumOf).run(id).changes === 1;
}

function toPublication(row: PublicationRow): PublicationRecord {
  return {
    id: row.id,
    createdAt: row.created_at,
    priority: row.priority,
    kind: row.kind,
    fingerprint: row.fingerprint,
    ...(row.not_after !== null && { notAfter: row.not_after }),
    ...(row.reply_to !== null && { replyTo: fromJson<NonNullable<PublicationRecord["replyTo"]>>(row.reply_to) }),
    ...(row.tags !== null && { tags: fromJson<string[]>(row.tags) }),
    ...(row.campaign !== null && { campaign: row.campaign }),
    ...(row.fallback !== null && { fallback: fromJson<NonNullable<PublicationRecord["fallback"]>>(row.fallback) }),
    ...(row.quorum !== null && { quorum: fromJson<NonNullable<PublicationRecord["quorum"]>>(row.quorum) }),
    ...(row.repeat !== null && { repeat: fromJson<NonNullable<PublicationRecord["repeat"]>>(row.repeat) }),
    ...(row.safety !== null && { safety: fromJson<SafetyRecord>(row.safety) }),
  };
}
