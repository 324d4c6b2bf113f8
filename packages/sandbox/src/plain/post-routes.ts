import { readJson, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply, type WireRequest } from "../shared/wire.ts";
import { authorize } from "./accounts.ts";
import { failure, refuse } from "./refusals.ts";
import type { Account, PlainLever, Post, State } from "./state.ts";
import { addPost, readContent, readParent, toPost } from "./write-post.ts";

/** What the lever needs, and nothing more: a network with containers takes no plain post, only `find` lists any. */
export function postRoutes(state: State): readonly Route[] {
  const path = "/v1/posts";
  const writing: Route = { method: "POST", path, answer: (exchange) => create(state, exchange) };
  const listing: Route = { method: "GET", path, answer: (exchange) => list(state, exchange) };
  const showing: Route = { method: "GET", path: `${path}/:id`, answer: (exchange) => show(state, exchange) };
  if (state.lever === "container") return [];
  if (state.lever === "find") return [writing, listing];
  return state.lever === "record-key" ? [writing, showing] : [writing];
}

function create(state: State, exchange: Exchange): WireReply {
  const { request, at } = exchange;
  const account = authorize(state, exchange);
  const fields = readJson(request, unreadable);
  const slot = slotOf(state.lever, request, fields);
  const repeated = recall(account, slot, at);
  if (repeated !== undefined) return answerRepeated(state, repeated);
  const content = readContent(state, account, fields, at);
  const parent = readParent(account, fields);
  const own = state.lever === "record-key" && slot !== undefined ? { id: slot } : {};
  const post = addPost(state, account, { content, parent, ...own }, at);
  if (slot !== undefined) account.known.set(slot, { post, until: at + state.windowMs });
  return json(toPost(state, post));
}

export const unreadable = failure(400, "not-json");

/** By what the lever knows a repeated post; undefined where nothing tells it apart. */
function slotOf(lever: PlainLever, request: WireRequest, fields: Fields): string | undefined {
  const { id, nonce, text } = fields;
  if (lever === "idempotency-key") return request.header("idempotency-key");
  if (lever === "nonce") return typeof nonce === "string" ? nonce : undefined;
  if (lever === "duplicate-refusal") return typeof text === "string" ? text : undefined;
  if (lever !== "record-key") return undefined;
  if (typeof id !== "string" || !/^[A-Za-z0-9._-]{1,128}$/.test(id)) throw refuse(422, "bad-id");
  return id;
}

function recall(account: Account, slot: string | undefined, now: number): Post | undefined {
  const known = slot === undefined ? undefined : account.known.get(slot);
  return known !== undefined && known.until > now ? known.post : undefined;
}

/** A key and a nonce give the post that they made, whatever is asked now; the others only say that it is there. */
function answerRepeated(state: State, post: Post): WireReply {
  if (state.lever === "record-key") return failure(409, "exists");
  if (state.lever === "duplicate-refusal") return failure(403, "duplicate");
  return json(toPost(state, post));
}

/** All own posts since a time, oldest first: nothing lags and nothing is left out, so what is not there does not exist. */
function list(state: State, exchange: Exchange): WireReply {
  const account = authorize(state, exchange);
  const since = Number(exchange.request.query.get("since") ?? 0);
  const posts = [...account.posts.values()].filter(({ at }) => at >= since);
  return json(posts.map((post) => toPost(state, post)));
}

function show(state: State, exchange: Exchange): WireReply {
  const post = authorize(state, exchange).posts.get(exchange.params["id"] ?? "");
  if (post === undefined) throw refuse(404, "not-found");
  return json(toPost(state, post));
}
