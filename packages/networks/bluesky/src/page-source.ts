import type { ListenContext } from "@carecast/adapter";
import { reconnecting } from "@carecast/adapter-kit";
import { createPlace, isNew, markHandled, moveOn, type Place } from "./cursor.ts";
import type { SourceEvent } from "./sources.ts";
import type { FoundPost } from "./to-feedback.ts";

/** Something that is read by asking again and again: the newest come first, older ones page by page. */
export interface PageSource {
  /** For facts. */
  readonly name: "notifications" | "search";
  /** Its name in the cursor. */
  readonly key: string;
  fetch(cursor: string | undefined, context: ListenContext): Promise<Page>;
  /** Adds to new posts what the pages leave out. */
  complete?(posts: readonly FoundPost[], context: ListenContext): Promise<readonly FoundPost[]>;
}

export interface Page {
  /** Newest first. */
  readonly posts: readonly FoundPost[];
  readonly cursor?: string | undefined;
}

/**
 * How far back to look for posts that turn up late: their authors' clocks go wrong, and servers index out of order.
 * What is in these minutes is read at each look and told apart by name.
 */
export const pageOverlapMs = 10 * 60_000;

export interface FollowPagesOptions {
  readonly source: PageSource;
  readonly context: ListenContext;
  readonly pollEveryMs: number;
  /** Undefined for what comes from now on. */
  readonly place: Place | undefined;
  /** Called before the first event with the place that everything comes after. */
  readonly onStart: (place: Place) => void;
}

/** Everything new of one source, oldest first, across failures that pass. */
export function followPages(options: FollowPagesOptions): AsyncGenerator<SourceEvent> {
  const { source, context, pollEveryMs } = options;
  let { place } = options;

  async function connect(): Promise<AsyncIterable<SourceEvent>> {
    const page = await source.fetch(undefined, context);
    if (place !== undefined) return run(place, page);
    place = toPlace(page);
    options.onStart(place);
    return run(place, page);
  }

  async function* run(from: Place, first: Page): AsyncGenerator<SourceEvent> {
    for (let page = first; ; page = await source.fetch(undefined, context)) {
      yield* collectNew(source, from, page, context);
      await context.clock.sleep(pollEveryMs, context.signal);
    }
  }

  return reconnecting({ source: source.name, context, connect });
}

/** The place after everything that is there now. An empty source has no past: whatever comes to it is new. */
function toPlace({ posts }: Page): Place {
  const place = createPlace(0, pageOverlapMs);
  for (const post of posts.toReversed()) markHandled(place, post.uri, Date.parse(post.createdAt));
  return place;
}

/**
 * What is new since `place`, oldest first. Of a long absence no more than two pages are held at a time: the way back
 * is noted, and walked forward again.
 */
export async function* collectNew(
  source: PageSource,
  place: Place,
  first: Page,
  context: ListenContext,
): AsyncGenerator<SourceEvent> {
  const wayBack: string[] = [];
  let oldest = first;
  while (oldest.cursor !== undefined && !wayBack.includes(oldest.cursor) && !reaches(oldest, place)) {
    wayBack.push(oldest.cursor);
    oldest = await source.fetch(oldest.cursor, context);
  }
  if (oldest !== first) yield* takeNew(source, place, oldest, context);
  for (const cursor of wayBack.slice(0, -1).reverse()) {
    yield* takeNew(source, place, await source.fetch(cursor, context), context);
  }
  yield* takeNew(source, place, first, context);
  // What another source had brought before was passed over and must not be paged through again.
  const [newest] = first.posts;
  if (newest) moveOn(place, Date.parse(newest.createdAt));
}

function reaches({ posts }: Page, place: Place): boolean {
  const last = posts.at(-1);
  return last !== undefined && Date.parse(last.createdAt) < place.from;
}

async function* takeNew(
  source: PageSource,
  place: Place,
  page: Page,
  context: ListenContext,
): AsyncGenerator<SourceEvent> {
  const posts = page.posts.filter(({ uri, createdAt }) => isNew(place, uri, Date.parse(createdAt))).reverse();
  if (posts.length === 0) return;
  for (const post of (await source.complete?.(posts, context)) ?? posts) {
    yield { source: source.key, change: "created", at: Date.parse(post.createdAt), post };
  }
}
