import { isFields, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { findAccount } from "./accounts.ts";
import { featuresOf } from "./announce.ts";
import { readLimit, requireParam } from "./read-input.ts";
import type { Row, State } from "./state.ts";
import { toPost } from "./to-views.ts";
import { replyUri, requireActor } from "./view-routes.ts";

/** Lists of posts: by author, by search. */
export function feedRoutes(state: State): readonly Route[] {
  return [
    { method: "GET", path: "/xrpc/app.bsky.feed.getAuthorFeed", answer: (exchange) => getAuthorFeed(state, exchange) },
    { method: "GET", path: "/xrpc/app.bsky.feed.searchPosts", answer: (exchange) => searchPosts(state, exchange) },
  ];
}

function getAuthorFeed(state: State, { request: { query } }: Exchange): WireReply {
  const { did } = requireActor(state, query);
  const limit = readLimit(query, 50);
  const wanted = filters[query.get("filter") ?? "posts_with_replies"] ?? (() => true);
  const rows = newestFirst(state).filter((row) => row.did === did && wanted(row));
  const { page, cursor } = cut(rows, query.get("cursor"), limit);
  return json({ ...cursor, feed: page.map((row) => toFeedItem(state, row)) });
}

const filters: Readonly<Record<string, (row: Row) => boolean>> = {
  posts_no_replies: (row) => replyUri(row, "parent") === undefined,
  posts_with_media: ({ value }) => isFields(value["embed"]) && /images|video/.test(String(value["embed"]["$type"])),
  posts_with_video: ({ value }) => isFields(value["embed"]) && String(value["embed"]["$type"]).includes("video"),
  posts_and_author_threads: (row) => replyUri(row, "root")?.startsWith(`at://${row.did}/`) ?? true,
};

function toFeedItem(state: State, row: Row): Fields {
  const [root, parent] = [replyUri(row, "root"), replyUri(row, "parent")];
  const post = toPost(state, row);
  if (root === undefined || parent === undefined) return { post };
  return { post, reply: { root: toReference(state, root), parent: toReference(state, parent) } };
}

function toReference(state: State, uri: string): Fields {
  const row = state.posts.get(uri);
  if (row === undefined) return { $type: "app.bsky.feed.defs#notFoundPost", uri, notFound: true };
  return { $type: "app.bsky.feed.defs#postView", ...toPost(state, row) };
}

function searchPosts(state: State, { request: { query } }: Exchange): WireReply {
  const words = requireParam(query, "q")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "*");
  const limit = readLimit(query, 25);
  const tags = query.getAll("tag").map((tag) => tag.toLowerCase());
  const author = findAccount(state, query.get("author"));
  const mentioned = findAccount(state, query.get("mentions"));
  const [since, until, lang] = [query.get("since"), query.get("until"), query.get("lang")];
  const rows = newestFirst(state).filter((row) => {
    const text = String(row.value["text"]).toLowerCase();
    const own = tagsOf(row);
    return (
      words.every((word) => (word.startsWith("#") ? own.includes(word.slice(1)) : text.includes(word))) &&
      tags.every((tag) => own.includes(tag)) &&
      (!query.has("author") || row.did === author?.did) &&
      (!query.has("mentions") ||
        featuresOf(row.value["facets"], "mention").some(({ did }) => did === mentioned?.did)) &&
      (since === null || row.indexedAt >= Date.parse(since)) &&
      (until === null || row.indexedAt < Date.parse(until)) &&
      (lang === null || (Array.isArray(row.value["langs"]) && row.value["langs"].includes(lang)))
    );
  });
  const { page, cursor } = cut(rows, query.get("cursor"), limit);
  return json({ ...cursor, hitsTotal: rows.length, posts: page.map((row) => toPost(state, row)) });
}

function tagsOf({ value }: Row): readonly string[] {
  const marked = featuresOf(value["facets"], "tag").map(({ tag }) => String(tag).toLowerCase());
  const outside = Array.isArray(value["tags"]) ? value["tags"].map((tag) => String(tag).toLowerCase()) : [];
  return [...marked, ...outside];
}

function newestFirst(state: State): readonly Row[] {
  return [...state.posts.values()].reverse();
}

/** A page, and the cursor of the next one: here the URI of the last post, opaque to clients. */
function cut(
  rows: readonly Row[],
  after: string | null,
  limit: number,
): { readonly page: readonly Row[]; readonly cursor: { readonly cursor?: string } } {
  const from = after === null ? 0 : rows.findIndex(({ uri }) => uri === after) + 1;
  const page = rows.slice(from, from + limit);
  const last = page.at(-1);
  return { page, cursor: last === undefined || from + limit >= rows.length ? {} : { cursor: last.uri } };
}
