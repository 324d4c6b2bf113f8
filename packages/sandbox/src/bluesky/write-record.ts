import type { Fields } from "../shared/body.ts";
import { cidOfRecord } from "./content-id.ts";
import { announce } from "./announce.ts";
import type { Account, Row, State } from "./state.ts";

export interface Commit {
  readonly cid: string;
  readonly rev: string;
}

export const postCollection = "app.bsky.feed.post";

export function findRecord(account: Account, collection: string, rkey: string): Row | undefined {
  return account.repo.records.get(collection)?.get(rkey);
}

/** Keeps a record, new or changed, and tells the rest of the network. */
export function storeRecord(
  state: State,
  account: Account,
  write: { readonly collection: string; readonly rkey: string; readonly record: Fields; readonly cid: string },
): Row {
  const { collection, rkey, record, cid } = write;
  const existing = findRecord(account, collection, rkey);
  if (existing !== undefined) {
    Object.assign(existing, { value: record, cid });
    announce(state, account, existing, "update");
    return existing;
  }
  const uri = `at://${account.did}/${collection}/${rkey}`;
  const row: Row = { uri, did: account.did, collection, rkey, cid, value: record, indexedAt: state.now() };
  const rows = account.repo.records.get(collection);
  if (rows === undefined) account.repo.records.set(collection, new Map([[rkey, row]]));
  else rows.set(rkey, row);
  if (collection === postCollection) state.posts.set(uri, row);
  announce(state, account, row, "create");
  return row;
}

export function deleteRecord(state: State, account: Account, row: Row): void {
  account.repo.records.get(row.collection)?.delete(row.rkey);
  state.posts.delete(row.uri);
  announce(state, account, row, "delete");
}

/** Moves the head of a repository. */
export function commit(state: State, account: Account): Commit {
  const { repo } = account;
  repo.rev = state.nextTid();
  repo.head = cidOfRecord({ did: account.did, rev: repo.rev, prev: repo.head });
  return { cid: repo.head, rev: repo.rev };
}
