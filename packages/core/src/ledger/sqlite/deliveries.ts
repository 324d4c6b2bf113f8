import type { SQLInputValue } from "node:sqlite";
import { knownIdError } from "../check-addition.ts";
import type { DeliveryQuery } from "../publication-store.ts";
import type { DeliveryRecord, DeliveryState } from "../records.ts";
import { toDelivery, type DeliveryRow } from "./delivery-row.ts";
import { toJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

const insert = `
  INSERT INTO deliveries
    (id, channel, network, language, position, count, state, attempts, updated_at,
     first_sent_at, revised_at, retracted_at, receipt, error, publication)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

const insertContent = "INSERT INTO contents (delivery, part, draft) VALUES (?, ?, ?)";

/** Reads the record now and returns the step that writes it as part of the publication with this `seq`. */
export function insertDelivery(prepare: Statements, record: DeliveryRecord): (publication: number | bigint) => void {
  const row: SQLInputValue[] = [
    record.id,
    record.channel,
    record.network,
    record.language ?? null,
    record.index,
    record.count,
    record.state,
    record.attempts,
    record.updatedAt,
    record.firstSentAt ?? null,
    record.revisedAt ?? null,
    record.retractedAt ?? null,
    toJson(record.receipt),
    toJson(record.error),
  ];
  const part = toJson(record.part);
  const draft = toJson(record.draft);
  return (publication) => {
    const result = prepare(insert).run(...row, publication);
    if (result.changes === 0) throw knownIdError("deliveries");
    prepare(insertContent).run(result.lastInsertRowid, part, draft);
  };
}

/** Every state, for queries that name none: the index begins with the state. The type keeps the list whole. */
const everyState = Object.keys({
  held: true,
  queued: true,
  preparing: true,
  sending: true,
  delivered: true,
  accepted: true,
  rejected: true,
  unknown: true,
  expired: true,
  cancelled: true,
  skipped: true,
} satisfies Record<DeliveryState, true>);

/** The SQL for a query and the values to bind. */
export function toSelect({ publicationId, channel, states }: DeliveryQuery): { sql: string; values: string[] } {
  const conditions: string[] = [];
  const values: string[] = [];
  if (publicationId !== undefined) {
    conditions.push("d.publication = (SELECT seq FROM publications WHERE id = ?)");
    values.push(publicationId);
  }
  if (states !== undefined || (channel !== undefined && publicationId === undefined)) {
    // A unary plus keeps SQLite from the index on states where the one on publications is far more selective.
    conditions.push(`${publicationId === undefined ? "" : "+"}d.state IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(states ?? everyState));
  }
  if (channel !== undefined) {
    conditions.push("d.channel = ?");
    values.push(channel);
  }
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const sql = `
    SELECT d.*, p.id AS publication_id, c.part, c.draft
    FROM deliveries d JOIN publications p ON p.seq = d.publication JOIN contents c ON c.delivery = d.seq
    ${where} ORDER BY d.seq`;
  return { sql, values };
}

export function selectDeliveries(prepare: Statements, query: DeliveryQuery): DeliveryRecord[] {
  const { sql, values } = toSelect(query);
  // The cast holds because the tables are STRICT and only this file writes these two.
  return (prepare(sql).all(...values) as DeliveryRow[]).map(toDelivery);
}
