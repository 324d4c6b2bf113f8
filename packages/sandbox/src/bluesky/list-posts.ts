import { findPinned } from "./find-pinned.ts";
import type { State } from "./state.ts";

/** A live post of one of the server's own accounts. */
export interface BlueskyPost {
  readonly uri: string;
  readonly cid: string;
  readonly rkey: string;
  /** The handle of the account. */
  readonly author: string;
  readonly text: string;
  /** Whether the profile of its author puts it on top. */
  readonly pinned: boolean;
  /** The whole record, as it was sent. */
  readonly record: Readonly<Record<string, unknown>>;
}

export function listPosts(state: State): readonly BlueskyPost[] {
  const posts: BlueskyPost[] = [];
  for (const { uri, cid, rkey, did, value } of state.posts.values()) {
    const account = state.accounts.get(did);
    if (account?.password === undefined) continue;
    const pinned = findPinned(account)?.uri === uri;
    posts.push({ uri, cid, rkey, pinned, author: account.handle, text: String(value["text"]), record: value });
  }
  return posts;
}
