import { toIso } from "../shared/to-iso.ts";
import { nextId, type Account, type State, type Token } from "./state.ts";

export const allScopes: readonly string[] = ["read", "write", "follow", "push"];

/** Adds an account: one of the server's own, or one of another host that this server has heard of. */
export function createAccount(state: State, username: string, host?: string): Account {
  const origin = host === undefined ? state.baseUrl : `https://${host}`;
  const account: Account = {
    id: nextId(state),
    username,
    host,
    acct: host === undefined ? username : `${username}@${host}`,
    url: `${origin}/@${username}`,
    uri: `${origin}/users/${username}`,
    displayName: username,
    createdAt: toIso(state.now()),
    followers: 0,
    following: 0,
    statuses: 0,
    lastStatusAt: null,
  };
  state.accounts.set(account.acct.toLowerCase(), account);
  return account;
}

export function issueToken(state: State, account: Account, scopes: readonly string[]): Token {
  const token = { token: `sandbox-token-${account.username}-${String(state.tokens.size + 1)}`, account, scopes };
  state.tokens.set(token.token, token);
  return token;
}
