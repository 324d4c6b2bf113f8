import { isCarecastError, type CarecastError, type ListenContext } from "@carecast/adapter";
import { readServerSentEvents, reconnecting, type Http } from "@carecast/adapter-kit";
import { parseStatus, type Status } from "./api.ts";
import { isNewer } from "./cursor.ts";
import { createLookBack, type LookBack } from "./look-back.ts";
import { fetchNewer, findStart } from "./page-source.ts";
import type { Item, Source } from "./sources.ts";

/** Ten requests in five minutes, of the 300 that an instance grants, for each source that cannot stream. */
const pollEveryMs = 30_000;
/** The instance sends a heartbeat every 15 s: after four that did not come the connection is dead. */
const silenceMs = 60_000;

/** What happened at a source. `position` is the id to page by. */
export type SourceEvent =
  | { readonly source: Source; readonly change: "created"; readonly position: string; readonly status?: Status }
  | { readonly source: Source; readonly change: "edited"; readonly status: Status }
  | { readonly source: Source; readonly change: "deleted"; readonly id: string };

export interface FollowOptions {
  readonly source: Source;
  readonly http: Http;
  readonly context: ListenContext;
  /** Asked at each connection, before anything else: the address of the streams where it is not the instance's. */
  readonly findStreams: () => Promise<string | undefined>;
  /** An id, `@` and a time, or undefined for what comes from now on. */
  readonly position: string | undefined;
  /** Called before the first event with the id that everything comes after. */
  readonly onStart: (position: string) => void;
}

/** One source on its way through its connections. */
interface Follower extends Omit<FollowOptions, "position"> {
  readonly since: string | undefined;
  /** The id of the newest item; undefined until it is known where to begin. */
  position: string | undefined;
  readonly recent: LookBack | undefined;
}

/**
 * Everything that happens at one source, across lost connections.
 *
 * A stream replays nothing. So each connection opens the stream first and then pages from the last known id: what
 * came in between is in both, and nowhere is a gap. Where no stream is to be had, paging alone goes on.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/
 */
export function followSource({ position, ...options }: FollowOptions): AsyncGenerator<SourceEvent> {
  const { source, context } = options;
  const isTime = position?.startsWith("@") === true;
  const follower: Follower = {
    ...options,
    since: isTime ? position?.slice(1) : undefined,
    position: isTime ? undefined : position,
    recent: source.late ? createLookBack(context.clock) : undefined,
  };
  return reconnecting({ source: source.name, context, connect: () => connect(follower) });
}

async function connect(follower: Follower): Promise<AsyncIterable<SourceEvent>> {
  const { source, http, context, recent } = follower;
  const connection = new AbortController();
  try {
    const stream = await openStream(follower, connection);
    if (follower.position === undefined) {
      follower.position = await findStart(http, source, follower.since, context.signal);
      follower.onStart(follower.position);
    }
    const from = recent?.from(follower.position) ?? follower.position;
    // Here and not in `run`: whoever cannot page is not connected.
    const items = await fetchNewer(http, source, from, context.signal);
    return run(follower, stream, connection, from, items);
  } catch (error) {
    connection.abort();
    throw error;
  }
}

async function* run(
  follower: Follower,
  stream: Stream,
  connection: AbortController,
  start: string,
  items: readonly Item[],
): AsyncGenerator<SourceEvent> {
  try {
    const from = yield* catchUp(follower, start, items);
    if (!isCarecastError(stream)) yield* read(follower, stream);
    // A stream that is only down is tried again, each time after one round of paging.
    else if (stream.retryable) throw stream;
    else yield* poll(follower, from);
  } finally {
    connection.abort();
  }
}

/** Pages on until nothing newer comes: a short page proves nothing, as servers filter after counting. */
async function* catchUp(follower: Follower, from: string, items: readonly Item[]): AsyncGenerator<SourceEvent, string> {
  const { source, http, context, recent } = follower;
  let count = 0;
  while (items.length > 0) {
    for (const item of items) {
      from = item.id;
      if (recent?.has(item.id) === true) continue;
      count++;
      yield toCreated(follower, item);
    }
    items = await fetchNewer(http, source, from, context.signal);
  }
  if (count > 0) context.report({ fact: "backfilled", source: source.name, count });
  return from;
}

async function* read(follower: Follower, stream: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEvent> {
  const { source } = follower;
  for await (const { event, data } of readServerSentEvents(stream)) {
    const item = event === source.event ? source.read(parseJson(data)) : undefined;
    const found = item ? toCreated(follower, item) : toChange(source, event, data);
    if (found) yield found;
  }
}

async function* poll(follower: Follower, from: string): AsyncGenerator<SourceEvent> {
  const { source, http, context } = follower;
  for (;;) {
    await context.clock.sleep(pollEveryMs, context.signal);
    from = yield* catchUp(follower, from, await fetchNewer(http, source, from, context.signal));
  }
}

function toCreated(follower: Follower, { id, status }: Item): SourceEvent {
  if (isNewer(id, follower.position ?? "")) follower.position = id;
  follower.recent?.add(id);
  return { source: follower.source, change: "created", position: id, ...(status && { status }) };
}

/** The bytes, or why there are none. */
type Stream = AsyncIterable<Uint8Array> | CarecastError;

async function openStream(follower: Follower, connection: AbortController): Promise<Stream> {
  const { source, http, context } = follower;
  const { path, query } = source.stream;
  const streamingUrl = await follower.findStreams();
  try {
    return await http.stream({
      ...(streamingUrl === undefined ? { path } : { url: streamingUrl + path }),
      ...(query && { query }),
      headers: { accept: "text/event-stream" },
      idleTimeoutMs: silenceMs,
      signal: AbortSignal.any([context.signal, connection.signal]),
    });
  } catch (error) {
    if (isCarecastError(error) && (error.code === "platform" || error.code === "network")) return error;
    throw error;
  }
}

function toChange(source: Source, event: string, data: string): SourceEvent | undefined {
  if (event === "delete") return { source, change: "deleted", id: data };
  const status = event === "status.update" ? parseStatus(parseJson(data)) : undefined;
  return status && { source, change: "edited", status };
}

/** One event that cannot be read must not end the stream, and its words must not get into an error. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
