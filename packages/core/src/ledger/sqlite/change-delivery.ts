import type { SQLInputValue } from "node:sqlite";
import type { DeliveryChange, DeliveryState } from "../records.ts";
import { toJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

const update = `
  UPDATE deliveries SET
    updated_at = ?,
    state = coalesce(?, state),
    attempts = coalesce(?, attempts),
    first_sent_at = coalesce(?, first_sent_at),
    revised_at = coalesce(?, revised_at),
    retracted_at = coalesce(?, retracted_at),
    receipt = coalesce(?, receipt),
    error = coalesce(?, error)
  WHERE id = ? AND state = ?`;

const updateContent = `
  UPDATE contents SET part = coalesce(?, part), draft = coalesce(?, draft)
  WHERE delivery = (SELECT seq FROM deliveries WHERE id = ?)`;

/**
 * Reads the change now and returns the step that makes it if the delivery is still in state `from`, and says whether
 * it was.
 */
export function changeDelivery(
  prepare: Statements,
  id: string,
  from: DeliveryState,
  change: DeliveryChange,
  at: number,
): () => boolean {
  const row: SQLInputValue[] = [
    at,
    change.state ?? null,
    change.attempts ?? null,
    change.firstSentAt ?? null,
    change.revisedAt ?? null,
    change.retractedAt ?? null,
    toJson(change.receipt),
    toJson(change.error),
    id,
    from,
  ];
  const part = toJson(change.part);
  const draft = toJson(change.draft);
  return () => {
    if (prepare(update).run(...row).changes === 0) return false;
    if (part !== null || draft !== null) prepare(updateContent).run(part, draft, id);
    return true;
  };
}
