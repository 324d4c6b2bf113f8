import type { FaultBook } from "../faults/faults.ts";

/**
 * What this network does with a repeated post. `find` keeps nothing apart, but lists one's own posts completely; `none`
 * does not even do that.
 */
export type PlainLever =
  "idempotency-key" | "record-key" | "container" | "nonce" | "duplicate-refusal" | "find" | "none";

export interface Account {
  readonly name: string;
  readonly token: string;
  readonly posts: Map<string, Post>;
  readonly media: Map<string, Media>;
  readonly containers: Map<string, Container>;
  /** What the lever remembers: a key, a nonce or a text, and the post that it stands for. */
  readonly known: Map<string, { readonly post: Post; readonly until: number }>;
}

export interface Content {
  readonly text: string;
  readonly media: readonly Media[];
  /** The client's own word for the request: kept, and never looked at. */
  readonly reference: string | null;
}

export interface Post extends Content {
  readonly id: string;
  readonly account: Account;
  readonly parent: Post | null;
  readonly at: number;
}

export interface Media {
  readonly id: string;
  readonly alt: string;
  /** When it is gone unless a post shows it. */
  readonly until: number;
  /** How often it must be looked at until it is ready or has failed. */
  looksLeft: number;
  readonly failed: boolean;
  attached: boolean;
}

export interface Container {
  readonly id: string;
  readonly content: Content;
  readonly until: number;
  post: Post | null;
}

/** Everything that one plain network knows. */
export interface State {
  readonly baseUrl: string;
  readonly lever: PlainLever;
  /** How long the lever remembers, in milliseconds. */
  readonly windowMs: number;
  readonly mediaLifeMs: number;
  readonly containerLifeMs: number;
  readonly mediaPolls: number;
  readonly maxCharacters: number;
  readonly now: () => number;
  readonly faults: FaultBook;
  /** By token. */
  readonly accounts: Map<string, Account>;
  /** Every post of every account, oldest first. */
  readonly posts: Post[];
  lastId: number;
}

export function nextId(state: State): string {
  state.lastId += 1;
  return String(state.lastId);
}
