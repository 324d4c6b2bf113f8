import { isFields, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { findAccount } from "./accounts.ts";
import * as inputs from "./input-schemas.ts";
import { numberOf, readParams, textOf } from "./read-input.ts";
import { invalidRequest } from "./refusals.ts";
import type { Account, Row, State } from "./state.ts";
import { toPost, toProfile } from "./to-views.ts";

/** Single things that readers ask for: profiles, posts, threads. */
export function viewRoutes(state: State): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/xrpc/app.bsky.actor.getProfile",
      answer: ({ request }) => json(toProfile(state, requireActor(state, readParams(request, inputs.getProfile)))),
    },
    { method: "GET", path: "/xrpc/app.bsky.feed.getPosts", answer: (exchange) => getPosts(state, exchange) },
    { method: "GET", path: "/xrpc/app.bsky.feed.getPostThread", answer: (exchange) => getPostThread(state, exchange) },
  ];
}

export function requireActor(state: State, params: Fields): Account {
  const account = findAccount(state, params["actor"]);
  if (account === undefined) throw invalidRequest("Profile not found");
  return account;
}

function getPosts(state: State, { request }: Exchange): WireReply {
  readParams(request, inputs.getPosts);
  const rows = request.query
    .getAll("uris")
    .map((uri) => state.posts.get(uri))
    .filter((row) => row !== undefined);
  return json({ posts: rows.map((row) => toPost(state, row)) });
}

function getPostThread(state: State, { request }: Exchange): WireReply {
  const params = readParams(request, inputs.getPostThread);
  const uri = textOf(params, "uri");
  const depth = numberOf(params, "depth", 6);
  const height = numberOf(params, "parentHeight", 80);
  const row = state.posts.get(uri);
  if (row === undefined) throw invalidRequest(`Post not found: ${uri}`, "NotFound");
  const parent = parentView(state, row, height);
  return json({ thread: { ...threadView(state, row, depth), ...(parent === undefined ? {} : { parent }) } });
}

function threadView(state: State, row: Row, depth: number): Fields {
  const post = { $type: "app.bsky.feed.defs#threadViewPost", post: toPost(state, row) };
  if (depth === 0) return post;
  const replies = [...state.posts.values()].filter((other) => replyUri(other, "parent") === row.uri);
  return { ...post, replies: replies.map((reply) => threadView(state, reply, depth - 1)) };
}

function parentView(state: State, row: Row, height: number): Fields | undefined {
  const uri = replyUri(row, "parent");
  if (uri === undefined || height === 0) return undefined;
  const parent = state.posts.get(uri);
  if (parent === undefined) return { $type: "app.bsky.feed.defs#notFoundPost", uri, notFound: true };
  const above = parentView(state, parent, height - 1);
  const post = { $type: "app.bsky.feed.defs#threadViewPost", post: toPost(state, parent) };
  return above === undefined ? post : { ...post, parent: above };
}

export function replyUri({ value }: Row, end: "root" | "parent"): string | undefined {
  const reply = isFields(value["reply"]) ? value["reply"][end] : undefined;
  return isFields(reply) ? String(reply["uri"]) : undefined;
}
