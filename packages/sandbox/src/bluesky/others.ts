import type { ByOptions, Made, Others } from "../shared/others.ts";
import type { Fields } from "../shared/body.ts";
import { toIso } from "../shared/to-iso.ts";
import { createAccount, findAccount } from "./accounts.ts";
import { cidOfRecord } from "./content-id.ts";
import type { Account, Row, State } from "./state.ts";
import { commit, deleteRecord, postCollection, storeRecord } from "./write-record.ts";

/** What other people of the network do. */
export function createOthers(state: State, first: () => Account): Others {
  const person = (options: ByOptions = {}): Account => {
    const handle = `${options.from ?? "visitor"}.elsewhere.example.org`;
    return findAccount(state, handle) ?? createAccount(state, handle, undefined);
  };
  const own = (handle: string | undefined): Account => {
    const account = handle === undefined ? first() : findAccount(state, handle);
    if (account === undefined) throw new RangeError(`no account ${String(handle)} on this server`);
    return account;
  };
  const find = (uri: string): Row => {
    const row = state.posts.get(uri);
    if (row === undefined) throw new RangeError(`no post ${uri} on this server`);
    return row;
  };
  const write = (author: Account, collection: string, fields: Fields): Made => {
    const record = { $type: collection, ...fields, createdAt: toIso(state.now()) };
    commit(state, author);
    const cid = cidOfRecord(record);
    return { id: storeRecord(state, author, { collection, rkey: state.nextTid(), record, cid }).uri };
  };
  const toText = (text: string): Fields => ({ text, facets: findFacets(state, text), langs: ["en"] });

  return {
    reply(uri, text, options) {
      const parent = find(uri);
      const reply = parent.value["reply"] as { readonly root: unknown } | undefined;
      const root = reply?.root ?? { uri: parent.uri, cid: parent.cid };
      const fields = { ...toText(text), reply: { root, parent: { uri: parent.uri, cid: parent.cid } } };
      return write(person(options), postCollection, fields);
    },
    mention: (text, options) => write(person(options), postCollection, toText(`@${own(options?.to).handle} ${text}`)),
    post: (text, options) => write(person(options), postCollection, toText(text)),
    edit(uri, text) {
      const row = find(uri);
      const record = { ...row.value, ...toText(text) };
      const author = own(row.did);
      commit(state, author);
      storeRecord(state, author, { collection: row.collection, rkey: row.rkey, record, cid: cidOfRecord(record) });
    },
    remove(uri) {
      const row = find(uri);
      const author = own(row.did);
      commit(state, author);
      deleteRecord(state, author, row);
    },
    like(uri, options) {
      write(person(options), "app.bsky.feed.like", { subject: { uri, cid: find(uri).cid } });
    },
    repost: (uri, options) => write(person(options), "app.bsky.feed.repost", { subject: { uri, cid: find(uri).cid } }),
    follow(options) {
      const to = own(options?.to);
      to.followers += 1;
      write(person(options), "app.bsky.graph.follow", { subject: to.did });
    },
  };
}

/** Facets for the mentions of known people, the hashtags and the links of a text. */
function findFacets(state: State, text: string): readonly unknown[] {
  const encoder = new TextEncoder();
  const offset = (index: number): number => encoder.encode(text.slice(0, index)).byteLength;
  const facets: unknown[] = [];
  for (const match of text.matchAll(
    /(?<=^|\s)(?:@([a-z0-9.-]+[a-z0-9])|#([\p{L}\p{N}_]+)|(https?:\/\/[^\s]+[^\s.,;:!?)]))/giu,
  )) {
    const [whole, handle, tag, uri] = match;
    const did = handle === undefined ? undefined : findAccount(state, handle)?.did;
    const feature =
      did !== undefined
        ? { $type: "app.bsky.richtext.facet#mention", did }
        : tag !== undefined
          ? { $type: "app.bsky.richtext.facet#tag", tag }
          : uri !== undefined
            ? { $type: "app.bsky.richtext.facet#link", uri }
            : undefined;
    if (feature === undefined) continue;
    const index = { byteStart: offset(match.index), byteEnd: offset(match.index + whole.length) };
    facets.push({ index, features: [feature] });
  }
  return facets;
}
