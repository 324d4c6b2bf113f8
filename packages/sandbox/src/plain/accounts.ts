import type { Exchange } from "../shared/router.ts";
import { refuse } from "./refusals.ts";
import type { Account, State } from "./state.ts";

export function createAccount(state: State, name: string): Account {
  for (const account of state.accounts.values())
    if (account.name === name) throw new RangeError(`there is an account ${name} already`);
  const token = `plain-token-${String(state.accounts.size + 1)}`;
  const account: Account = {
    name,
    token,
    posts: new Map(),
    media: new Map(),
    containers: new Map(),
    known: new Map(),
  };
  state.accounts.set(token, account);
  return account;
}

export function tokenOf({ request }: Exchange): string | undefined {
  const header = request.header("authorization");
  return header?.startsWith("Bearer ") === true ? header.slice(7) : undefined;
}

/** The account whose token a request carries. */
export function authorize(state: State, exchange: Exchange): Account {
  const account = state.accounts.get(tokenOf(exchange) ?? "");
  if (account === undefined) throw refuse(401, "bad-token");
  return account;
}
