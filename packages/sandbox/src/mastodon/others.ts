import type { ByOptions, Made, Others } from "../shared/others.ts";
import { createAccount } from "./accounts.ts";
import { notify, addStatus, editStatus, pickText, removeStatus } from "./write-status.ts";
import { nextId, type Account, type State, type Status, type Visibility } from "./state.ts";

export interface MastodonByOptions extends ByOptions {
  /** Default `public`. */
  readonly visibility?: Visibility;
}

/** What people of another server do. */
export interface MastodonOthers extends Others {
  reply(id: string, text: string, options?: MastodonByOptions): Made;
  post(text: string, options?: MastodonByOptions): Made;
  mention(text: string, options?: MastodonByOptions & { readonly to?: string }): Made;
}

const elsewhere = "elsewhere.example.org";

export function createOthers(state: State, first: () => Account): MastodonOthers {
  const person = (options: ByOptions = {}): Account => {
    const username = options.from ?? "visitor";
    return state.accounts.get(`${username}@${elsewhere}`.toLowerCase()) ?? createAccount(state, username, elsewhere);
  };
  const own = (username: string | undefined): Account => {
    const account = username === undefined ? first() : state.accounts.get(username.toLowerCase());
    if (account === undefined) throw new RangeError(`no account ${String(username)} on this server`);
    return account;
  };
  const find = (id: string): Status => {
    const status = state.statuses.get(id);
    if (status === undefined) throw new RangeError(`no status ${id} on this server`);
    return status;
  };
  const write = (text: string, options: MastodonByOptions | undefined, inReplyTo: Status | null): Made => {
    const visibility = options?.visibility ?? "public";
    const fields = { text, spoilerText: "", sensitive: false, language: "en", media: [], poll: null };
    return { id: addStatus(state, person(options), { ...fields, visibility, inReplyTo }).id };
  };

  return {
    reply: (id, text, options) => write(`@${find(id).account.acct} ${text}`, options, find(id)),
    mention: (text, options) => write(`@${own(options?.to).username}@${state.host} ${text}`, options, null),
    post: (text, options) => write(text, options, null),
    edit(id, text) {
      const status = find(id);
      editStatus(state, status, { ...pickText(status), text });
    },
    remove(id) {
      removeStatus(state, find(id));
    },
    like(id, options) {
      const status = find(id);
      status.favourites += 1;
      tell(state, "favourite", person(options), status);
    },
    repost(id, options) {
      const status = find(id);
      status.reblogs += 1;
      tell(state, "reblog", person(options), status);
      return { id: nextId(state) };
    },
    follow(options) {
      const to = own(options?.to);
      to.followers += 1;
      state.hub.publish([notify(state, { type: "follow", to, from: person(options), status: null })]);
    },
  };
}

function tell(state: State, type: "favourite" | "reblog", from: Account, status: Status): void {
  if (status.account.host !== undefined) return;
  state.hub.publish([notify(state, { type, to: status.account, from, status })]);
}
