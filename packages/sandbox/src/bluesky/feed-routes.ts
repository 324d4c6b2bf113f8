import { isFields, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { findAccount } from "./accounts.ts";
import { featuresOf } from "./announce.ts";
import { findPinned } from "./find-pinned.ts";
import * as inputs from "./input-schemas.ts";
import { numberOf, readParams, textOf } from "./read-input.ts";
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

function getAuthorFeed(state: State, { request }: Exchange): WireReply {
  const params = readParams(request, inputs.getAuthorFeed);
  const author = requireActor(state, params);
  const { did } = author;
  const wanted = filters[textOf(params, "filter")] ?? (() => true);
  const rows = newestFirst(state).filter((row) => row.did === did && wanted(row));
  const { page, cursor } = cut(rows, params, 50);
  const isFirst = params["includePins"] === true && params["cursor"] === undefined;
  const pinned = isFirst ? state.posts.get(findPinned(author)?.uri ?? "") : undefined;
  const feed = page.filter((row) => row !== pinned).map((row) => toFeedItem(state, row));
  if (pinned) feed.unshift({ ...toFeedItem(state, pinned), reason: { $type: "app.bsky.feed.defs#reasonPin" } });
  return json({ ...cursor, feed });
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

function searchPosts(state: State, { request }: Exchange): WireReply {
  const params = readParams(request, inputs.searchPosts);
  const words = textOf(params, "q")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "*");
  const tags = request.query.getAll("tag").map((tag) => tag.toLowerCase());
  const author = findAccount(state, params["author"]);
  const mentioned = findAccount(state, params["mentions"]);
  const { since, until, lang } = params;
  const rows = newestFirst(state).filter((row) => {
    const text = String(row.value["text"]).toLowerCase();
    const own = tagsOf(row);
    return (
      words.every((word) => (word.startsWith("#") ? own.includes(word.slice(1)) : text.includes(word))) &&
      tags.every((tag) => own.includes(tag)) &&
      (params["author"] === undefined || row.did === author?.did) &&
      (params["mentions"] === undefined ||
        featuresOf(row.value["facets"], "mention").some(({ did }) => did === mentioned?.did)) &&
      (typeof since !== "string" || row.indexedAt >= Date.parse(since)) &&
      (typeof until !== "string" || row.indexedAt < Date.parse(until)) &&
      (lang === undefined || (Array.isArray(row.value["langs"]) && row.value["langs"].includes(lang)))
    );
  });
  const { page, cursor } = cut(rows, params, 25);
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
  params: Fields,
  usual: number,
): { readonly page: readonly Row[]; readonly cursor: { readonly cursor?: string } } {
  const [after, limit] = [params["cursor"], numberOf(params, "limit", usual)];
  const from = after === undefined ? 0 : rows.findIndex(({ uri }) => uri === after) + 1;
  const page = rows.slice(from, from + limit);
  const last = page.at(-1);
  return { page, cursor: last === undefined || from + limit >= rows.length ? {} : { cursor: last.uri } };
}
