import type { LaneRef } from "@carecast/core";
import { query, type Operation } from "./operation.ts";
import { ranks } from "./ranks.ts";
import { workable } from "./states.ts";
import { decodeText, encodeText } from "./text.ts";
import { maxQuietMs } from "./work-queue.ts";

export interface DueRequest {
  readonly channels: readonly string[];
  readonly now: number;
}

/** The first work of one priority on one channel. */
interface First {
  readonly channel: string;
  readonly rank: number;
  readonly due_at: number;
  /** Whether an owner with a running lease has the lane. */
  readonly taken: boolean;
}

/** A span of the caller's time in which nothing becomes due, as far as the tables said when it began. */
interface Quiet {
  readonly channels: string;
  readonly from: number;
  readonly until: number;
}

/**
 * Takes the jobs of these channels from the queue, and looks into the tables when there was one, or when it cannot be
 * known without: at the first look, for as long as there is due work, whoever has it, and when the time of something comes.
 */
export function findDueLanes(schema: string): Operation<DueRequest, readonly LaneRef[]> {
  const text = selectFirsts(schema);
  let quiet: Quiet | undefined;

  const isQuiet = (channels: string, now: number): boolean =>
    quiet !== undefined && quiet.channels === channels && quiet.from <= now && now < quiet.until;

  return {
    mode: "write",
    async run(transaction, inputs) {
      const outputs: (readonly LaneRef[])[] = [];
      for (const { channels, now } of inputs) {
        const key = JSON.stringify(channels);
        const hasNews = await transaction.queue.take(transaction.client, channels);
        if (!hasNews && isQuiet(key, now)) {
          outputs.push([]);
          continue;
        }
        const firsts = await query<First>(transaction, text, [[...new Set(channels.map(encodeText))]]);
        const next = Math.min(now + maxQuietMs, ...firsts.map(({ due_at: dueAt }) => dueAt));
        quiet = next <= now ? undefined : { channels: key, from: now, until: next };
        outputs.push(toLanes(firsts.filter(({ due_at: dueAt, taken }) => dueAt <= now && !taken)));
      }
      return outputs;
    },
  };
}

function toLanes(firsts: readonly First[]): readonly LaneRef[] {
  const lanes = new Map<string, LaneRef>();
  for (const { channel, rank } of firsts) {
    const lane = rank === ranks.emergency ? "emergency" : "routine";
    lanes.set(`${lane} ${channel}`, { channel: decodeText(channel), lane });
  }
  return [...lanes.values()];
}

/** Finds the first of each priority on each channel with one step into the index, however many wait behind it. */
export function selectFirsts(schema: string): string {
  return `
    SELECT i.channel, r.rank, d.due_at, EXISTS (
      SELECT FROM ${schema}.lanes l JOIN ${schema}.owners o ON o.id = l.owner
      WHERE l.channel = i.channel AND l.lane = CASE r.rank WHEN ${ranks.emergency} THEN 'emergency' ELSE 'routine' END
        AND o.lease_until > clock_timestamp()) AS taken
    FROM unnest($1::text[]) WITH ORDINALITY AS i (channel, n)
    CROSS JOIN (VALUES (${Object.values(ranks).join("), (")})) AS r (rank)
    CROSS JOIN LATERAL (
      SELECT due_at FROM ${schema}.deliveries
      WHERE channel = i.channel AND rank = r.rank AND due_at IS NOT NULL AND state IN (${workable})
      ORDER BY due_at LIMIT 1
    ) AS d
    ORDER BY i.n, r.rank`;
}
