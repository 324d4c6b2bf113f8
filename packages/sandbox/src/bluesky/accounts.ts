import { announceAccount } from "./announce.ts";
import { sha256 } from "./sha-256.ts";
import type { Account, State } from "./state.ts";

const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Adds an account. Its DID follows from its handle and server, so that a run can be repeated. */
export function createAccount(state: State, handle: string, password: string | undefined): Account {
  const account: Account = {
    did: didOf(state, handle),
    handle,
    password,
    createdAt: state.now(),
    repo: { records: new Map(), head: "", rev: "" },
    followers: 0,
    following: 0,
    seenAt: 0,
  };
  state.accounts.set(account.did, account);
  state.handles.set(handle.toLowerCase(), account);
  announceAccount(state, account);
  return account;
}

/** An account by handle or DID. */
export function findAccount(state: State, identifier: unknown): Account | undefined {
  if (typeof identifier !== "string") return undefined;
  return state.accounts.get(identifier) ?? state.handles.get(identifier.toLowerCase());
}

export function didDocument(state: State, account: Account): unknown {
  return {
    "@context": ["https://www.w3.org/ns/did/v1"],
    id: account.did,
    alsoKnownAs: [`at://${account.handle}`],
    verificationMethod: [
      { id: `${account.did}#atproto`, type: "Multikey", controller: account.did, publicKeyMultibase: "zQ3sandbox" },
    ],
    service: [{ id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: state.baseUrl }],
  };
}

function didOf(state: State, handle: string): string {
  const digest = sha256(new TextEncoder().encode(`${state.host} ${handle}`));
  return `did:plc:${Array.from(digest.subarray(0, 24), (byte) => base32.charAt(byte & 31)).join("")}`;
}
