import { UnsupportedError, type FeedbackKind, type ListenContext, type ListenQuery } from "@carecast/adapter";
import { readNotifications, readPosts, type Api, type PostView } from "./api.ts";
import type { Page, PageSource } from "./page-source.ts";
import { earlierOf, hasMedia, readPostRecord } from "./post-record.ts";
import type { FoundPost } from "./to-feedback.ts";

/** What happened at a source; `source` is its key, `at` the place in its order, milliseconds since the epoch. */
export type SourceEvent =
  | { readonly source: string; readonly change: "created"; readonly at: number; readonly post: FoundPost }
  | { readonly source: string; readonly change: "deleted"; readonly uri: string };

/** What a query asks for, in the words of this network. */
export interface Wanted {
  /** Whether answers, mentions and quotes are wanted. */
  readonly addressed: boolean;
  /** Lower case, without `#`. */
  readonly hashtags: readonly string[];
}

/** @throws UnsupportedError when nothing can bring what the query asks for. */
export function toWanted({ kinds, hashtags = [] }: ListenQuery): Wanted {
  const wants = (...some: FeedbackKind[]): boolean => kinds === undefined || some.some((kind) => kinds.includes(kind));
  const tags = wants("post") ? new Set(hashtags.map((tag) => tag.replace(/^#/, "").toLowerCase())) : [];
  const wanted: Wanted = { addressed: wants("mention", "reply"), hashtags: [...tags] };
  if (wanted.addressed || wanted.hashtags.length > 0) return wanted;
  throw new UnsupportedError(
    "bluesky: nothing brings this feedback; it has mention, reply, and post where hashtags are given.",
    { network: "bluesky", path: "kinds" },
  );
}

const pageSize = 50;
const reasons = ["mention", "reply", "quote"];

/** @see https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications */
export function toNotificationSource(api: Api): PageSource {
  return {
    name: "notifications",
    key: "notifications",
    async fetch(cursor, context): Promise<Page> {
      const query = { reasons, limit: pageSize, cursor };
      const page = await api.json(
        { name: "app.bsky.notification.listNotifications", query },
        readNotifications,
        context,
      );
      const posts: FoundPost[] = [];
      for (const { uri, cid, author, reason, record, indexedAt } of page.notifications) {
        // Older servers do not know the parameter.
        if (!reasons.includes(reason)) continue;
        const post = readPostRecord(record);
        posts.push({ uri, cid, author, reason, record: post, createdAt: earlierOf(post.createdAt, indexedAt) });
      }
      return { posts, cursor: page.cursor };
    },
    async complete(posts, context) {
      const views = await readViews(
        api,
        posts.filter(({ record }) => hasMedia(record)),
        context,
      );
      return posts.map((post) => ({ ...post, embedView: views.get(post.uri)?.embed }));
    },
  };
}

/** @see https://docs.bsky.app/docs/api/app-bsky-feed-search-posts */
export function toSearchSource(api: Api, tag: string): PageSource {
  return {
    name: "search",
    key: `#${tag}`,
    async fetch(cursor, context): Promise<Page> {
      const query = { q: `#${tag}`, tag: [tag], sort: "latest", limit: pageSize, cursor };
      const page = await api.json({ name: "app.bsky.feed.searchPosts", query }, readPosts, context);
      return { posts: page.posts.map(toFoundPost), cursor: page.cursor };
    },
  };
}

function toFoundPost({ uri, cid, author, record, embed, indexedAt }: PostView): FoundPost {
  const post = readPostRecord(record);
  return { uri, cid, author, record: post, createdAt: earlierOf(post.createdAt, indexedAt), embedView: embed };
}

const viewsPerRequest = 25;

/** The posts as the network shows them, with authors and addresses of media; what it does not show is left out. */
export async function readViews(
  api: Api,
  posts: readonly { readonly uri: string }[],
  context: ListenContext,
): Promise<ReadonlyMap<string, PostView>> {
  const views = new Map<string, PostView>();
  for (let start = 0; start < posts.length; start += viewsPerRequest) {
    const query = { uris: posts.slice(start, start + viewsPerRequest).map(({ uri }) => uri) };
    const answer = await api.json({ name: "app.bsky.feed.getPosts", query }, readPosts, context);
    for (const view of answer.posts) views.set(view.uri, view);
  }
  return views;
}
