import { isFields, type Fields } from "../shared/body.ts";
import type { Exchange, Route } from "../shared/router.ts";
import { json, Refusal, type WireReply } from "../shared/wire.ts";
import { didDocument, findAccount } from "./accounts.ts";
import { checkRecord, type CheckedRecord } from "./check-record.ts";
import { cidOfRecord } from "./content-id.ts";
import type { Limiter } from "./rate-limits.ts";
import * as inputs from "./input-schemas.ts";
import type { ObjectSchema } from "./lexicon.ts";
import { numberOf, readBody, readParams, textOf } from "./read-input.ts";
import { internalError, invalidRequest, refuse } from "./refusals.ts";
import { authorize } from "./sessions.ts";
import { commit, deleteRecord, findRecord, storeRecord } from "./write-record.ts";
import type { Account, Row, State } from "./state.ts";

/** com.atproto.repo.* */
export function repoRoutes(state: State, limiter: Limiter): readonly Route[] {
  const at = "/xrpc/com.atproto.repo.";
  const readWrite = createWriteReader(state, limiter);
  const route = (method: "GET" | "POST", name: string, answer: (exchange: Exchange) => WireReply): Route => ({
    method,
    path: at + name,
    answer,
  });
  return [
    route("POST", "createRecord", (exchange) => createRecord(state, readWrite(exchange, inputs.createRecord, 3))),
    route("POST", "putRecord", (exchange) => putRecord(state, readWrite(exchange, inputs.putRecord, 2))),
    route("POST", "deleteRecord", (exchange) => removeRecord(state, readWrite(exchange, inputs.deleteRecord, 1))),
    route("POST", "applyWrites", (exchange) => applyWrites(state, readWrite(exchange, inputs.applyWrites, pointsOf))),
    route("GET", "getRecord", (exchange) => getRecord(state, exchange)),
    route("GET", "listRecords", (exchange) => listRecords(state, exchange)),
    route("GET", "describeRepo", (exchange) => describeRepo(state, exchange)),
  ];
}

interface Write {
  readonly account: Account;
  readonly body: Fields;
}

type ReadWrite = (exchange: Exchange, schema: ObjectSchema, points: number | ((body: Fields) => number)) => Write;

/** Reads the body of a write, and the account that both token and body name; costs `points` of its budget. */
function createWriteReader(state: State, limiter: Limiter): ReadWrite {
  return (exchange, schema, points) => {
    const { request } = exchange;
    const session = authorize(state, request);
    const body = readBody(request, schema);
    const account = findAccount(state, body["repo"]);
    if (account === undefined) throw refuse(403, "AccountNotFound", "Account not found");
    if (account !== session.account) throw refuse(401, "AuthenticationRequired", "Authentication Required");
    const refusal = limiter.admitWrite(exchange, account.did, typeof points === "number" ? points : points(body));
    if (refusal !== undefined) throw new Refusal(refusal);
    const swap = body["swapCommit"];
    if (typeof swap === "string" && swap !== account.repo.head) {
      throw invalidRequest(`Commit was at ${account.repo.head}`, "InvalidSwap");
    }
    return { account, body };
  };
}

function createRecord(state: State, { account, body }: Write): WireReply {
  const collection = textOf(body, "collection");
  const rkey = textOf(body, "rkey") || state.nextTid();
  const checked = checkRecord(state, account, { collection, rkey, record: body["record"], validate: body["validate"] });
  // The reference server does not foresee a second record under the same key: its tree throws.
  if (findRecord(account, collection, rkey) !== undefined) return internalError;
  return json(write(state, account, collection, rkey, checked));
}

function putRecord(state: State, { account, body }: Write): WireReply {
  const [collection, rkey] = [textOf(body, "collection"), textOf(body, "rkey")];
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

function removeRecord(state: State, { account, body }: Write): WireReply {
  const row = findRecord(account, textOf(body, "collection"), textOf(body, "rkey"));
  if (row === undefined) return json({});
  checkSwap(body["swapRecord"], row);
  const made = commit(state, account);
  deleteRecord(state, account, row);
  return json({ commit: made });
}

const kinds = "com.atproto.repo.applyWrites#";
const prices: Readonly<Record<string, number>> = { create: 3, update: 2, delete: 1 };

function pointsOf(body: Fields): number {
  const writes = Array.isArray(body["writes"]) ? body["writes"].filter(isFields) : [];
  return writes.reduce((sum, one) => sum + (prices[textOf(one, "$type").replace(kinds, "")] ?? 0), 0);
}

/** All or nothing: every write is checked before the first is done. */
function applyWrites(state: State, { account, body }: Write): WireReply {
  const writes = Array.isArray(body["writes"]) ? body["writes"].filter(isFields) : [];
  if (writes.length > 200) throw invalidRequest("Too many writes. Max: 200");
  const planned = writes.map((one, index) =>
    planWrite(state, account, one, { validate: body["validate"], path: `$.writes[${String(index)}].record` }),
  );
  if (planned.includes(undefined)) return internalError;
  const made = commit(state, account);
  return json({ commit: made, results: planned.map((run) => run?.()) });
}

/** What one write would do; undefined where the reference server throws. */
function planWrite(
  state: State,
  account: Account,
  one: Fields,
  check: { readonly validate: unknown; readonly path: string },
): (() => unknown) | undefined {
  const kind = textOf(one, "$type").replace(kinds, "");
  const collection = textOf(one, "collection");
  const rkey = textOf(one, "rkey") || state.nextTid();
  const current = findRecord(account, collection, rkey);
  if (kind === "delete") {
    if (current === undefined) return undefined;
    return () => {
      deleteRecord(state, account, current);
      return { $type: `${kinds}deleteResult` };
    };
  }
  if (kind !== "create" && kind !== "update") throw invalidRequest(`Action not supported: ${kind}`);
  const { record, validationStatus } = checkRecord(state, account, {
    collection,
    rkey,
    record: one["value"],
    ...check,
  });
  if ((kind === "create") === (current !== undefined)) return undefined;
  return () => {
    const { uri, cid } = storeRecord(state, account, { collection, rkey, record, cid: cidOfRecord(record) });
    return { $type: `${kinds}${kind}Result`, uri, cid, validationStatus };
  };
}

function getRecord(state: State, { request }: Exchange): WireReply {
  const params = readParams(request, inputs.getRecord);
  const account = findAccount(state, params["repo"]);
  if (account === undefined) throw invalidRequest("Could not locate record");
  const [collection, rkey] = [textOf(params, "collection"), textOf(params, "rkey")];
  const row = findRecord(account, collection, rkey);
  if (row === undefined || (params["cid"] !== undefined && params["cid"] !== row.cid)) {
    throw invalidRequest(`Could not locate record: at://${account.did}/${collection}/${rkey}`, "RecordNotFound");
  }
  return json(toRecord(row));
}

function listRecords(state: State, { request }: Exchange): WireReply {
  const params = readParams(request, inputs.listRecords);
  const account = findAccount(state, params["repo"]);
  if (account === undefined) throw invalidRequest(`Could not find repo: ${textOf(params, "repo")}`);
  const cursor = textOf(params, "cursor");
  const isReverse = params["reverse"] === true;
  const rows = [...(account.repo.records.get(textOf(params, "collection"))?.values() ?? [])]
    .filter(({ rkey }) => cursor === "" || (isReverse ? rkey > cursor : rkey < cursor))
    .sort((left, right) => (left.rkey < right.rkey ? -1 : 1) * (isReverse ? 1 : -1))
    .slice(0, numberOf(params, "limit", 50));
  const last = rows.at(-1);
  return json({ ...(last === undefined ? {} : { cursor: last.rkey }), records: rows.map(toRecord) });
}

function describeRepo(state: State, { request }: Exchange): WireReply {
  const repo = textOf(readParams(request, inputs.describeRepo), "repo");
  const account = findAccount(state, repo);
  if (account === undefined) throw invalidRequest(`Could not find repo for DID: ${repo}`, "RepoNotFound");
  const { did, handle } = account;
  const didDoc = didDocument(state, account);
  return json({ handle, did, didDoc, collections: [...account.repo.records.keys()], handleIsCorrect: true });
}

function toRecord({ uri, cid, value }: Row): unknown {
  return { uri, cid, value };
}
