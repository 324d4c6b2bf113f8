import type { ChangeResult, DeliveryChange, DeliveryState } from "@carecast/core";
import { isHeld } from "./covers.ts";
import { query, type Operation } from "./operation.ts";
import { workableStates } from "./states.ts";
import { encodeText } from "./text.ts";
import type { Announcement } from "./work-queue.ts";

/** A change as a row: a copy of what the caller gave, `null` for what stays as it is. */
export type ChangeRow = ReturnType<typeof toChangeRow>;

export function toChangeRow(id: string, from: DeliveryState, change: DeliveryChange, at: number, owner?: string) {
  const { state, dueAt, receipt, error, decision, part, draft } = change;
  return {
    id: encodeText(id),
    from,
    owner: owner === undefined ? null : encodeText(owner),
    /** It is a permission to act, which holds take away. */
    acts: state === "preparing" || state === "sending",
    state: state ?? null,
    moves_due: dueAt !== undefined,
    due_at: dueAt ?? null,
    attempts: change.attempts ?? null,
    at,
    first_sent_at: change.firstSentAt ?? null,
    revised_at: change.revisedAt ?? null,
    retracted_at: change.retractedAt ?? null,
    receipt: receipt === undefined ? null : JSON.stringify(receipt),
    error: error === undefined ? null : JSON.stringify(error),
    decision: decision === undefined ? null : JSON.stringify(decision),
    audience: part?.audience ?? null,
    part: part === undefined ? null : JSON.stringify(part),
    draft: draft === undefined ? null : JSON.stringify(draft),
  };
}

interface Changed {
  readonly n: number;
  readonly result: ChangeResult;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly due_at: number | null;
}

/** Compare-and-set on the state. */
export function changeDeliveries(schema: string): Operation<ChangeRow, ChangeResult> {
  const text = writeStatement(schema);
  return {
    mode: "act",
    keysOf: ({ id }) => [id],
    async run(transaction, inputs) {
      const json = JSON.stringify(inputs.map((row, n) => ({ n, ...row })));
      const changed = await query<Changed>(transaction, text, [json]);
      const work = changed.flatMap((row): readonly Announcement[] => {
        const input = inputs[row.n];
        return input && row.due_at !== null && bringsWork(input, row)
          ? [{ channel: row.channel, dueAt: row.due_at }]
          : [];
      });
      await transaction.queue.announce(transaction.client, work);
      const results = new Map(changed.map(({ n, result }) => [n, result]));
      return inputs.map((_, n) => results.get(n) ?? "lost");
    },
  };
}

/** A step of work that goes on is no news. */
function bringsWork({ from, moves_due: movesDue }: ChangeRow, { state }: Changed): boolean {
  return workableStates.includes(state) && (movesDue || !workableStates.includes(from));
}

/**
 * Locks the owners that are named, so that whoever strikes one off waits for this transaction, or this one for him, and
 * then finds the owner gone. The states are compared twice: what another transaction has moved meanwhile does not match.
 */
function writeStatement(schema: string): string {
  return `
    WITH i AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::json) AS i (
        n integer, id text, "from" text, owner text, acts boolean, state text, moves_due boolean, due_at double precision,
        attempts integer, at double precision, first_sent_at double precision, revised_at double precision,
        retracted_at double precision, receipt text, error text, decision text, audience text, part text, draft text)
    ), enlisted AS MATERIALIZED (
      SELECT id FROM ${schema}.owners WHERE id IN (SELECT owner FROM i) ORDER BY id FOR KEY SHARE
    ), judged AS MATERIALIZED (
      SELECT i.*, d.seq, i.acts AND ${isHeld(schema)} AS covered
      FROM i JOIN ${schema}.deliveries d ON d.id = i.id AND d.state = i."from"
      WHERE i.owner IS NULL OR i.owner IN (SELECT id FROM enlisted)
    ), changed AS (
      UPDATE ${schema}.deliveries d SET
        state = coalesce(j.state, d.state),
        due_at = CASE WHEN j.moves_due THEN j.due_at ELSE d.due_at END,
        attempts = coalesce(j.attempts, d.attempts),
        updated_at = j.at,
        first_sent_at = coalesce(j.first_sent_at, d.first_sent_at),
        revised_at = coalesce(j.revised_at, d.revised_at),
        retracted_at = coalesce(j.retracted_at, d.retracted_at),
        purged_at = CASE WHEN j.part IS NULL THEN d.purged_at END,
        receipt = coalesce(j.receipt::json, d.receipt),
        error = coalesce(j.error::json, d.error),
        decision = coalesce(j.decision::json, d.decision)
      FROM judged j WHERE d.seq = j.seq AND d.state = j."from" AND NOT j.covered
      RETURNING j.n, d.seq, d.channel, d.state, d.due_at
    ), held AS (
      UPDATE ${schema}.deliveries d SET state = 'held', updated_at = j.at
      FROM judged j WHERE d.seq = j.seq AND d.state = j."from" AND j.covered
      RETURNING j.n, d.channel, d.state
    ), content AS (
      UPDATE ${schema}.contents c SET
        audience = coalesce(j.audience, c.audience),
        part = coalesce(j.part::json, c.part),
        draft = coalesce(j.draft::json, c.draft)
      FROM changed JOIN judged j USING (n)
      WHERE c.delivery = changed.seq AND (j.part IS NOT NULL OR j.draft IS NOT NULL)
    )
    SELECT n, 'changed' AS result, channel, state, due_at FROM changed
    UNION ALL SELECT n, 'held', channel, state, NULL FROM held`;
}
