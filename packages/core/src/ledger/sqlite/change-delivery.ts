import type { SQLInputValue } from "node:sqlite";
import { isPermission, isWorkable } from "../delivery-states.ts";
import type { ChangeResult } from "../publication-store.ts";
import type { DeliveryChange, DeliveryState } from "../records.ts";
import { isHeld } from "./holds.ts";
import { toJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

const updateContent = `
  UPDATE contents SET part = coalesce(?, part), draft = coalesce(?, draft)
  WHERE delivery = (SELECT seq FROM deliveries WHERE id = ?)`;

const restoreContent = `
  UPDATE publications SET has_content = 1
  WHERE has_content = 0 AND seq = (SELECT publication FROM deliveries WHERE id = ?)`;

const moveToHeld = "UPDATE deliveries SET state = 'held', pick_at = NULL, updated_at = ? WHERE id = ?";

const isEnlisted = " AND EXISTS (SELECT 1 FROM owners WHERE id = ?)";

/** Holds are rare, and so most changes need no more than this to know that none is in their way. */
const isFree = " AND (priority = 0 OR NOT EXISTS (SELECT 1 FROM holds WHERE release IS NULL))";

/** Reads the change now and returns the step that makes it, or says why it did not. */
export function changeDelivery(
  prepare: Statements,
  id: string,
  from: DeliveryState,
  change: DeliveryChange,
  at: number,
  owner: string | undefined,
): () => ChangeResult {
  const { sets, values } = toSets(from, change, at);
  const part = toJson(change.part);
  const draft = toJson(change.draft);
  const isAct = isPermission(change);
  const isFenced = isAct && owner !== undefined;
  const where = `WHERE id = ? AND state = ?${isFenced ? isEnlisted : ""}`;
  const key = isFenced ? [id, from, owner] : [id, from];

  const update = (condition: string): boolean => {
    if (prepare(`UPDATE deliveries SET ${sets} ${where}${condition}`).run(...values, ...key).changes === 0)
      return false;
    if (part !== null || draft !== null) prepare(updateContent).run(part, draft, id);
    if (part !== null) prepare(restoreContent).run(id);
    return true;
  };

  return () => {
    if (update(isAct ? isFree : "")) return "changed";
    if (!isAct || prepare(`SELECT 1 FROM deliveries ${where}`).get(...key) === undefined) return "lost";
    if (!isHeld(prepare, id)) return update("") ? "changed" : "lost";
    prepare(moveToHeld).run(at, id);
    return "held";
  };
}

/** What an UPDATE sets: only what changes, since an index of a column that is named is written anew. */
function toSets(from: DeliveryState, change: DeliveryChange, at: number): { sets: string; values: SQLInputValue[] } {
  const { state = from, dueAt } = change;
  let sets = "updated_at = ?";
  const values: SQLInputValue[] = [at];
  const set = (column: string, value: SQLInputValue | undefined): void => {
    if (value === undefined) return;
    sets += `, ${column} = ?`;
    values.push(value);
  };
  if (state !== from) set("state", state);
  set("due_at", dueAt);
  if (dueAt !== undefined) set("pick_at", isWorkable(state) ? dueAt : null);
  else if (isWorkable(state) !== isWorkable(from)) sets += `, pick_at = ${isWorkable(state) ? "due_at" : "NULL"}`;
  set("attempts", change.attempts);
  set("first_sent_at", change.firstSentAt);
  set("revised_at", change.revisedAt);
  set("retracted_at", change.retractedAt);
  set("receipt", toJson(change.receipt) ?? undefined);
  set("error", toJson(change.error) ?? undefined);
  set("decision", toJson(change.decision) ?? undefined);
  if (change.part !== undefined) sets += ", purged_at = NULL";
  return { sets, values };
}
