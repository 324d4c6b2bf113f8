import type { HandledMark } from "@carecast/core";
import { query, type Operation, type Transaction } from "./operation.ts";
import { decodeText, encodeText } from "./text.ts";

/** Whose cursor. */
export interface FeedRef {
  readonly listener: string;
  readonly channel: string;
}

/** Whose mark. */
export interface EventRef extends FeedRef {
  readonly eventId: string;
}

/** What one listener has handled on one channel, as far as the transaction at hand deals with it. */
interface Feed {
  readonly seq: number;
  /** How many marks were ever made: they are numbered, so that the oldest beyond the window are found without counting. */
  marks: number;
  readonly numbers: Map<string, { readonly number: number; readonly at: number }>;
}

/** Stores dedupe marks, at most `window` for each feed, and cursors. */
export function markHandled(schema: string, window: number): Operation<HandledMark, void> {
  const statements = writeStatements(schema);

  async function openFeeds(
    transaction: Transaction,
    marks: readonly HandledMark[],
  ): Promise<ReadonlyMap<string, Feed>> {
    const wanted = new Map<string, { listener: string; channel: string; cursor: string | null }>();
    for (const mark of marks) {
      const before = wanted.get(feedOf(mark))?.cursor ?? null;
      const cursor = mark.cursor === undefined ? before : encodeText(mark.cursor);
      wanted.set(feedOf(mark), { ...toRow(mark), cursor });
    }
    const rows = await query<{ seq: number; listener: string; channel: string; marks: number }>(
      transaction,
      statements.openFeeds,
      [JSON.stringify([...wanted.values()])],
    );
    return new Map(rows.map((row) => [keyOf(row), { seq: row.seq, marks: row.marks, numbers: new Map() }]));
  }

  async function readNumbers(
    transaction: Transaction,
    feeds: ReadonlyMap<string, Feed>,
    marks: readonly HandledMark[],
  ) {
    const wanted = marks.map((mark) => ({ feed: feeds.get(feedOf(mark))?.seq, event_id: encodeText(mark.eventId) }));
    const rows = await query<{ feed: number; event_id: string; number: number; at: number }>(
      transaction,
      statements.readNumbers,
      [JSON.stringify(wanted)],
    );
    const bySeq = new Map([...feeds.values()].map((feed) => [feed.seq, feed]));
    for (const { feed, event_id: eventId, number, at } of rows) bySeq.get(feed)?.numbers.set(eventId, { number, at });
  }

  return {
    mode: "write",
    async run(transaction, marks) {
      const feeds = await openFeeds(transaction, marks);
      await readNumbers(transaction, feeds, marks);
      const fresh = new Map<string, { feed: number; event_id: string; number: number; at: number }>();
      for (const mark of marks) {
        const feed = feeds.get(feedOf(mark));
        if (!feed) continue;
        const eventId = encodeText(mark.eventId);
        if ((feed.numbers.get(eventId)?.number ?? -Infinity) > feed.marks - window) continue;
        const entry = { number: ++feed.marks, at: mark.at };
        feed.numbers.set(eventId, entry);
        fresh.set(`${feed.seq} ${eventId}`, { feed: feed.seq, event_id: eventId, ...entry });
      }
      if (fresh.size > 0) {
        await query(transaction, statements.insertMarks, [JSON.stringify([...fresh.values()])]);
        const counts = [...feeds.values()].map(({ seq, marks: count }) => ({ seq, marks: count }));
        await query(transaction, statements.forgetOldest, [JSON.stringify(counts), window]);
      }
      return marks.map(() => undefined);
    },
  };
}

export function readCursors(schema: string): Operation<FeedRef, string | undefined> {
  const text = `
    SELECT listener, channel, cursor FROM ${schema}.feeds
    JOIN json_to_recordset($1::json) AS i (listener text, channel text) USING (listener, channel)`;
  return {
    mode: "read",
    async run(transaction, inputs) {
      const rows = await query<{ listener: string; channel: string; cursor: string | null }>(transaction, text, [
        JSON.stringify(inputs.map(toRow)),
      ]);
      const cursors = new Map(rows.map((row) => [keyOf(row), row.cursor]));
      return inputs.map((input) => {
        const cursor = cursors.get(feedOf(input)) ?? undefined;
        return cursor === undefined ? undefined : decodeText(cursor);
      });
    },
  };
}

export function readWasHandled(schema: string): Operation<EventRef, boolean> {
  const text = `
    SELECT i.n FROM json_to_recordset($1::json) AS i (n integer, listener text, channel text, event_id text)
    JOIN ${schema}.feeds f USING (listener, channel)
    JOIN ${schema}.handled h ON h.feed = f.seq AND h.event_id = i.event_id`;
  return {
    mode: "read",
    async run(transaction, inputs) {
      const wanted = inputs.map((input, n) => ({ n, ...toRow(input), event_id: encodeText(input.eventId) }));
      const rows = await query<{ n: number }>(transaction, text, [JSON.stringify(wanted)]);
      const found = new Set(rows.map(({ n }) => n));
      return inputs.map((_, n) => found.has(n));
    },
  };
}

function toRow({ listener, channel }: FeedRef): FeedRef {
  return { listener: encodeText(listener), channel: encodeText(channel) };
}

function feedOf(ref: FeedRef): string {
  return keyOf(toRow(ref));
}

function keyOf({ listener, channel }: FeedRef): string {
  return JSON.stringify([listener, channel]);
}

function writeStatements(schema: string) {
  return {
    // Also locks the rows, so that the numbers of two programs do not mix.
    openFeeds: `
      INSERT INTO ${schema}.feeds AS f (listener, channel, cursor)
      SELECT listener, channel, cursor FROM json_to_recordset($1::json) AS i (listener text, channel text, cursor text)
      ORDER BY listener, channel
      ON CONFLICT (listener, channel) DO UPDATE SET cursor = coalesce(excluded.cursor, f.cursor)
      RETURNING seq, listener, channel, marks`,
    readNumbers: `
      SELECT feed, event_id, number, at FROM ${schema}.handled
      JOIN json_to_recordset($1::json) AS i (feed bigint, event_id text) USING (feed, event_id)`,
    insertMarks: `
      INSERT INTO ${schema}.handled (feed, event_id, number, at)
      SELECT feed, event_id, number, at
      FROM json_to_recordset($1::json) AS i (feed bigint, event_id text, number bigint, at double precision)
      ON CONFLICT (feed, event_id) DO UPDATE SET number = excluded.number, at = excluded.at`,
    forgetOldest: `
      WITH i AS MATERIALIZED (SELECT * FROM json_to_recordset($1::json) AS i (seq bigint, marks bigint)), counted AS (
        UPDATE ${schema}.feeds f SET marks = i.marks FROM i WHERE f.seq = i.seq)
      DELETE FROM ${schema}.handled h USING i WHERE h.feed = i.seq AND h.number <= i.marks - $2::bigint`,
  };
}
