import type { SQLInputValue } from "node:sqlite";
import type { DeliveryChange, DeliveryState } from "../ledger.ts";
import type { Statements } from "./statements.ts";

type Assignment = readonly [column: string, value: SQLInputValue];

/**
 * Reads the change now and returns the step that makes it if the delivery is still in state `from`, and says whether
 * it was. Only the columns that change are named, so that a step leaves the indexes of the others alone.
 */
export function changeDelivery(
  prepare: Statements,
  id: string,
  from: DeliveryState,
  change: DeliveryChange,
  at: number,
): () => boolean {
  const row: Assignment[] = [["updated_at", at], ...toRow(change)];
  const content = toContent(change);
  const update = `UPDATE deliveries SET ${toList(row)} WHERE id = ? AND state = ?`;
  const updateContent = `UPDATE contents SET ${toList(content)} WHERE delivery = (SELECT seq FROM deliveries WHERE id = ?)`;
  return () => {
    if (prepare(update).run(...toValues(row), id, from).changes === 0) return false;
    if (content.length > 0) prepare(updateContent).run(...toValues(content), id);
    return true;
  };
}

/** What stays for good. */
function toRow(change: DeliveryChange): Assignment[] {
  const row: Assignment[] = [];
  if (change.state !== undefined) row.push(["state", change.state]);
  if (change.attempts !== undefined) row.push(["attempts", change.attempts]);
  if (change.firstSentAt !== undefined) row.push(["first_sent_at", change.firstSentAt]);
  if (change.receipt !== undefined) row.push(["receipt", JSON.stringify(change.receipt)]);
  if (change.error !== undefined) row.push(["error", JSON.stringify(change.error)]);
  if (change.revisedAt !== undefined) row.push(["revised_at", change.revisedAt]);
  if (change.retractedAt !== undefined) row.push(["retracted_at", change.retractedAt]);
  return row;
}

/** What can be purged. */
function toContent(change: DeliveryChange): Assignment[] {
  const content: Assignment[] = [];
  if (change.part !== undefined) content.push(["part", JSON.stringify(change.part)]);
  if (change.draft !== undefined) content.push(["draft", JSON.stringify(change.draft)]);
  return content;
}

function toList(assignments: readonly Assignment[]): string {
  return assignments.map(([column]) => `${column} = ?`).join(", ");
}

function toValues(assignments: readonly Assignment[]): SQLInputValue[] {
  return assignments.map(([, value]) => value);
}
