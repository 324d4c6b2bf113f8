import type { SQLOutputValue } from "node:sqlite";
import type { LaneRef, OpenThread } from "../lane-store.ts";
import { readThread } from "./deliveries.ts";
import { priorityRank } from "./priority-rank.ts";
import { readPublication } from "./publications.ts";
import type { Statements } from "./statements.ts";

/** Asks the index once for each channel and priority, however much there is that is not due. */
export const selectDueLanes = `
  WITH due (channel, lane) AS (
    SELECT DISTINCT c.value, iif(p.value = 0, 'emergency', 'routine')
    FROM json_each(?1) c CROSS JOIN json_each('[0, 1, 2]') p
    WHERE EXISTS (SELECT 1 FROM deliveries d WHERE d.channel = c.value AND d.priority = p.value AND d.pick_at <= ?2)
  )
  SELECT channel, lane FROM due
  WHERE NOT EXISTS (
    SELECT 1 FROM lanes l JOIN owners o ON o.id = l.owner
    WHERE l.channel = due.channel AND l.lane = due.lane AND o.lease_until > ?2
  )`;

export const selectFirst = `
  SELECT publication, channel, language FROM deliveries
  WHERE channel = ? AND priority = ? AND pick_at <= ? ORDER BY pick_at, seq LIMIT 1`;

type Rank = (typeof priorityRank)[keyof typeof priorityRank];

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
  const find = (rank: Rank): Record<string, SQLOutputValue> | undefined => prepare(selectFirst).get(channel, rank, now);
  const emergency = lane === "tokens" ? undefined : find(priorityRank.emergency);
  if (lane === "routine" && emergency) return undefined;
  const first = lane === "routine" ? (find(priorityRank.high) ?? find(priorityRank.routine)) : emergency;
  if (first === undefined) return undefined;
  const { publication = null, language = null } = first;
  return {
    publication: readPublication(prepare, publication),
    deliveries: readThread(prepare, publication, channel, language),
  };
}
