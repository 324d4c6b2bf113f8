import { toIso } from "../shared/to-iso.ts";
import { renderHtml } from "./render-html.ts";
import type { Account, Edit, Media, Notification, Poll, Scheduled, State, Status } from "./state.ts";

/** Entities as https://docs.joinmastodon.org/entities/ describes them. */

export function toAccount(state: State, account: Account): Record<string, unknown> {
  const image = `${state.baseUrl}/avatars/original/missing.png`;
  return {
    id: account.id,
    username: account.username,
    acct: account.acct,
    display_name: account.displayName,
    locked: false,
    bot: false,
    discoverable: true,
    indexable: true,
    group: false,
    created_at: account.createdAt,
    note: "",
    url: account.url,
    uri: account.uri,
    avatar: image,
    avatar_static: image,
    header: image,
    header_static: image,
    followers_count: account.followers,
    following_count: account.following,
    statuses_count: account.statuses,
    last_status_at: account.lastStatusAt,
    emojis: [],
    roles: [],
    fields: [],
  };
}

export function toStatus(state: State, status: Status, viewer?: Account): Record<string, unknown> {
  return {
    id: status.id,
    created_at: status.createdAt,
    in_reply_to_id: status.inReplyTo?.id ?? null,
    in_reply_to_account_id: status.inReplyTo?.account.id ?? null,
    sensitive: status.sensitive,
    spoiler_text: status.spoilerText,
    visibility: status.visibility,
    language: status.language,
    uri: status.uri,
    url: status.url,
    replies_count: status.replies,
    reblogs_count: status.reblogs,
    favourites_count: status.favourites,
    quotes_count: 0,
    edited_at: status.editedAt,
    ...(viewer === undefined ? {} : unseen),
    ...(isPinnable(status, viewer) ? { pinned: state.pins.has(status.id) } : {}),
    content: renderHtml(state, status),
    reblog: status.reblogOf === null ? null : toStatus(state, status.reblogOf, viewer),
    ...(status.account.host === undefined ? application : {}),
    account: toAccount(state, status.account),
    media_attachments: status.media.map((media) => toMedia(state, media)),
    mentions: status.mentions.map(({ id, username, url, acct }) => ({ id, username, url, acct })),
    tags: status.tags.map((name) => ({ name, url: `${state.baseUrl}/tags/${encodeURIComponent(name)}` })),
    emojis: [],
    card: null,
    poll: status.poll === null ? null : toPoll(state, status.poll),
    quote: null,
  };
}

const unseen = { favourited: false, reblogged: false, muted: false, bookmarked: false, filtered: [] };

/** Only then does a status say whether it is pinned. */
function isPinnable({ account, reblogOf, visibility }: Status, viewer: Account | undefined): boolean {
  return account === viewer && reblogOf === null && visibility !== "direct";
}

const application = { application: { name: "Sandbox", website: null } };

export function toMedia(state: State, media: Media): Record<string, unknown> {
  const ready = media.looksLeft === 0 && !media.failed;
  const url = `${state.baseUrl}/system/media_attachments/${media.id}/original`;
  return {
    id: media.id,
    type: media.kind,
    url: ready ? url : null,
    preview_url: ready || media.kind === "image" ? `${url.slice(0, -8)}small` : null,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: media.focus === null ? {} : { focus: { x: media.focus[0], y: media.focus[1] } },
    description: media.description,
    blurhash: null,
  };
}

function toPoll(state: State, poll: Poll): Record<string, unknown> {
  return {
    id: poll.id,
    expires_at: toIso(poll.expiresAt),
    expired: poll.expiresAt <= state.now(),
    multiple: poll.multiple,
    votes_count: 0,
    voters_count: 0,
    options: poll.options.map((title) => ({ title, votes_count: poll.hideTotals ? null : 0 })),
    emojis: [],
    voted: false,
    own_votes: [],
  };
}

export function toNotification(state: State, notification: Notification): Record<string, unknown> {
  return {
    id: notification.id,
    type: notification.type,
    created_at: notification.createdAt,
    group_key: `ungrouped-${notification.id}`,
    account: toAccount(state, notification.from),
    ...(notification.status === null ? {} : { status: toStatus(state, notification.status, notification.to) }),
  };
}

export function toScheduled(state: State, scheduled: Scheduled): Record<string, unknown> {
  const { fields } = scheduled;
  return {
    id: scheduled.id,
    scheduled_at: toIso(scheduled.at),
    params: {
      text: fields["status"] ?? "",
      media_ids: scheduled.media.length === 0 ? null : scheduled.media.map(({ id }) => id),
      sensitive: fields["sensitive"] ?? null,
      spoiler_text: fields["spoiler_text"] ?? null,
      visibility: fields["visibility"] ?? null,
      language: fields["language"] ?? null,
      scheduled_at: null,
      poll: fields["poll"] ?? null,
      idempotency: null,
      in_reply_to_id: fields["in_reply_to_id"] ?? null,
      with_rate_limit: false,
      application_id: 1,
    },
    media_attachments: scheduled.media.map((media) => toMedia(state, media)),
  };
}

export function toEdit(state: State, status: Status, edit: Edit): Record<string, unknown> {
  return {
    content: renderHtml(state, { ...status, ...edit }),
    spoiler_text: edit.spoilerText,
    sensitive: edit.sensitive,
    created_at: edit.at,
    account: toAccount(state, status.account),
    media_attachments: edit.media.map((media) => toMedia(state, media)),
    emojis: [],
    ...(edit.poll === null ? {} : { poll: { options: edit.poll.options.map((title) => ({ title })) } }),
  };
}
