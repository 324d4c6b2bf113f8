import type { ListenContext } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import { createPlace, markElsewhere, markHandled } from "./cursor.ts";
import { collectNew, followPages, pageOverlapMs, type Page, type PageSource } from "./page-source.ts";
import { readPostRecord } from "./post-record.ts";
import type { SourceEvent } from "./sources.ts";
import type { FoundPost } from "./to-feedback.ts";

const startMs = Date.UTC(2026, 7, 20, 10);
const controller = new AbortController();
const context: ListenContext = {
  clock: { now: () => startMs, sleep: () => Promise.resolve() },
  signal: controller.signal,
  report: () => undefined,
};

function toPost(name: string, at: number): FoundPost {
  const author = { did: "did:plc:robin", handle: "robin.example.org", displayName: undefined, labels: undefined };
  const uri = `at://did:plc:robin/app.bsky.feed.post/${name}`;
  return { uri, cid: "cid", record: readPostRecord({}), author, createdAt: new Date(at).toISOString() };
}

/** A source of `posts`, which are given oldest first, and what was asked of it. */
function createSource(posts: FoundPost[], pageSize = 3) {
  const asked: (string | undefined)[] = [];
  const source: PageSource = {
    name: "notifications",
    key: "notifications",
    async fetch(cursor): Promise<Page> {
      asked.push(cursor);
      const newestFirst = posts.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
      const from = cursor === undefined ? 0 : newestFirst.findIndex(({ uri }) => uri === cursor) + 1;
      const page = newestFirst.slice(from, from + pageSize);
      return { posts: page, cursor: from + pageSize < newestFirst.length ? page.at(-1)?.uri : undefined };
    },
  };
  return { source, asked };
}

const nameOf = (post: FoundPost): string => post.uri.split("/").at(-1) ?? "";

async function takeFirst(events: AsyncIterable<SourceEvent>): Promise<string | undefined> {
  for await (const event of events) if (event.change === "created") return nameOf(event.post);
  return undefined;
}

describe("what is new", () => {
  test("comes oldest first over any number of pages, of which two are held", async () => {
    const posts = Array.from({ length: 20 }, (_, index) => toPost(String(index), startMs + index * 1_000));
    const { source, asked } = createSource(posts);
    const place = createPlace(startMs, pageOverlapMs);
    const names: string[] = [];
    for await (const event of collectNew(source, place, await source.fetch(undefined, context), context)) {
      if (event.change === "created") names.push(nameOf(event.post));
      if (event.change === "created") markHandled(place, event.post.uri, event.at);
    }
    expect(names).toEqual(posts.map(nameOf));
    // Seven pages back, and five of them again on the way forward.
    expect(asked).toHaveLength(12);
  });

  test("includes what turns up late behind what was handled", async () => {
    const posts = [toPost("a", startMs), toPost("b", startMs + 60_000)];
    const { source } = createSource(posts);
    const place = createPlace(startMs - 1, pageOverlapMs);
    const look = async (): Promise<string[]> => {
      const names: string[] = [];
      for await (const event of collectNew(source, place, await source.fetch(undefined, context), context)) {
        if (event.change !== "created") continue;
        markHandled(place, event.post.uri, event.at);
        names.push(nameOf(event.post));
      }
      return names;
    };
    expect(await look()).toEqual(["a", "b"]);
    posts.push(toPost("late", startMs + 30_000));
    expect(await look()).toEqual(["late"]);
    expect(await look()).toEqual([]);
  });

  test("is not paged through again when another source had brought it", async () => {
    const posts = Array.from({ length: 20 }, (_, index) => toPost(String(index), startMs + 3_600_000 * index));
    const { source, asked } = createSource(posts);
    const place = createPlace(startMs, pageOverlapMs);
    for (const { uri, createdAt } of posts) markElsewhere(place, uri, Date.parse(createdAt));
    const look = async (): Promise<void> => {
      for await (const event of collectNew(source, place, await source.fetch(undefined, context), context))
        expect(event).toBeUndefined();
    };
    await look();
    asked.length = 0;
    await look();
    expect(asked).toEqual([undefined]);
  });

  test("ends at a server that hands out the same cursor for ever", async () => {
    const source: PageSource = { name: "search", key: "#x", fetch: async () => ({ posts: [], cursor: "again" }) };
    const events: SourceEvent[] = [];
    for await (const event of collectNew(source, createPlace(0, 0), { posts: [], cursor: "first" }, context))
      events.push(event);
    expect(events).toEqual([]);
  });

  test("asks once where nothing is new", async () => {
    const posts = Array.from({ length: 20 }, (_, index) => toPost(String(index), startMs - 3_600_000 * (20 - index)));
    const { source, asked } = createSource(posts);
    const place = createPlace(startMs - 1_000, pageOverlapMs);
    for await (const event of collectNew(source, place, await source.fetch(undefined, context), context))
      expect(event).toBeUndefined();
    expect(asked).toEqual([undefined]);
  });
});

describe("a first look without a place", () => {
  test("passes over all that is there, and takes all that comes, whatever our clock says", async () => {
    const posts = [toPost("old", startMs - 5_000), toPost("older", startMs - 3_600_000)];
    const { source } = createSource(posts);
    const events = followPages({
      source,
      context,
      pollEveryMs: 1,
      place: undefined,
      onStart: () => posts.push(toPost("new", startMs - 4_000)),
    });
    expect(await takeFirst(events)).toBe("new");
  });

  test("of an empty source takes whatever comes, also with an old date", async () => {
    const posts: FoundPost[] = [];
    const { source } = createSource(posts);
    const events = followPages({
      source,
      context,
      pollEveryMs: 1,
      place: undefined,
      onStart: () => posts.push(toPost("new", 0)),
    });
    expect(await takeFirst(events)).toBe("new");
  });
});
