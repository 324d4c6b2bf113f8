import type { SQLInputValue } from "node:sqlite";
import { knownIdError } from "../check-addition.ts";
import { isWorkable } from "../delivery-states.ts";
import type { DeliveryQuery } from "../publication-store.ts";
import type { DeliveryRecord, DeliveryState, Priority } from "../records.ts";
import { toDelivery, type DeliveryRow } from "./delivery-row.ts";
import { toJson } from "./json-columns.ts";
import { priorityRank } from "./priority-rank.ts";
import type { Statements } from "./statements.ts";

const insert = `
  INSERT INTO deliveries
    (id, channel, network, language, position, count, priority, due_at, attempts, updated_at, first_sent_at, revised_at,
     retracted_at, purged_at, receipt, error, decision, publication, state, pick_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

const insertContent = "INSERT INTO contents (delivery, part, draft) VALUES (?, ?, ?)";

/** Writes a delivery as part of the publication with this `seq`, in a state that may be another than its record's. */
type WriteDelivery = (publication: number | bigint, state: DeliveryState) => void;

/** Reads the record now and returns the step that writes it. */
export function insertDelivery(prepare: Statements, record: DeliveryRecord, priority: Priority): WriteDelivery {
  const { dueAt } = record;
  const row: SQLInputValue[] = [
    record.id,
    record.channel,
    record.network,
    record.language ?? null,
    record.index,
    record.count,
    priorityRank[priority],
    dueAt,
    record.attempts,
    record.updatedAt,
    record.firstSentAt ?? null,
    record.revisedAt ?? null,
    record.retractedAt ?? null,
    record.purgedAt ?? null,
    toJson(record.receipt),
    toJson(record.error),
    toJson(record.decision),
  ];
  const part = toJson(record.part);
  const draft = toJson(record.draft);
  return (publication, state) => {
    const result = prepare(insert).run(...row, publication, state, isWorkable(state) ? dueAt : null);
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

/** What a `DeliveryRow` is made of: a delivery `d` with its publication `p` and its content `c`. */
export const wholeDelivery = "d.*, p.id AS publication_id, c.part, c.draft";

/** A condition and an order follow. */
const selectWhole = `
  SELECT ${wholeDelivery}
  FROM deliveries d JOIN publications p ON p.seq = d.publication JOIN contents c ON c.delivery = d.seq`;

const selectBySeq = `${selectWhole} WHERE d.seq IN (SELECT value FROM json_each(?)) ORDER BY d.seq`;

/** The SQL for a query and the values to bind. */
export function toSelect({ publicationId, channel, states, after, limit }: DeliveryQuery): {
  readonly sql: string;
  readonly values: SQLInputValue[];
} {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const narrow = (condition: string, value: SQLInputValue): void => {
    conditions.push(condition);
    values.push(value);
  };
  if (publicationId !== undefined) narrow("d.publication = (SELECT seq FROM publications WHERE id = ?)", publicationId);
  if (states !== undefined || (channel !== undefined && publicationId === undefined)) {
    // A unary plus keeps SQLite from the index on states where the one on publications is far more selective.
    const column = publicationId === undefined ? "d.state" : "+d.state";
    narrow(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(states ?? everyState));
  }
  if (channel !== undefined) narrow("d.channel = ?", channel);
  // Another plus: the index of the other conditions is the better one.
  if (after !== undefined) narrow("+d.seq > (SELECT seq FROM deliveries WHERE id = ?)", after);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  if (limit === undefined) return { sql: `${selectWhole} ${where} ORDER BY d.seq`, values };
  // What a page needs is found in an index alone, and only what is on it is read whole.
  const page = `SELECT d.seq FROM deliveries d ${where} ORDER BY d.seq LIMIT ?`;
  return { sql: `${selectWhole} WHERE d.seq IN (${page}) ORDER BY d.seq`, values: [...values, limit] };
}

// The casts below hold because the tables are STRICT and only this file writes these two.

export function selectDeliveries(prepare: Statements, query: DeliveryQuery): DeliveryRecord[] {
  const { sql, values } = toSelect(query);
  return (prepare(sql).all(...values) as DeliveryRow[]).map(toDelivery);
}

/** The deliveries with these `seq`s, in the order of addition. */
export function readDeliveries(prepare: Statements, seqs: readonly unknown[]): DeliveryRecord[] {
  return (prepare(selectBySeq).all(JSON.stringify(seqs)) as DeliveryRow[]).map(toDelivery);
}
