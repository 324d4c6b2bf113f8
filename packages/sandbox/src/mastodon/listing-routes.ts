import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { authorize, readToken } from "./authorize.ts";
import { canSee } from "./can-see.ts";
import { paginate } from "./paginate.ts";
import { missing } from "./refusals.ts";
import type { Account, State, Status } from "./state.ts";
import { toAccount, toNotification, toStatus } from "./to-entities.ts";

/** Notifications, hashtag timelines, accounts and search. */
export function listingRoutes(state: State): readonly Route[] {
  const api = "/api/v1";
  return [
    { method: "GET", path: `${api}/notifications`, answer: (exchange) => notifications(state, exchange) },
    { method: "GET", path: `${api}/notifications/:id`, answer: (exchange) => notification(state, exchange) },
    { method: "GET", path: `${api}/timelines/tag/:tag`, answer: (exchange) => tagTimeline(state, exchange) },
    { method: "GET", path: `${api}/accounts/lookup`, answer: (exchange) => lookup(state, exchange) },
    { method: "GET", path: `${api}/accounts/:id`, answer: (exchange) => account(state, exchange) },
    { method: "GET", path: `${api}/accounts/:id/statuses`, answer: (exchange) => accountStatuses(state, exchange) },
    { method: "GET", path: "/api/v2/search", answer: (exchange) => search(state, exchange) },
  ];
}

function notifications(state: State, { request }: Exchange): WireReply {
  const { account: owner } = authorize(state, request, "read:notifications");
  const { query } = request;
  const types = query.getAll("types[]");
  const excluded = query.getAll("exclude_types[]");
  const from = query.get("account_id");
  const mine = state.notifications.filter(
    (one) =>
      one.to === owner &&
      (types.length === 0 || types.includes(one.type)) &&
      !excluded.includes(one.type) &&
      (from === null || one.from.id === from),
  );
  const { items, headers } = paginate(state, request, mine, { usual: 40, most: 80 });
  return json(
    items.map((one) => toNotification(state, one)),
    200,
    headers,
  );
}

function notification(state: State, { request, params }: Exchange): WireReply {
  const { account: owner } = authorize(state, request, "read:notifications");
  const found = state.notifications.find(({ id, to }) => id === params["id"] && to === owner);
  if (found === undefined) throw missing();
  return json(toNotification(state, found));
}

function tagTimeline(state: State, { request, params }: Exchange): WireReply {
  const viewer = readToken(state, request)?.account;
  const { query } = request;
  const lower = (name: string): readonly string[] => query.getAll(name).map((tag) => tag.toLowerCase());
  const any = [(params["tag"] ?? "").toLowerCase(), ...lower("any[]")];
  const [all, none] = [lower("all[]"), lower("none[]")];
  const found = [...state.statuses.values()].filter(
    ({ visibility, tags, account: { host }, media }) =>
      visibility === "public" &&
      any.some((tag) => tags.includes(tag)) &&
      all.every((tag) => tags.includes(tag)) &&
      !none.some((tag) => tags.includes(tag)) &&
      (query.get("local") !== "true" || host === undefined) &&
      (query.get("remote") !== "true" || host !== undefined) &&
      (query.get("only_media") !== "true" || media.length > 0),
  );
  const { items, headers } = paginate(state, request, found, { usual: 20, most: 40 });
  return json(
    items.map((one) => toStatus(state, one, viewer)),
    200,
    headers,
  );
}

function lookup(state: State, { request }: Exchange): WireReply {
  const acct = (request.query.get("acct") ?? "").replace(/^@/, "").toLowerCase();
  const local = acct.endsWith(`@${state.host}`) ? acct.slice(0, -state.host.length - 1) : acct;
  const found = state.accounts.get(local);
  if (found === undefined) throw missing();
  return json(toAccount(state, found));
}

function account(state: State, { request, params }: Exchange): WireReply {
  readToken(state, request);
  return json(toAccount(state, findById(state, params["id"])));
}

function accountStatuses(state: State, { request, params }: Exchange): WireReply {
  const viewer = readToken(state, request)?.account;
  const owner = findById(state, params["id"]);
  const { query } = request;
  const tagged = query.get("tagged")?.toLowerCase();
  const kept = [...state.statuses.values()].filter(
    (status) =>
      status.account === owner &&
      canSee(status, viewer) &&
      (query.get("exclude_replies") !== "true" || !isReplyToOthers(status)) &&
      (query.get("exclude_reblogs") !== "true" || status.reblogOf === null) &&
      (query.get("only_media") !== "true" || status.media.length > 0) &&
      (query.get("pinned") !== "true" || state.pins.has(status.id)) &&
      (tagged === undefined || status.tags.includes(tagged)),
  );
  const { items, headers } = paginate(state, request, kept, { usual: 20, most: 40 });
  return json(
    items.map((one) => toStatus(state, one, viewer)),
    200,
    headers,
  );
}

/** An answer to oneself is a thread, and threads are no replies here. */
function isReplyToOthers({ inReplyTo, account: author }: Status): boolean {
  return inReplyTo !== null && inReplyTo.account !== author;
}

function search(state: State, { request }: Exchange): WireReply {
  const { account: viewer } = authorize(state, request, "read:search");
  const wanted = (request.query.get("q") ?? "").toLowerCase();
  const type = request.query.get("type");
  const is = (kind: string): boolean => type === null || type === kind;
  const statuses = [...state.statuses.values()].filter(
    (one) =>
      is("statuses") &&
      canSee(one, viewer) &&
      (one.url === wanted || one.uri === wanted || one.text.toLowerCase().includes(wanted)),
  );
  const accounts = [...state.accounts.values()].filter(
    ({ acct }) => is("accounts") && acct.toLowerCase().includes(wanted),
  );
  const tags = new Set([...state.statuses.values()].flatMap((one) => one.tags));
  const hashtags = [...tags].filter((tag) => is("hashtags") && tag.includes(wanted.replace(/^#/, "")));
  return json({
    accounts: accounts.map((one) => toAccount(state, one)),
    statuses: statuses.reverse().map((one) => toStatus(state, one, viewer)),
    hashtags: hashtags.map((name) => ({ name, url: `${state.baseUrl}/tags/${name}`, history: [] })),
  });
}

function findById(state: State, id: string | undefined): Account {
  for (const candidate of state.accounts.values()) if (candidate.id === id) return candidate;
  throw missing();
}
