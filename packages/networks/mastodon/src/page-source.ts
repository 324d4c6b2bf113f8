import { reader, type Http, type Query } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { isNewer } from "./cursor.ts";
import type { Item, Source } from "./sources.ts";

const readList = reader(z.array(z.unknown()));

/** Before every id that a server gives. */
const beginning = "0";

/** The oldest page of what is newer than `than`, oldest first. */
export async function fetchNewer(
  http: Http,
  source: Source,
  than: string,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const items = await fetchPage(http, source, { min_id: than }, signal);
  // A server that does not know `min_id` answers with its newest page, again and again.
  return items.filter((item) => isNewer(item.id, than)).reverse();
}

/**
 * The id that everything asked for comes after: the newest one, or with `since` the newest one from before it. Only
 * ids are kept on the way back, so that a long time takes requests but no memory.
 */
export async function findStart(
  http: Http,
  source: Source,
  since: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (since === undefined) return (await fetchPage(http, source, { limit: 1 }, signal))[0]?.id ?? beginning;
  const sinceMs = Date.parse(since);
  let oldest: string | undefined;
  for (;;) {
    const items = await fetchPage(http, source, { max_id: oldest }, signal);
    const before = items.find((item) => Date.parse(item.createdAt) < sinceMs);
    if (before) return before.id;
    const last = items.at(-1)?.id;
    if (last === undefined || (oldest !== undefined && !isNewer(oldest, last))) return beginning;
    oldest = last;
  }
}

/** One page, newest first, whatever order the server has. */
async function fetchPage(http: Http, source: Source, position: Query, signal: AbortSignal): Promise<Item[]> {
  const { path, query } = source.page;
  const values = await http.json({ path, query: { ...query, ...position }, signal }, readList);
  const items = values.map((value) => source.read(value)).filter((item) => item !== undefined);
  return items.sort((left, right) => (isNewer(left.id, right.id) ? -1 : 1));
}
