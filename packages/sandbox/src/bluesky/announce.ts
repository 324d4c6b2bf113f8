import { isFields, type Fields } from "../shared/body.ts";
import { toIso } from "../shared/to-iso.ts";
import type { Account, Counts, JetstreamEvent, Notification, Row, State } from "./state.ts";

/** Tells Jetstream and the people concerned that a record has come, changed or gone. */
export function announce(state: State, account: Account, row: Row, operation: "create" | "update" | "delete"): void {
  if (operation === "create") notifyPeople(state, account, row);
  if (operation !== "update") count(state, row, operation === "create" ? 1 : -1);
  if (operation === "delete") forget(state, row);
  const { did, collection, rkey, cid, value: record } = row;
  const content = operation === "delete" ? {} : { record, cid };
  const commit = { rev: account.repo.rev, operation, collection, rkey, ...content };
  tellJetstream(state, did, { kind: "commit", commit }, collection);
}

/** Keeps the counts of the posts that a record is about. */
function count(state: State, { collection, value }: Row, by: 1 | -1): void {
  const add = (uri: string | undefined, what: keyof Counts): void => {
    if (uri === undefined) return;
    const counts = state.counts.get(uri) ?? { replies: 0, reposts: 0, likes: 0, quotes: 0 };
    counts[what] += by;
    state.counts.set(uri, counts);
  };
  if (collection === "app.bsky.feed.like") add(uriOf(value["subject"]), "likes");
  if (collection === "app.bsky.feed.repost") add(uriOf(value["subject"]), "reposts");
  if (collection !== "app.bsky.feed.post") return;
  if (isFields(value["reply"])) add(uriOf(value["reply"]["parent"]), "replies");
  add(quotedUri(value["embed"]), "quotes");
}

/** Tells Jetstream that somebody has come. */
export function announceAccount(state: State, { did, handle }: Account): void {
  const seq = state.events.length + 1;
  const time = toIso(state.now());
  tellJetstream(state, did, { kind: "identity", identity: { did, handle, seq, time } });
  tellJetstream(state, did, { kind: "account", account: { active: true, did, seq: seq + 1, time } });
}

function tellJetstream(state: State, did: string, what: Fields, collection?: string): void {
  const last = state.events.at(-1)?.timeUs ?? 0;
  const timeUs = Math.max(last + 1, Math.trunc(state.now() * 1000));
  const json = (): string => JSON.stringify({ did, time_us: timeUs, ...what });
  const event: JetstreamEvent = { timeUs, did, json, ...(collection === undefined ? {} : { collection }) };
  state.events.push(event);
  state.hub.publish([event]);
}

function notifyPeople(state: State, from: Account, row: Row): void {
  for (const { to, reason, subject } of targetsOf(state, row)) {
    if (to === undefined || to === from || to.password === undefined) continue;
    if (state.notifications.some((known) => known.row === row && known.to === to)) continue;
    state.notifications.push({
      reason,
      to,
      from,
      row,
      subject,
      at: state.now(),
      seq: (state.notifications.at(-1)?.seq ?? 0) + 1,
    });
  }
}

interface Target {
  readonly to: Account | undefined;
  readonly reason: Notification["reason"];
  readonly subject: string | undefined;
}

/** Whom a record concerns, the strongest reason first. */
function targetsOf(state: State, row: Row): readonly Target[] {
  const { value } = row;
  const subject = value["subject"];
  const about = (uri: string | undefined, reason: Notification["reason"]): Target => ({
    to: state.accounts.get(uri?.split("/")[2] ?? ""),
    reason,
    subject: uri,
  });
  if (row.collection === "app.bsky.feed.like") return [about(uriOf(subject), "like")];
  if (row.collection === "app.bsky.feed.repost") return [about(uriOf(subject), "repost")];
  if (row.collection === "app.bsky.graph.follow") {
    return [{ to: state.accounts.get(String(subject)), reason: "follow", subject: undefined }];
  }
  const reply = isFields(value["reply"]) ? value["reply"] : {};
  return [
    about(uriOf(reply["parent"]), "reply"),
    about(uriOf(reply["root"]), "reply"),
    about(quotedUri(value["embed"]), "quote"),
    ...mentionsOf(value["facets"]).map((did) => ({
      to: state.accounts.get(did),
      reason: "mention" as const,
      subject: undefined,
    })),
  ];
}

function forget(state: State, row: Row): void {
  const kept = state.notifications.filter((notification) => notification.row !== row);
  state.notifications.splice(0, state.notifications.length, ...kept);
}

/** The post that an embed quotes, alone or together with media. */
function quotedUri(embed: unknown): string | undefined {
  const record = isFields(embed) ? embed["record"] : undefined;
  return isFields(record) ? (uriOf(record) ?? uriOf(record["record"])) : undefined;
}

function uriOf(ref: unknown): string | undefined {
  return isFields(ref) && typeof ref["uri"] === "string" ? ref["uri"] : undefined;
}

/** The features of one kind in a record's facets. */
export function featuresOf(facets: unknown, type: string): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(facets)) return [];
  return facets.flatMap((facet: unknown) => {
    const features = isFields(facet) && Array.isArray(facet["features"]) ? (facet["features"] as unknown[]) : [];
    return features.filter(isFields).filter((feature) => feature["$type"] === `app.bsky.richtext.facet#${type}`);
  });
}

function mentionsOf(facets: unknown): readonly string[] {
  return featuresOf(facets, "mention").map(({ did }) => String(did));
}
