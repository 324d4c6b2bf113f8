import { StreamError, type ListenContext } from "@carecast/adapter";
import { openWebSocket, reconnecting } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { postCollection, type Api, type PostView } from "./api.ts";
import { toPostUri } from "./at-uri.ts";
import { createPlace, moveOn, wasHandled, type Place } from "./cursor.ts";
import { collectNew, type PageSource } from "./page-source.ts";
import { earlierOf, readPostRecord, type AnyPostRecord } from "./post-record.ts";
import { readViews, type SourceEvent } from "./sources.ts";
import type { FoundPost } from "./to-feedback.ts";

export const jetstreamKey = "jetstream";
/** Servers behind one name are some seconds apart. */
export const jetstreamOverlapMs = 5_000;
/** Servers keep 36 hours and start silently at their oldest event when more is asked for. */
const replayMs = 35 * 3_600_000;
/** The network's own view of a post comes a little later than the stream. */
const viewWaitMs = 1_000;

const frameSchema = z.object({
  did: z.string(),
  time_us: z.number(),
  commit: z.optional(
    z.object({
      operation: z.string(),
      collection: z.string(),
      rkey: z.string(),
      record: z.optional(z.unknown()),
      cid: z.optional(z.string()),
    }),
  ),
});
type Frame = z.infer<typeof frameSchema>;

export interface FollowJetstreamOptions {
  readonly api: Api;
  readonly url: string;
  readonly context: ListenContext;
  /** Undefined for what comes from now on. */
  readonly place: Place | undefined;
  readonly onStart: (place: Place) => void;
  /** Whether a post of the whole network concerns the listener. */
  readonly concerns: (record: AnyPostRecord, ownDid: string) => boolean;
  /** What to page through when the server's memory does not reach back far enough. */
  readonly searches: readonly PageSource[];
}

/**
 * Every post of the network that concerns the listener, and every deletion.
 *
 * @see https://github.com/bluesky-social/jetstream (version 1, JSON)
 */
export function followJetstream(options: FollowJetstreamOptions): AsyncGenerator<SourceEvent> {
  const { url, context } = options;
  const { clock, signal } = context;
  const place = options.place ?? createPlace(0, jetstreamOverlapMs);
  let backfilledTo = 0;

  async function connect(): Promise<AsyncIterable<SourceEvent>> {
    const ownDid = (await options.api.session(context)).did;
    const open = () => openWebSocket({ network: "bluesky", url: toUrl(url, place), signal });
    const oldest = clock.now() - replayMs;
    const isBehind = place.from > 0 && Math.max(place.from, backfilledTo) < oldest;
    return isBehind ? catchUp(open, ownDid) : run(await open(), ownDid);
  }

  /** Not while the stream stands: nobody would read it meanwhile. */
  async function* catchUp(open: () => Promise<AsyncIterable<string>>, ownDid: string): AsyncGenerator<SourceEvent> {
    const startedAt = clock.now();
    yield* backfill(options, place);
    backfilledTo = startedAt;
    yield* run(await open(), ownDid);
  }

  async function* run(frames: AsyncIterable<string>, ownDid: string): AsyncGenerator<SourceEvent> {
    for await (const text of frames) {
      const frame = readFrame(text);
      const isFirst = place.from === 0;
      moveOn(place, frame.time_us / 1000);
      if (isFirst) options.onStart(place);
      const event = await toEvent(options, place, frame, ownDid);
      if (event !== undefined) yield event;
    }
  }

  return reconnecting({ source: jetstreamKey, context, connect });
}

function toUrl(base: string, { from }: Place): string {
  const url = new URL(base);
  url.searchParams.set("wantedCollections", postCollection);
  if (from > 0) url.searchParams.set("cursor", String(Math.floor(from * 1000)));
  return url.href;
}

async function* backfill({ searches, context }: FollowJetstreamOptions, { from }: Place): AsyncGenerator<SourceEvent> {
  for (const source of searches) {
    let count = 0;
    // These searches have no place of their own in the cursor: after a crash they are all done again.
    for await (const event of collectNew(
      source,
      createPlace(from, 0),
      await source.fetch(undefined, context),
      context,
    )) {
      count++;
      yield event;
    }
    context.report({ fact: "backfilled", source: source.name, count });
  }
}

function readFrame(text: string): Frame {
  try {
    return z.parse(frameSchema, JSON.parse(text));
  } catch {
    throw new StreamError("bluesky: the Jetstream sent a frame of another form.", {
      network: "bluesky",
      retryable: true,
    });
  }
}

async function toEvent(
  options: FollowJetstreamOptions,
  place: Place,
  { did, commit, time_us }: Frame,
  ownDid: string,
): Promise<SourceEvent | undefined> {
  if (commit?.collection !== postCollection || did === ownDid) return undefined;
  const uri = toPostUri(did, commit.rkey);
  if (commit.operation === "delete") return { source: jetstreamKey, change: "deleted", uri };
  if (commit.operation !== "create" || commit.cid === undefined || wasHandled(place, uri)) return undefined;
  const record = readPostRecord(commit.record);
  if (!options.concerns(record, ownDid)) return undefined;
  const at = time_us / 1000;
  const createdAt = earlierOf(record.createdAt, new Date(at).toISOString());
  const bare: FoundPost = { uri, cid: commit.cid, record, author: { did, handle: did }, createdAt };
  return { source: jetstreamKey, change: "created", at, post: await addView(options, bare) };
}

/** The stream names authors by DID and media by hash. Where the network shows no view, that must do. */
async function addView({ api, context }: FollowJetstreamOptions, post: FoundPost): Promise<FoundPost> {
  const look = async (): Promise<PostView | undefined> => (await readViews(api, [post], context)).get(post.uri);
  let view = await look();
  if (view === undefined) {
    await context.clock.sleep(viewWaitMs, context.signal);
    view = await look();
  }
  return view === undefined ? post : { ...post, author: view.author, embedView: view.embed };
}
