import type { SQLInputValue } from "node:sqlite";
import { isWorkable } from "../delivery-states.ts";
import type { DeliveryChange, DeliveryState } from "../records.ts";
import { toJson } from "./json-columns.ts";

type Read = (change: DeliveryChange, from: DeliveryState) => SQLInputValue | undefined;

/** What an UPDATE can set. It sets only what changes, since an index of a column that is named is written anew. */
const assignments: readonly (readonly [sql: string, read: Read])[] = [
  ["state = ?", ({ state }, from) => (state === from ? undefined : state)],
  ["due_at = ?", ({ dueAt }) => dueAt],
  ["pick_at = ?", readPickAt],
  [
    "pick_at = iif(?, due_at, NULL)",
    ({ state, dueAt }, from) => (dueAt === undefined && begins(from, state) ? 1 : undefined),
  ],
  ["attempts = ?", ({ attempts }) => attempts],
  ["first_sent_at = ?", ({ firstSentAt }) => firstSentAt],
  ["revised_at = ?", ({ revisedAt }) => revisedAt],
  ["retracted_at = ?", ({ retractedAt }) => retractedAt],
  ["receipt = ?", ({ receipt }) => toJson(receipt) ?? undefined],
  ["error = ?", ({ error }) => toJson(error) ?? undefined],
  ["decision = ?", ({ decision }) => toJson(decision) ?? undefined],
  ["purged_at = ?", ({ part }) => (part === undefined ? undefined : null)],
];

/** The texts of statements by what they set: to make one anew costs as much as to run it. */
const texts = new Map<number, string>();

/** A statement and what to bind to it. */
export interface Update {
  readonly sql: string;
  readonly row: readonly SQLInputValue[];
}

/** The UPDATE of one delivery in state `from`; with an `owner`, only while that one is enlisted. */
export function toUpdate(
  id: string,
  from: DeliveryState,
  change: DeliveryChange,
  at: number,
  owner: string | undefined,
): Update {
  let key = owner === undefined ? 0 : 1;
  let bit = 1;
  const row: SQLInputValue[] = [at];
  for (const [, read] of assignments) {
    bit *= 2;
    const value = read(change, from);
    if (value === undefined) continue;
    key += bit;
    row.push(value);
  }
  row.push(id, from);
  if (owner !== undefined) row.push(owner);
  let sql = texts.get(key);
  if (sql === undefined) texts.set(key, (sql = write(key)));
  return { sql, row };
}

function write(key: number): string {
  const sets = assignments.filter((_, index) => key & (2 << index)).map(([sql]) => `, ${sql}`);
  const fence = key & 1 ? " AND EXISTS (SELECT 1 FROM owners WHERE id = ?)" : "";
  return `UPDATE deliveries SET updated_at = ?${sets.join("")} WHERE id = ? AND state = ?${fence}`;
}

/** A step between two states of work leaves `pick_at`, and with it the index of what is due, alone. */
function readPickAt({ state, dueAt }: DeliveryChange, from: DeliveryState): SQLInputValue | undefined {
  if (!isWorkable(state ?? from)) return isWorkable(from) ? null : undefined;
  return dueAt;
}

function begins(from: DeliveryState, to: DeliveryState = from): boolean {
  return isWorkable(to) && !isWorkable(from);
}
