import { readJson } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { toIso } from "../shared/to-iso.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { authorize } from "./accounts.ts";
import { unreadable } from "./post-routes.ts";
import { refuse } from "./refusals.ts";
import { nextId, type Container, type State } from "./state.ts";
import { addPost, readContent, readParent, toPost } from "./write-post.ts";

/** First a container that nobody sees, then the word to publish it, which may be said twice. */
export function containerRoutes(state: State): readonly Route[] {
  if (state.lever !== "container") return [];
  return [
    { method: "POST", path: "/v1/containers", answer: (exchange) => create(state, exchange) },
    { method: "POST", path: "/v1/containers/:id/publish", answer: (exchange) => publish(state, exchange) },
  ];
}

function create(state: State, exchange: Exchange): WireReply {
  const account = authorize(state, exchange);
  const content = readContent(state, account, readJson(exchange.request, unreadable), exchange.at);
  const container: Container = {
    id: `container-${nextId(state)}`,
    content,
    until: exchange.at + state.containerLifeMs,
    post: null,
  };
  account.containers.set(container.id, container);
  return json({ id: container.id, expiresAt: toIso(container.until) });
}

function publish(state: State, exchange: Exchange): WireReply {
  const { at, params, request } = exchange;
  const account = authorize(state, exchange);
  const container = account.containers.get(params["id"] ?? "");
  if (container === undefined) throw refuse(404, "not-found");
  if (container.post === null) {
    if (container.until <= at) throw refuse(422, "container-gone");
    const parent = readParent(account, readJson(request, unreadable));
    container.post = addPost(state, account, { content: container.content, parent }, at);
  }
  return json(toPost(state, container.post));
}
