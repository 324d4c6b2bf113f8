import { isPermission } from "../delivery-states.ts";
import type { ChangeResult } from "../publication-store.ts";
import type { DeliveryChange, DeliveryState } from "../records.ts";
import type { ActiveHolds } from "./active-holds.ts";
import { isHeld } from "./holds.ts";
import { toJson } from "./json-columns.ts";
import { isEnlisted } from "./owners.ts";
import type { Statements } from "./statements.ts";
import { toUpdate } from "./update-delivery.ts";

const moveToHeld = "UPDATE deliveries SET state = 'held', pick_at = NULL, updated_at = ? WHERE id = ? AND state = ?";

const updateContent = `
  UPDATE contents SET part = coalesce(?, part), draft = coalesce(?, draft)
  WHERE delivery = (SELECT seq FROM deliveries WHERE id = ?)`;

const restoreContent = `
  UPDATE publications SET has_content = 1
  WHERE has_content = 0 AND seq = (SELECT publication FROM deliveries WHERE id = ?)`;

/** A change as `Ledger.change` gets it. */
export interface ChangeCall {
  readonly id: string;
  readonly from: DeliveryState;
  readonly change: DeliveryChange;
  readonly at: number;
  readonly owner: string | undefined;
}

/** Reads the change now and returns the step that makes it, or says why it did not. */
export function changeDelivery(prepare: Statements, holds: ActiveHolds, call: ChangeCall): () => ChangeResult {
  const { id, from, change, at, owner } = call;
  const asks = isPermission(change);
  const { sql, row } = toUpdate(id, from, change, at, owner);
  const part = toJson(change.part);
  const draft = toJson(change.draft);

  return () => {
    if (asks && !holds.areNone() && (owner === undefined || isEnlisted(prepare, owner)) && isHeld(prepare, holds, id))
      return prepare(moveToHeld).run(at, id, from).changes === 0 ? "lost" : "held";
    if (prepare(sql).run(...row).changes === 0) return "lost";
    if (part !== null || draft !== null) prepare(updateContent).run(part, draft, id);
    if (part !== null) prepare(restoreContent).run(id);
    return "changed";
  };
}
