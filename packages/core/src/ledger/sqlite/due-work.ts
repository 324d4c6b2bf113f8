import type { LaneRef, OpenThread } from "../lane-store.ts";
import { wholeDelivery } from "./deliveries.ts";
import { toDelivery, type DeliveryRow } from "./delivery-row.ts";
import { priorityRank } from "./priority-rank.ts";
import { readPublication } from "./publications.ts";
import type { Statements } from "./statements.ts";

/** Asks the index once for each channel and priority, however much there is that is not due. */
export const selectDueLanes = `
  WITH due (channel, lane) AS (
    SELECT DISTINCT c.value, iif(p.value = ${priorityRank.emergency}, 'emergency', 'routine')
    FROM json_each(?1) c CROSS JOIN json_each('${JSON.stringify(Object.values(priorityRank))}') p
    WHERE EXISTS (SELECT 1 FROM deliveries d WHERE d.channel = c.value AND d.priority = p.value AND d.pick_at <= ?2)
  )
  SELECT channel, lane FROM due
  WHERE NOT EXISTS (
    SELECT 1 FROM lanes l JOIN owners o ON o.id = l.owner
    WHERE l.channel = due.channel AND l.lane = due.lane AND o.lease_until > ?2
  )`;

/** The delivery of a priority that comes first. */
function selectFirst(rank: number): string {
  return `SELECT * FROM (
    SELECT publication, channel, language FROM deliveries
    WHERE channel = ?1 AND priority = ${rank} AND pick_at <= ?2 ORDER BY pick_at, seq LIMIT 1
  )`;
}

function selectThread(first: string, condition = "true"): string {
  return `
    WITH first AS (${first})
    SELECT ${wholeDelivery}
    FROM first f CROSS JOIN deliveries d ON d.publication = f.publication AND d.channel = f.channel
    JOIN publications p ON p.seq = d.publication JOIN contents c ON c.delivery = d.seq
    WHERE d.language IS f.language AND ${condition} ORDER BY d.position`;
}

const { emergency, high, routine } = priorityRank;

/** One statement for each lane, so that it sees one state of the file. */
export const selectNext = {
  emergency: selectThread(selectFirst(emergency)),
  routine: selectThread(
    `${selectFirst(high)} UNION ALL ${selectFirst(routine)} LIMIT 1`,
    `NOT EXISTS (${selectFirst(emergency)})`,
  ),
} as const;

export function findDueLanes(prepare: Statements, channels: readonly string[], now: number): LaneRef[] {
  return prepare(selectDueLanes)
    .all(JSON.stringify(channels), now)
    .map((row) => ({
      channel: String(row["channel"]),
      // The cast holds because the statement has both names in it.
      lane: row["lane"] as LaneRef["lane"],
    }));
}

export function findNextThread(prepare: Statements, { channel, lane }: LaneRef, now: number): OpenThread | undefined {
  if (lane === "tokens") return undefined;
  // The cast holds because the tables are STRICT and the statement selects whole deliveries.
  const rows = prepare(selectNext[lane]).all(channel, now) as DeliveryRow[];
  const publication = rows[0]?.publication;
  if (publication === undefined) return undefined;
  return { publication: readPublication(prepare, publication), deliveries: rows.map(toDelivery) };
}
