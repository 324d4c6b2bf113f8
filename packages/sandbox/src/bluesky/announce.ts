import { isFields } from "../shared/body.ts";
import type { Account, CommitEvent, Notification, Row, State } from "./state.ts";

/** Tells Jetstream and the people concerned that a record has come, changed or gone. */
export function announce(state: State, account: Account, row: Row, operation: "create" | "update" | "delete"): void {
  if (operation === "create") notifyPeople(state, account, row);
  if (operation === "delete") forget(state, row);
  const event = toCommitEvent(state, row, operation);
  state.commits.push(event);
  state.hub.publish([event]);
}

function notifyPeople(state: State, from: Account, row: Row): void {
  for (const { to, reason, subject } of targetsOf(state, row)) {
    if (to === undefined || to === from || to.password === undefined) continue;
    if (state.notifications.some((known) => known.row === row && known.to === to)) continue;
    state.notifications.push({ reason, to, from, row, subject, at: state.now() });
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
  const embed = isFields(value["embed"]) ? value["embed"] : {};
  const record = isFields(embed["record"]) ? embed["record"] : {};
  return [
    about(uriOf(reply["parent"]), "reply"),
    about(uriOf(reply["root"]), "reply"),
    about(uriOf(record) ?? uriOf(record["record"]), "quote"),
    ...mentionsOf(value["facets"]).map((did) => ({ to: state.accounts.get(did), reason: "mention" as const, subject: undefined })),
  ];
}

function forget(state: State, row: Row): void {
  const kept = state.notifications.filter((notification) => notification.row !== row);
  state.notifications.splice(0, state.notifications.length, ...kept);
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

function toCommitEvent(state: State, row: Row, operation: "create" | "update" | "delete"): CommitEvent {
  const last = state.commits.at(-1)?.timeUs ?? 0;
  const timeUs = Math.max(last + 1, Math.trunc(state.now() * 1000));
  const { did, collection, rkey, cid, value } = row;
  const rev = state.accounts.get(did)?.repo.rev ?? "";
  const content = operation === "delete" ? {} : { record: value, cid };
  return {
    timeUs,
    did,
    collection,
    json: () =>
      JSON.stringify({ did, time_us: timeUs, kind: "commit", commit: { rev, operation, collection, rkey, ...content } }),
  };
}
