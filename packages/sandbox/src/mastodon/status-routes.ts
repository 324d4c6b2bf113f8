import { isFields, toText } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { authorize, readToken } from "./authorize.ts";
import { canSee } from "./can-see.ts";
import { readFields } from "./read-fields.ts";
import { readStatusText, readVisibility } from "./read-status-fields.ts";
import { missing, refuse } from "./refusals.ts";
import { schedule } from "./schedule-routes.ts";
import type { Account, Media, State, Status, StatusText } from "./state.ts";
import { toEdit, toScheduled, toStatus } from "./to-entities.ts";
import { addStatus, editStatus, pickText, removeStatus } from "./write-status.ts";

const idempotencyMs = 3_600_000;

/** https://docs.joinmastodon.org/methods/statuses/ */
export function statusRoutes(state: State): readonly Route[] {
  const path = "/api/v1/statuses/:id";
  return [
    { method: "POST", path: "/api/v1/statuses", answer: (exchange) => create(state, exchange) },
    { method: "GET", path, answer: (exchange) => show(state, exchange) },
    { method: "PUT", path, answer: (exchange) => edit(state, exchange) },
    { method: "DELETE", path, answer: (exchange) => remove(state, exchange) },
    { method: "GET", path: `${path}/context`, answer: (exchange) => context(state, exchange) },
    { method: "GET", path: `${path}/source`, answer: (exchange) => source(state, exchange) },
    { method: "GET", path: `${path}/history`, answer: (exchange) => history(state, exchange) },
  ];
}

async function create(state: State, { request, at }: Exchange): Promise<WireReply> {
  const { account } = authorize(state, request, "write:statuses");
  const fields = await readFields(request);
  const key = request.header("idempotency-key");
  const slot = key === undefined || key === "" ? undefined : `${account.id} ${key}`;
  if (slot !== undefined) {
    const repeated = findRepeated(state, slot, account, at);
    if (repeated !== undefined) return json(repeated);
  }
  const inReplyTo = readParent(state, account, fields["in_reply_to_id"]);
  const visibility = readVisibility(fields["visibility"]);
  const text = readStatusText(state, account, fields);
  const scheduled = schedule(state, account, fields, text);
  const made = scheduled ?? addStatus(state, account, { ...text, visibility, inReplyTo });
  if (slot !== undefined) remember(state, slot, made.id, at);
  return json(scheduled === undefined ? toStatus(state, made as Status, account) : toScheduled(state, scheduled));
}

/** The answer to a key that was used within the last hour: what the first call made, whatever this one says. */
function findRepeated(state: State, slot: string, account: Account, now: number): unknown {
  const used = state.idempotency.get(slot);
  if (used === undefined || used.until <= now) return undefined;
  const status = state.statuses.get(used.id);
  if (status !== undefined) return toStatus(state, status, account);
  const scheduled = state.scheduled.get(used.id);
  if (scheduled !== undefined) return toScheduled(state, scheduled);
  throw missing();
}

function remember(state: State, slot: string, id: string, now: number): void {
  for (const [old, { until }] of state.idempotency) {
    if (until > now) break;
    state.idempotency.delete(old);
  }
  state.idempotency.set(slot, { id, until: now + idempotencyMs });
}

function readParent(state: State, account: Account, id: unknown): Status | null {
  if (id === undefined || id === null || id === "") return null;
  const parent = state.statuses.get(toText(id));
  if (parent === undefined || !canSee(parent, account)) {
    throw refuse(404, "The post you are trying to reply to does not appear to exist.");
  }
  return parent;
}

function show(state: State, { request, params }: Exchange): WireReply {
  const viewer = readToken(state, request)?.account;
  return json(toStatus(state, findVisible(state, params["id"], viewer), viewer));
}

async function edit(state: State, { request, params }: Exchange): Promise<WireReply> {
  const { account } = authorize(state, request, "write:statuses");
  const status = findOwn(state, params["id"], account);
  const fields = await readFields(request);
  const text = readStatusText(state, account, fields, status);
  const described = describeMedia(text.media, fields["media_attributes"]);
  if (described || !isSameText(text, status)) editStatus(state, status, text);
  return json(toStatus(state, status, account));
}

/** Only media that the edit keeps can get new words. */
function describeMedia(kept: readonly Media[], attributes: unknown): boolean {
  if (!Array.isArray(attributes)) return false;
  let changed = false;
  for (const attribute of attributes.filter(isFields)) {
    const media = kept.find(({ id }) => id === String(attribute["id"]));
    if (media === undefined || attribute["description"] === undefined) continue;
    const description = toText(attribute["description"]);
    changed ||= description !== media.description;
    media.description = description;
  }
  return changed;
}

function isSameText(left: StatusText, right: StatusText): boolean {
  return JSON.stringify(pickText(left)) === JSON.stringify(pickText(right));
}

function remove(state: State, { request, params }: Exchange): WireReply {
  const { account } = authorize(state, request, "write:statuses");
  const status = findOwn(state, params["id"], account);
  removeStatus(state, status);
  return json({ ...toStatus(state, status, account), text: status.text });
}

function context(state: State, { request, params }: Exchange): WireReply {
  const viewer = readToken(state, request)?.account;
  const status = findVisible(state, params["id"], viewer);
  const ancestors: Status[] = [];
  for (let parent = status.inReplyTo; parent !== null; parent = parent.inReplyTo) ancestors.unshift(parent);
  const descendants: Status[] = [];
  const family = new Set([status]);
  for (const candidate of state.statuses.values()) {
    if (candidate.inReplyTo === null || !family.has(candidate.inReplyTo)) continue;
    family.add(candidate);
    descendants.push(candidate);
  }
  const shown = (list: readonly Status[], most: number): readonly unknown[] =>
    list
      .filter((one) => state.statuses.has(one.id) && canSee(one, viewer))
      .slice(0, viewer === undefined ? most : 4096)
      .map((one) => toStatus(state, one, viewer));
  return json({ ancestors: shown(ancestors, 40), descendants: shown(descendants, 60) });
}

function source(state: State, { request, params }: Exchange): WireReply {
  const { account } = authorize(state, request, "read:statuses");
  const { id, text, spoilerText } = findOwn(state, params["id"], account);
  return json({ id, text, spoiler_text: spoilerText });
}

function history(state: State, { request, params }: Exchange): WireReply {
  const viewer = readToken(state, request)?.account;
  const status = findVisible(state, params["id"], viewer);
  const now = { ...pickText(status), at: status.editedAt ?? status.createdAt };
  return json([...status.history, now].map((one) => toEdit(state, status, one)));
}

function findVisible(state: State, id: string | undefined, viewer: Account | undefined): Status {
  const status = state.statuses.get(id ?? "");
  if (status === undefined || !canSee(status, viewer)) throw missing();
  return status;
}

function findOwn(state: State, id: string | undefined, account: Account): Status {
  const status = state.statuses.get(id ?? "");
  if (status?.account !== account) throw missing();
  return status;
}
