import type { SQLOutputValue } from "node:sqlite";
import { knownIdError } from "../check-addition.ts";
import type { HoldRecord, HoldScope, ReleaseRecord } from "../hold-store.ts";
import type { DeliveryRecord } from "../records.ts";
import type { ActiveHolds } from "./active-holds.ts";
import { readDeliveries } from "./deliveries.ts";
import { fromJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

interface HoldRow extends Record<string, SQLOutputValue> {
  readonly id: string;
  readonly scope: string;
  readonly made_by: string;
  readonly reason: string;
  readonly at: number;
  readonly until: number | null;
}

const insert = `
  INSERT INTO holds (id, scope, made_by, reason, at, until) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
const selectActive = "SELECT * FROM holds WHERE release IS NULL ORDER BY at, seq";
const end = "UPDATE holds SET release = ? WHERE id = ? AND release IS NULL RETURNING json_array(json(scope)) AS scopes";

const covers = "hold_covers(?, p.id, p.priority, p.kind, deliveries.channel, p.tags, p.campaign)";

const moveToHeld = `
  UPDATE deliveries SET state = 'held', pick_at = NULL, updated_at = ? FROM publications p
  WHERE p.seq = deliveries.publication AND state IN ('queued', 'preparing') AND ${covers}`;

const moveOn = `
  UPDATE deliveries SET state = moved.state, pick_at = iif(moved.state = 'queued', due_at, NULL), updated_at = ?
  FROM (
    SELECT deliveries.seq, after_hold(?, p.id, p.not_after) AS state
    FROM deliveries JOIN publications p ON p.seq = deliveries.publication
    WHERE deliveries.state = 'held' AND ${covers} AND NOT ${covers}
  ) moved
  WHERE deliveries.seq = moved.seq RETURNING deliveries.seq`;

const selectIsHeld = `
  SELECT ${covers} AS held FROM deliveries JOIN publications p ON p.seq = deliveries.publication
  WHERE deliveries.id = ?`;

// The casts below hold because the tables are STRICT and only this file writes this one.

export function isHeld(prepare: Statements, holds: ActiveHolds, deliveryId: string): boolean {
  return prepare(selectIsHeld).get(holds.text(), deliveryId)?.["held"] === 1;
}

/** Reads the hold now and returns the step that records it and moves what it covers, and counts that. */
export function insertHold(
  prepare: Statements,
  holds: ActiveHolds,
  { id, scope, by, reason, at, until }: HoldRecord,
): () => number {
  const scopeText = JSON.stringify(scope);
  return () => {
    if (prepare(insert).run(id, scopeText, by, reason, at, until ?? null).changes === 0) throw knownIdError("hold.id");
    holds.forget();
    return Number(prepare(moveToHeld).run(at, `[${scopeText}]`).changes);
  };
}

export function listHolds(prepare: Statements): HoldRecord[] {
  return (prepare(selectActive).all() as HoldRow[]).map((row) => ({
    id: row.id,
    scope: fromJson<HoldScope>(row.scope),
    by: row.made_by,
    reason: row.reason,
    at: row.at,
    ...(row.until !== null && { until: row.until }),
  }));
}

/** Reads the release now and returns the step that ends the hold and moves what it alone covered. */
export function releaseHold(
  prepare: Statements,
  holds: ActiveHolds,
  id: string,
  release: ReleaseRecord,
): () => DeliveryRecord[] | undefined {
  const text = JSON.stringify(release);
  const { at } = release;
  return () => {
    const ended = prepare(end).get(text, id) as { readonly scopes: string } | undefined;
    if (ended === undefined) return undefined;
    holds.forget();
    const moved = prepare(moveOn).all(at, text, ended.scopes, holds.text());
    return readDeliveries(
      prepare,
      moved.map((row) => row["seq"]),
    );
  };
}
