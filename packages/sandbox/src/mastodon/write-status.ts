import { toIso } from "../shared/to-iso.ts";
import { parseText } from "./parse-text.ts";
import { toNotification, toStatus } from "./to-entities.ts";
import {
  nextId,
  type Account,
  type Notification,
  type State,
  type Status,
  type StatusText,
  type StreamEvent,
  type Visibility,
} from "./state.ts";

export interface NewStatus extends StatusText {
  readonly visibility: Visibility;
  readonly inReplyTo: Status | null;
}

/** Adds a status, tells the people it mentions, and sends it to the streams. */
export function addStatus(state: State, author: Account, fields: NewStatus): Status {
  const now = state.now();
  const id = nextId(state, now);
  const origin = author.host === undefined ? state.baseUrl : `https://${author.host}`;
  const { mentions, tags } = findTargets(state, fields.text);
  const status: Status = {
    id,
    account: author,
    createdAt: toIso(now),
    text: fields.text,
    spoilerText: fields.spoilerText,
    sensitive: fields.sensitive,
    language: fields.language,
    media: fields.media,
    poll: fields.poll,
    visibility: fields.visibility,
    inReplyTo: fields.inReplyTo,
    mentions,
    tags,
    url: `${author.url}/${id}`,
    uri: `${origin}/users/${author.username}/statuses/${id}`,
    reblogOf: null,
    editedAt: null,
    history: none,
    replies: 0,
    reblogs: 0,
    favourites: 0,
  };
  state.statuses.set(id, status);
  author.statuses += 1;
  author.lastStatusAt = status.createdAt.slice(0, 10);
  for (const media of status.media) media.attachedTo = id;
  if (status.inReplyTo !== null) status.inReplyTo.replies += 1;
  const told = status.mentions.filter(({ host }) => host === undefined).filter((account) => account !== author);
  state.hub.publish([
    statusEvent(state, status, "update"),
    ...told.map((account) => notify(state, { type: "mention", to: account, from: author, status })),
  ]);
  return status;
}

export function editStatus(state: State, status: Status, fields: StatusText): void {
  const before = { ...pickText(status), at: status.editedAt ?? status.createdAt };
  status.history = [...status.history, before];
  Object.assign(status, pickText(fields), findTargets(state, fields.text), { editedAt: toIso(state.now()) });
  for (const media of before.media) if (!status.media.includes(media)) media.attachedTo = null;
  for (const media of status.media) media.attachedTo = status.id;
  state.hub.publish([statusEvent(state, status, "status.update")]);
}

export function removeStatus(state: State, status: Status): void {
  state.statuses.delete(status.id);
  state.pins.delete(status.id);
  status.account.statuses -= 1;
  if (status.inReplyTo !== null) status.inReplyTo.replies -= 1;
  for (const media of status.media) media.attachedTo = null;
  const gone = state.notifications.filter((notification) => notification.status !== status);
  state.notifications.splice(0, state.notifications.length, ...gone);
  state.hub.publish([statusEvent(state, status, "delete")]);
}

/** Keeps a notification and returns the event that announces it. */
export function notify(state: State, fields: Omit<Notification, "id" | "createdAt">): StreamEvent {
  const notification = { ...fields, id: nextId(state), createdAt: toIso(state.now()) };
  state.notifications.push(notification);
  const { id } = fields.to;
  return {
    channels: [`user:${id}`, `notification:${id}`],
    event: "notification",
    payload: once(() => JSON.stringify(toNotification(state, notification))),
  };
}

export function pickText({ text, spoilerText, sensitive, language, media, poll }: StatusText): StatusText {
  return { text, spoilerText, sensitive, language, media, poll };
}

function statusEvent(state: State, status: Status, event: "update" | "status.update" | "delete"): StreamEvent {
  // A deletion also reaches those who were mentioned: they may have it in their notifications.
  const told = event === "delete" ? status.mentions.map(({ id }) => `user:${id}`) : [];
  return {
    channels: [...channelsOf(status), ...told],
    event,
    payload: event === "delete" ? () => status.id : once(() => JSON.stringify(toStatus(state, status))),
  };
}

function channelsOf(status: Status): readonly string[] {
  const { account, tags, visibility } = status;
  const home = account.host === undefined ? [`user:${account.id}`] : [];
  if (visibility !== "public") return home;
  const side = account.host === undefined ? "local" : "remote";
  return [
    ...home,
    "public",
    `public:${side}`,
    ...tags.map((tag) => `hashtag:${tag}`),
    ...(side === "local" ? tags.map((tag) => `hashtag:local:${tag}`) : []),
  ];
}

const none: readonly never[] = [];
const mayHaveTargets = /[@#]/;

/** The known accounts that a text mentions, and its hashtags, both once each. */
function findTargets(state: State, text: string): Pick<Status, "mentions" | "tags"> {
  if (!mayHaveTargets.test(text)) return { mentions: none, tags: none };
  const mentions = new Set<Account>();
  const tags = new Set<string>();
  for (const piece of parseText(text)) {
    if (piece.kind === "hashtag") tags.add(piece.name.toLowerCase());
    if (piece.kind === "mention") {
      const account = findAccount(state, piece.username, piece.host);
      if (account !== undefined) mentions.add(account);
    }
  }
  return { mentions: [...mentions], tags: [...tags] };
}

function findAccount(state: State, username: string, host: string | undefined): Account | undefined {
  const acct = host === undefined || host === state.host ? username : `${username}@${host}`;
  return state.accounts.get(acct.toLowerCase());
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
