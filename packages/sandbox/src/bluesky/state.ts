import type { FaultBook } from "../faults/faults.ts";
import type { StreamHub } from "../shared/stream-hub.ts";
import type { Fields } from "../shared/body.ts";

export interface Account {
  readonly did: string;
  readonly handle: string;
  /** Undefined for people of other servers, who never log in here. */
  readonly password: string | undefined;
  readonly createdAt: number;
  readonly repo: Repo;
  followers: number;
  following: number;
  seenAt: number;
}

interface Repo {
  readonly records: Map<string, Map<string, Row>>;
  head: string;
  rev: string;
}

/** One record where it is kept. */
export interface Row {
  readonly uri: string;
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  cid: string;
  value: Fields;
  readonly indexedAt: number;
}

export interface Blob {
  readonly cid: string;
  readonly owner: Account;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  readonly uploadedAt: number;
  /** Whether a record names it. */
  used: boolean;
}

/** A token for another service, good for one method there. */
export interface ServiceToken {
  readonly account: Account;
  readonly audience: string;
  readonly method: string | null;
  readonly expiresAt: number;
}

export interface Session {
  readonly account: Account;
  readonly scope: "access" | "refresh";
  expiresAt: number;
  revoked: boolean;
}

export interface Counts {
  replies: number;
  reposts: number;
  likes: number;
  quotes: number;
}

export interface Notification {
  readonly reason: "like" | "repost" | "follow" | "mention" | "reply" | "quote";
  readonly to: Account;
  readonly from: Account;
  readonly row: Row;
  /** What it is about, for reasons that are about a post of ours. */
  readonly subject: string | undefined;
  readonly at: number;
  /** Grows by one with each; the cursor of a page. */
  readonly seq: number;
}

/** One event as Jetstream tells it. `collection` is left out for what is not a commit. */
export interface JetstreamEvent {
  readonly timeUs: number;
  readonly did: string;
  readonly collection?: string;
  readonly json: () => string;
}

/** Everything that one local Bluesky knows: data server, view of the network and Jetstream in one. */
export interface State {
  readonly baseUrl: string;
  readonly host: string;
  readonly now: () => number;
  readonly nextTid: () => string;
  readonly faults: FaultBook;
  readonly hub: StreamHub<JetstreamEvent>;
  /** By DID. */
  readonly accounts: Map<string, Account>;
  readonly handles: Map<string, Account>;
  readonly sessions: Map<string, Session>;
  readonly serviceTokens: Map<string, ServiceToken>;
  readonly blobs: Map<string, Blob>;
  /** Every live post of everybody by URI, oldest first. */
  readonly posts: Map<string, Row>;
  /** By URI of the post that they are about. */
  readonly counts: Map<string, Counts>;
  readonly notifications: Notification[];
  /** What Jetstream replays, oldest first. */
  readonly events: JetstreamEvent[];
}
