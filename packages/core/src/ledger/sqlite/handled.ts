import type { HandledMark } from "../inbox-store.ts";
import type { Statements } from "./statements.ts";

const upsertFeed = `
  INSERT INTO feeds (listener, channel, cursor) VALUES (?, ?, ?)
  ON CONFLICT (listener, channel) DO UPDATE SET cursor = coalesce(excluded.cursor, cursor)
  RETURNING seq, marks`;
const insertMark = `
  INSERT INTO handled (feed, event_id, number, at) VALUES (?, ?, ?, ?) ON CONFLICT (feed, event_id) DO NOTHING`;
const countMark = "UPDATE feeds SET marks = ? WHERE seq = ?";
const deleteOldMarks = "DELETE FROM handled WHERE feed = ? AND number <= ?";
const selectCursor = "SELECT cursor FROM feeds WHERE listener = ? AND channel = ?";
const selectMark = `
  SELECT 1 FROM handled WHERE feed = (SELECT seq FROM feeds WHERE listener = ? AND channel = ?) AND event_id = ?`;

/** Numbers the marks of each feed, so that the oldest beyond `window` are found without counting. */
export function insertHandled(prepare: Statements, window: number, mark: HandledMark): void {
  const { listener, channel, eventId, cursor, at } = mark;
  // The casts here hold because the tables are STRICT and only this file writes these two.
  const feed = prepare(upsertFeed).get(listener, channel, cursor ?? null) as { seq: number; marks: number };
  const number = feed.marks + 1;
  if (prepare(insertMark).run(feed.seq, eventId, number, at).changes === 0) return;
  prepare(countMark).run(number, feed.seq);
  prepare(deleteOldMarks).run(feed.seq, number - window);
}

export function readCursor(prepare: Statements, listener: string, channel: string): string | undefined {
  const feed = prepare(selectCursor).get(listener, channel) as { cursor: string | null } | undefined;
  return feed?.cursor ?? undefined;
}

export function hasMark(prepare: Statements, listener: string, channel: string, eventId: string): boolean {
  return prepare(selectMark).get(listener, channel, eventId) !== undefined;
}
