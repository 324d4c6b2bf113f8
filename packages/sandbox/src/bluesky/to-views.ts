import { isFields, type Fields } from "../shared/body.ts";
import { toIso } from "../shared/to-iso.ts";
import { findPinned } from "./find-pinned.ts";
import type { Account, Notification, Row, State } from "./state.ts";

/** Views as the lexicons app.bsky.actor.defs, feed.defs and embed.* describe them. */

function toProfileBasic({ did, handle, createdAt }: Account): Fields {
  return { did, handle, displayName: "", labels: [], createdAt: toIso(createdAt) };
}

export function toProfile(state: State, account: Account): Fields {
  const record = account.repo.records.get("app.bsky.actor.profile")?.get("self")?.value ?? {};
  const pinnedPost = findPinned(account);
  return {
    ...toProfileBasic(account),
    displayName: record["displayName"] ?? "",
    description: record["description"] ?? "",
    followersCount: account.followers,
    followsCount: account.following,
    postsCount: account.repo.records.get("app.bsky.feed.post")?.size ?? 0,
    indexedAt: toIso(state.now()),
    associated: { lists: 0, feedgens: 0, starterPacks: 0, labeler: false },
    viewer: { muted: false, blockedBy: false },
    ...(pinnedPost && { pinnedPost }),
  };
}

export function toPost(state: State, row: Row): Fields {
  const author = state.accounts.get(row.did);
  const counts = state.counts.get(row.uri);
  const embed = toEmbed(state, row);
  return {
    uri: row.uri,
    cid: row.cid,
    author: author === undefined ? {} : toProfileBasic(author),
    record: row.value,
    ...(embed === undefined ? {} : { embed }),
    bookmarkCount: 0,
    replyCount: counts?.replies ?? 0,
    repostCount: counts?.reposts ?? 0,
    likeCount: counts?.likes ?? 0,
    quoteCount: counts?.quotes ?? 0,
    indexedAt: toIso(row.indexedAt),
    labels: toLabels(row),
    viewer: { bookmarked: false, threadMuted: false, embeddingDisabled: false },
  };
}

export function toNotificationView(state: State, { reason, from, to, row, subject, at }: Notification): Fields {
  return {
    uri: row.uri,
    cid: row.cid,
    author: toProfile(state, from),
    reason,
    ...(subject === undefined ? {} : { reasonSubject: subject }),
    record: row.value,
    isRead: at <= to.seenAt,
    indexedAt: toIso(at),
    labels: [],
  };
}

/** Labels that the author put on, in the form in which readers get them. */
function toLabels({ uri, cid, did, value }: Row): readonly Fields[] {
  const labels = isFields(value["labels"]) ? value["labels"]["values"] : undefined;
  if (!Array.isArray(labels)) return [];
  return labels.filter(isFields).map(({ val }) => ({ src: did, uri, cid, val, cts: value["createdAt"] }));
}

function toEmbed(state: State, row: Row): Fields | undefined {
  const { embed } = row.value;
  if (!isFields(embed)) return undefined;
  if (embed["$type"] !== "app.bsky.embed.recordWithMedia") return toOneEmbed(state, row, embed);
  const record = isFields(embed["record"])
    ? toOneEmbed(state, row, { $type: "app.bsky.embed.record", ...embed["record"] })
    : {};
  const media = isFields(embed["media"]) ? toOneEmbed(state, row, embed["media"]) : {};
  return { $type: "app.bsky.embed.recordWithMedia#view", record, media };
}

function toOneEmbed(state: State, row: Row, embed: Fields): Fields | undefined {
  const view = `${String(embed["$type"])}#view`;
  switch (embed["$type"]) {
    case "app.bsky.embed.images": {
      const images = Array.isArray(embed["images"]) ? embed["images"].filter(isFields) : [];
      return { $type: view, images: images.map((image) => toImage(state, row, image)) };
    }
    case "app.bsky.embed.video": {
      const cid = linkOf(embed["video"]);
      const playlist = `${state.baseUrl}/watch/${row.did}/${cid}/playlist.m3u8`;
      const thumbnail = `${state.baseUrl}/watch/${row.did}/${cid}/thumbnail.jpg`;
      return { $type: view, cid, playlist, thumbnail, ...pick(embed, ["alt", "aspectRatio"]) };
    }
    case "app.bsky.embed.external": {
      const external = isFields(embed["external"]) ? embed["external"] : {};
      const thumb = external["thumb"] === undefined ? {} : { thumb: blobUrl(state, row, external["thumb"]) };
      return { $type: view, external: { ...pick(external, ["uri", "title", "description"]), ...thumb } };
    }
    case "app.bsky.embed.record":
      return { $type: view, record: toQuoted(state, embed["record"]) };
    default:
      return undefined;
  }
}

function toImage(state: State, row: Row, image: Fields): Fields {
  const url = blobUrl(state, row, image["image"]);
  return { thumb: url, fullsize: url, ...pick(image, ["alt", "aspectRatio"]) };
}

function toQuoted(state: State, ref: unknown): Fields {
  const uri = isFields(ref) ? String(ref["uri"]) : "";
  const quoted = state.posts.get(uri);
  if (quoted === undefined) return { $type: "app.bsky.embed.record#viewNotFound", uri, notFound: true };
  const { record: value, ...view } = toPost(state, quoted);
  return {
    $type: "app.bsky.embed.record#viewRecord",
    ...pick(view, ["uri", "cid", "author", "labels", "indexedAt"]),
    value,
  };
}

function blobUrl(state: State, { did }: Row, blob: unknown): string {
  const query = new URLSearchParams({ did, cid: linkOf(blob) });
  return `${state.baseUrl}/xrpc/com.atproto.sync.getBlob?${query.toString()}`;
}

function linkOf(blob: unknown): string {
  const ref = isFields(blob) ? blob["ref"] : undefined;
  return isFields(ref) ? String(ref["$link"]) : "";
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
