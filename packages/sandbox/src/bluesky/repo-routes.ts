import { isFields, readJson, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { didDocument, findAccount } from "./accounts.ts";
import { checkRecord, type CheckedRecord } from "./check-record.ts";
import { cidOfRecord } from "./content-id.ts";
import { failure, internalError, invalidRequest, refuse } from "./refusals.ts";
import { authorize } from "./sessions.ts";
import { commit, deleteRecord, findRecord, storeRecord } from "./write-record.ts";
import type { Account, Row, State } from "./state.ts";

const badBody = failure(400, "InvalidRequest", "Input must be an object");

/** com.atproto.repo.* */
export function repoRoutes(state: State): readonly Route[] {
  const at = "/xrpc/com.atproto.repo.";
  return [
    { method: "POST", path: `${at}createRecord`, answer: (exchange) => createRecord(state, exchange) },
    { method: "POST", path: `${at}putRecord`, answer: (exchange) => putRecord(state, exchange) },
    { method: "POST", path: `${at}deleteRecord`, answer: (exchange) => removeRecord(state, exchange) },
    { method: "POST", path: `${at}applyWrites`, answer: (exchange) => applyWrites(state, exchange) },
    { method: "GET", path: `${at}getRecord`, answer: (exchange) => getRecord(state, exchange) },
    { method: "GET", path: `${at}listRecords`, answer: (exchange) => listRecords(state, exchange) },
    { method: "GET", path: `${at}describeRepo`, answer: (exchange) => describeRepo(state, exchange) },
  ];
}

/** The body of a write, and the account that both the token and the body name. */
function readWrite(state: State, { request }: Exchange): { readonly account: Account; readonly body: Fields } {
  const session = authorize(state, request);
  const body = readJson(request, badBody);
  const account = findAccount(state, requireString(body, "repo"));
  if (account === undefined) throw refuse(403, "AccountNotFound", "Account not found");
  if (account !== session.account) throw refuse(401, "AuthenticationRequired", "Authentication Required");
  const swap = body["swapCommit"];
  if (typeof swap === "string" && swap !== account.repo.head) {
    throw invalidRequest(`Commit was at ${account.repo.head}`, "InvalidSwap");
  }
  return { account, body };
}

export function requireString(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string" || value === "") throw invalidRequest(`Input must have the property "${name}"`);
  return value;
}

function createRecord(state: State, exchange: Exchange): WireReply {
  const { account, body } = readWrite(state, exchange);
  const collection = requireString(body, "collection");
  const rkey = typeof body["rkey"] === "string" && body["rkey"] !== "" ? body["rkey"] : state.nextTid();
  const checked = checkRecord(state, account, { collection, rkey, record: body["record"], validate: body["validate"] });
  // The reference server does not foresee a second record under the same key: its tree throws.
  if (findRecord(account, collection, rkey) !== undefined) return internalError;
  return json(write(state, account, collection, rkey, checked));
}

function putRecord(state: State, exchange: Exchange): WireReply {
  const { account, body } = readWrite(state, exchange);
  const collection = requireString(body, "collection");
  const rkey = requireString(body, "rkey");
  const checked = checkRecord(state, account, { collection, rkey, record: body["record"], validate: body["validate"] });
  const current = findRecord(account, collection, rkey);
  // Equal content changes nothing, and is looked at before any swap condition.
  if (current !== undefined && current.cid === cidOfRecord(checked.record)) {
    return json({ uri: current.uri, cid: current.cid, validationStatus: checked.validationStatus });
  }
  checkSwap(body["swapRecord"], current);
  return json(write(state, account, collection, rkey, checked));
}

function write(state: State, account: Account, collection: string, rkey: string, checked: CheckedRecord): unknown {
  const { record, validationStatus } = checked;
  const made = commit(state, account);
  const { uri, cid } = storeRecord(state, account, { collection, rkey, record, cid: cidOfRecord(record) });
  return { uri, cid, commit: made, validationStatus };
}

/** `null` asks that there be no record yet, a cid that the record be unchanged since. */
function checkSwap(swap: unknown, current: Row | undefined): void {
  if (swap === undefined) return;
  if (swap === (current?.cid ?? null)) return;
  throw invalidRequest(`Record was at ${current?.cid ?? "null"}`, "InvalidSwap");
}

function removeRecord(state: State, exchange: Exchange): WireReply {
  const { account, body } = readWrite(state, exchange);
  const row = findRecord(account, requireString(body, "collection"), requireString(body, "rkey"));
  if (row === undefined) return json({});
  checkSwap(body["swapRecord"], row);
  const made = commit(state, account);
  deleteRecord(state, account, row);
  return json({ commit: made });
}

const kinds = "com.atproto.repo.applyWrites#";

/** All or nothing: every write is checked before the first is done. */
function applyWrites(state: State, exchange: Exchange): WireReply {
  const { account, body } = readWrite(state, exchange);
  const writes = Array.isArray(body["writes"]) ? body["writes"].filter(isFields) : [];
  if (writes.length > 200) throw invalidRequest("Too many writes. Max: 200");
  const planned = writes.map((one) => planWrite(state, account, one, body["validate"]));
  if (planned.includes(undefined)) return internalError;
  const made = commit(state, account);
  return json({ commit: made, results: planned.map((run) => run?.()) });
}

/** What one write would do; undefined where the reference server throws. */
function planWrite(state: State, account: Account, one: Fields, validate: unknown): (() => unknown) | undefined {
  const kind = String(one["$type"]).replace(kinds, "");
  const collection = requireString(one, "collection");
  const rkey = kind === "create" && one["rkey"] === undefined ? state.nextTid() : requireString(one, "rkey");
  const current = findRecord(account, collection, rkey);
  if (kind === "delete") {
    if (current === undefined) return undefined;
    return () => {
      deleteRecord(state, account, current);
      return { $type: `${kinds}deleteResult` };
    };
  }
  if (kind !== "create" && kind !== "update") throw invalidRequest(`Action not supported: ${kind}`);
  const { record, validationStatus } = checkRecord(state, account, { collection, rkey, record: one["value"], validate });
  if ((kind === "create") === (current !== undefined)) return undefined;
  return () => {
    const { uri, cid } = storeRecord(state, account, { collection, rkey, record, cid: cidOfRecord(record) });
    return { $type: `${kinds}${kind}Result`, uri, cid, validationStatus };
  };
}

function getRecord(state: State, { request: { query } }: Exchange): WireReply {
  const [repo, collection, rkey] = ["repo", "collection", "rkey"].map((name) => requireParam(query, name));
  const account = findAccount(state, repo);
  const row = account === undefined ? undefined : findRecord(account, collection ?? "", rkey ?? "");
  const wanted = query.get("cid");
  if (row === undefined || (wanted !== null && wanted !== row.cid)) {
    const uri = `at://${account?.did ?? repo ?? ""}/${collection ?? ""}/${rkey ?? ""}`;
    throw invalidRequest(`Could not locate record: ${uri}`, "RecordNotFound");
  }
  return json(toRecord(row));
}

function listRecords(state: State, { request: { query } }: Exchange): WireReply {
  const repo = requireParam(query, "repo");
  const account = findAccount(state, repo);
  if (account === undefined) throw invalidRequest(`Could not find repo: ${repo}`);
  const limit = readLimit(query, 50);
  const reverse = query.get("reverse") === "true";
  const cursor = query.get("cursor");
  const rows = [...(account.repo.records.get(requireParam(query, "collection"))?.values() ?? [])]
    .filter(({ rkey }) => cursor === null || (reverse ? rkey > cursor : rkey < cursor))
    .sort((left, right) => (left.rkey < right.rkey ? -1 : 1) * (reverse ? 1 : -1))
    .slice(0, limit);
  const last = rows.at(-1);
  return json({ ...(last === undefined ? {} : { cursor: last.rkey }), records: rows.map(toRecord) });
}

function describeRepo(state: State, { request: { query } }: Exchange): WireReply {
  const repo = requireParam(query, "repo");
  const account = findAccount(state, repo);
  if (account === undefined) throw invalidRequest(`Could not find user: ${repo}`);
  const { did, handle } = account;
  const didDoc = didDocument(state, account);
  return json({ handle, did, didDoc, collections: [...account.repo.records.keys()], handleIsCorrect: true });
}

export function requireParam(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === "") throw invalidRequest(`Error: Params must have the property "${name}"`);
  return value;
}

export function readLimit(query: URLSearchParams, fallback: number): number {
  const given = query.get("limit");
  if (given === null) return fallback;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1) throw invalidRequest("Error: limit can not be less than 1");
  if (limit > 100) throw invalidRequest("Error: limit can not be greater than 100");
  return limit;
}

function toRecord({ uri, cid, value }: Row): unknown {
  return { uri, cid, value };
}
