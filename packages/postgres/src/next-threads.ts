import type { LaneRef, OpenThread, PublicationRecord } from "@carecast/core";
import { deliveryColumns, toDelivery, type DeliveryRow } from "./delivery-row.ts";
import { query, type Operation } from "./operation.ts";
import { ranks } from "./ranks.ts";
import { workable } from "./states.ts";
import { encodeText } from "./text.ts";

export interface NextRequest extends LaneRef {
  readonly now: number;
}

interface ThreadRow extends DeliveryRow {
  readonly n: number;
  readonly publication: PublicationRecord;
}

/** The thread that comes next in each lane. */
export function findNextThreads(schema: string): Operation<NextRequest, OpenThread | undefined> {
  const text = selectThreads(schema);
  return {
    mode: "read",
    async run(transaction, inputs) {
      const json = JSON.stringify(
        inputs.map(({ channel, lane, now }, n) => ({ n, channel: encodeText(channel), lane, now })),
      );
      const rows = await query<ThreadRow>(transaction, text, [json]);
      return inputs.map((_, n) => toThread(rows.filter((row) => row.n === n)));
    },
  };
}

function toThread(rows: readonly ThreadRow[]): OpenThread | undefined {
  const [first] = rows;
  return first && { publication: first.publication, deliveries: rows.map(toDelivery) };
}

/** For requests as JSON in `$1`. */
export function selectThreads(schema: string): string {
  /** The first due delivery of a rank on the channel of `i`: one step into the index. */
  const firstOf = (rank: string): string => `
    SELECT publication, channel, language, rank FROM ${schema}.deliveries
    WHERE channel = i.channel AND rank = ${rank} AND due_at <= i.now AND state IN (${workable})
    ORDER BY due_at, seq LIMIT 1`;
  const isEmergency = `= ${ranks.emergency}`;
  return `
    WITH i AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::json) AS i (n integer, channel text, lane text, now double precision)
    ), picked AS MATERIALIZED (
      SELECT i.n, f.publication, f.channel, f.language
      FROM i CROSS JOIN LATERAL (
        SELECT d.* FROM (VALUES (${Object.values(ranks).join("), (")})) AS r (rank)
        CROSS JOIN LATERAL (${firstOf("r.rank")}) AS d
        -- Emergencies come first, so that a routine lane that has one to wait for finds it here.
        ORDER BY d.rank LIMIT 1
      ) AS f
      WHERE i.lane = CASE WHEN f.rank ${isEmergency} THEN 'emergency' ELSE 'routine' END
    )
    SELECT picked.n, p.record AS publication, ${deliveryColumns}
    FROM picked
    JOIN ${schema}.deliveries d ON d.publication = picked.publication AND d.channel = picked.channel
      AND d.language IS NOT DISTINCT FROM picked.language
    JOIN ${schema}.publications p ON p.seq = d.publication
    JOIN ${schema}.contents c ON c.delivery = d.seq
    ORDER BY picked.n, d.position, d.seq`;
}
