import type { FaultBook } from "../faults/faults.ts";
import type { StreamHub } from "../shared/stream-hub.ts";

export type Visibility = "public" | "unlisted" | "private" | "direct";

export interface Account {
  readonly id: string;
  readonly username: string;
  /** Undefined for the server's own accounts. */
  readonly host: string | undefined;
  /** `user`, or `user@host` for people of other servers. */
  readonly acct: string;
  readonly url: string;
  readonly uri: string;
  readonly displayName: string;
  /** Times that only readers see are kept as they are written. */
  readonly createdAt: string;
  followers: number;
  following: number;
  statuses: number;
  lastStatusAt: string | null;
}

export interface Token {
  readonly token: string;
  readonly account: Account;
  readonly scopes: readonly string[];
}

export interface Poll {
  readonly id: string;
  readonly options: readonly string[];
  readonly expiresAt: number;
  readonly multiple: boolean;
  readonly hideTotals: boolean;
}

/** What an edit may change. */
export interface StatusText {
  text: string;
  spoilerText: string;
  sensitive: boolean;
  language: string | null;
  media: readonly Media[];
  poll: Poll | null;
}

export interface Edit extends Readonly<StatusText> {
  readonly at: string;
}

export interface Status extends StatusText {
  readonly id: string;
  readonly account: Account;
  readonly createdAt: string;
  readonly visibility: Visibility;
  readonly inReplyTo: Status | null;
  readonly url: string;
  readonly uri: string;
  readonly reblogOf: Status | null;
  mentions: readonly Account[];
  tags: readonly string[];
  editedAt: string | null;
  /** Earlier forms, oldest first; empty until the first edit. */
  history: readonly Edit[];
  replies: number;
  reblogs: number;
  favourites: number;
}

export type MediaKind = "image" | "video" | "gifv" | "audio";

export interface Media {
  readonly id: string;
  readonly owner: Account;
  readonly kind: MediaKind;
  readonly mimeType: string;
  readonly bytes: number;
  readonly uploadedAt: number;
  description: string | null;
  focus: readonly [number, number] | null;
  /** How often it must be looked at until it is ready or has failed. */
  looksLeft: number;
  failed: boolean;
  attachedTo: string | null;
}

export interface Notification {
  readonly id: string;
  readonly type: "mention" | "reblog" | "favourite" | "follow" | "update" | "status" | "poll";
  readonly to: Account;
  readonly from: Account;
  readonly status: Status | null;
  readonly createdAt: string;
}

export interface Scheduled {
  readonly id: string;
  readonly account: Account;
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly media: readonly Media[];
}

/** What one event of the streaming API carries, and the channels on which it goes out. */
export interface StreamEvent {
  readonly channels: readonly string[];
  readonly event: string;
  /** Made once, and only when somebody listens. */
  readonly payload: () => string;
}

export interface Limits {
  readonly maxCharacters: number;
  readonly maxMedia: number;
  readonly maxImageBytes: number;
  readonly maxVideoBytes: number;
  readonly maxDescription: number;
  readonly maxPollOptions: number;
  readonly maxPollOptionCharacters: number;
}

/** Everything that one Mastodon server knows. */
export interface State {
  readonly baseUrl: string;
  readonly host: string;
  readonly now: () => number;
  readonly limits: Limits;
  readonly faults: FaultBook;
  readonly hub: StreamHub<StreamEvent>;
  readonly accounts: Map<string, Account>;
  readonly tokens: Map<string, Token>;
  /** Ids of statuses in the order of pinning; every one is pinned by its author. */
  readonly pins: Set<string>;
  /** In order of their ids, oldest first. */
  readonly statuses: Map<string, Status>;
  readonly media: Map<string, Media>;
  readonly notifications: Notification[];
  readonly scheduled: Map<string, Scheduled>;
  readonly idempotency: Map<string, { readonly id: string; readonly until: number }>;
  lastId: bigint;
}

/** Ids grow with time and are never the same twice, also when the clock stands still. */
export function nextId(state: State, now = state.now()): string {
  const fromClock = BigInt(Math.trunc(now)) << 16n;
  state.lastId = fromClock > state.lastId ? fromClock : state.lastId + 1n;
  return state.lastId.toString();
}

/** Orders ids as numbers without reading them as numbers, which would lose digits. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
