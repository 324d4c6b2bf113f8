import type { DeliveryRecord, HoldRecord, ReleaseRecord } from "@carecast/core";
import { knownIdError } from "./check-addition.ts";
import { covers, isHeld } from "./covers.ts";
import { deliveryColumns, toDelivery, type DeliveryRow } from "./delivery-row.ts";
import { oneByOne, query, type Operation } from "./operation.ts";
import { encodeText } from "./text.ts";

/** A hold as a row: a copy of what the caller gave. */
export type HoldRow = ReturnType<typeof toHoldRow>;

export function toHoldRow(hold: HoldRecord) {
  const { channels, tags, campaigns, publications, exceptKinds } = hold.scope === "everything" ? {} : hold.scope;
  return {
    id: encodeText(hold.id),
    at: hold.at,
    channels: channels?.map(encodeText) ?? null,
    tags: tags?.map(encodeText) ?? null,
    campaigns: campaigns?.map(encodeText) ?? null,
    publications: publications?.map(encodeText) ?? null,
    except_kinds: exceptKinds ? [...exceptKinds] : null,
    record: JSON.stringify(hold),
  };
}

/** Begins a hold; answers how many deliveries it moved to `held`. */
export function beginHold(schema: string): Operation<HoldRow, number> {
  const insert = `
    INSERT INTO ${schema}.holds (id, at, channels, tags, campaigns, publications, except_kinds, record)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO NOTHING RETURNING seq`;
  const move = `
    WITH moved AS (
      UPDATE ${schema}.deliveries d SET state = 'held', updated_at = $2
      FROM ${schema}.publications p, ${schema}.holds h
      WHERE p.seq = d.publication AND h.seq = $1 AND d.state IN ('queued', 'preparing') AND ${covers("h")}
      RETURNING d.seq
    )
    SELECT count(*)::integer AS count FROM moved`;
  return oneByOne("hold", async (transaction, row) => {
    const { id, at, channels, tags, campaigns, publications, except_kinds: exceptKinds, record } = row;
    const values = [id, at, channels, tags, campaigns, publications, exceptKinds, record];
    const [hold] = await query<{ seq: number }>(transaction, insert, values);
    if (!hold) return knownIdError("hold.id");
    const [moved] = await query<{ count: number }>(transaction, move, [hold.seq, at]);
    return moved?.count ?? 0;
  });
}

/** The active holds, oldest first. */
export function readHolds(schema: string): Operation<undefined, readonly HoldRecord[]> {
  const text = `SELECT record FROM ${schema}.holds WHERE released IS NULL ORDER BY at, seq`;
  return oneByOne("read", async (transaction) => {
    const rows = await query<{ record: HoldRecord }>(transaction, text);
    return rows.map(({ record }) => record);
  });
}

/** Which hold ends, and a copy of what the caller said of it. */
export interface Release {
  readonly holdId: string;
  readonly release: ReleaseRecord;
}

/** Ends a hold; answers what became of its deliveries, or `undefined` where there is no such active hold. */
export function endHold(schema: string): Operation<Release, readonly DeliveryRecord[] | undefined> {
  const end = `UPDATE ${schema}.holds SET released = $2 WHERE id = $1 AND released IS NULL RETURNING seq`;
  const move = `
    UPDATE ${schema}.deliveries d SET updated_at = $2,
      state = CASE WHEN p.id = ANY ($3) THEN 'cancelled' WHEN p.not_after < $2 THEN 'expired' ELSE 'queued' END
    FROM ${schema}.publications p, ${schema}.holds ended
    WHERE p.seq = d.publication AND ended.seq = $1 AND d.state = 'held' AND ${covers("ended")} AND NOT ${isHeld(schema)}
    RETURNING d.seq`;
  const read = `
    SELECT ${deliveryColumns}
    FROM ${schema}.deliveries d
    JOIN ${schema}.publications p ON p.seq = d.publication
    JOIN ${schema}.contents c ON c.delivery = d.seq
    WHERE d.seq = ANY ($1) ORDER BY d.seq`;
  return oneByOne("hold", async (transaction, { holdId, release }) => {
    const [hold] = await query<{ seq: number }>(transaction, end, [encodeText(holdId), JSON.stringify(release)]);
    if (!hold) return undefined;
    const values = [hold.seq, release.at, release.cancel.map(encodeText)];
    const moved = await query<{ seq: number }>(transaction, move, values);
    const rows = await query<DeliveryRow>(transaction, read, [moved.map(({ seq }) => seq)]);
    const queued = rows.filter(({ state }) => state === "queued");
    await transaction.queue.announce(
      transaction.client,
      queued.flatMap(({ channel, due_at: dueAt }) => (dueAt === null ? [] : [{ channel, dueAt }])),
    );
    return rows.map(toDelivery);
  });
}
