import type { DatabaseSync } from "node:sqlite";
import { closedError } from "../check-addition.ts";
import type { Ledger } from "../ledger.ts";
import { createActiveHolds } from "./active-holds.ts";
import { addPublication } from "./add-publication.ts";
import { appendAudit, listAudit, readAuditHead } from "./audit.ts";
import { changeDelivery } from "./change-delivery.ts";
import { selectDeliveries } from "./deliveries.ts";
import { listDocuments, readDocument, replaceDocument } from "./documents.ts";
import { findDueLanes, findNextThread } from "./due-work.ts";
import { createGroupCommit } from "./group-commit.ts";
import { hasMark, insertHandled, readCursor } from "./handled.ts";
import { addHoldFunctions } from "./hold-functions.ts";
import { insertHold, listHolds, releaseHold } from "./holds.ts";
import { selectMedia } from "./media.ts";
import { readVersion, refuseNewer } from "./open-database.ts";
import { claimLanes, deleteOwner, enlistOwner, freeLanes, renewLease } from "./owners.ts";
import { closeQuorum, listOpenQuorums, selectPublication } from "./publications.ts";
import { purgeContents } from "./retention.ts";
import { createStatements } from "./statements.ts";
import { toLedgerError } from "./to-ledger-error.ts";
import { createTransact } from "./transact.ts";
import { readTokens, replaceTokens } from "./tokens.ts";

export interface DatabaseLedgerOptions {
  /** The file of the database, for what errors say. */
  readonly path: string;
  readonly dedupeWindow: number;
}

/** The ledger in a database that `openDatabase` has opened; closes it in the end. */
export function createDatabaseLedger(database: DatabaseSync, { path, dedupeWindow }: DatabaseLedgerOptions): Ledger {
  addHoldFunctions(database);
  const prepare = createStatements(database);
  const holds = createActiveHolds(prepare);
  const begin = (): void => {
    refuseNewer(readVersion(prepare), path);
    holds.forget();
  };
  const commits = createGroupCommit(createTransact(database, prepare, begin));
  const calls = createCalls((error) => toLedgerError(error, path));
  const read = <T>(step: () => T): Promise<T> => calls.run(() => commits.read(step));
  const write = <T>(step: () => T): Promise<T> => calls.run(() => commits.write(step));

  return {
    add: (publication, deliveries, media) =>
      calls.run(() => addPublication(prepare, commits, holds, publication, deliveries, media)),
    publication: (id) => read(() => selectPublication(prepare, id)),
    deliveries: (query) => read(() => selectDeliveries(prepare, query)),
    change: (id, from, change, at, owner) =>
      calls.run(() => commits.write(changeDelivery(prepare, holds, { id, from, change, at, owner }))),
    media: (id) => read(() => selectMedia(prepare, id)),
    openQuorums: () => read(() => listOpenQuorums(prepare)),
    closeQuorum: (id) => write(() => closeQuorum(prepare, id)),
    purge: (before, at) => calls.run(() => purgeContents(prepare, commits, before, at)),

    enlist: (owner, leaseMs, now) => write(() => enlistOwner(prepare, owner, now + leaseMs)),
    renew: (owner, leaseMs, now) => write(() => renewLease(prepare, owner, now + leaseMs)),
    retire: (owner) => write(() => deleteOwner(prepare, owner)),
    claim: (owner, lanes, now) => write(() => claimLanes(prepare, owner, lanes, now)),
    free: (owner, lanes) => write(() => freeLanes(prepare, owner, lanes)),
    dueLanes: (channels, now) => read(() => findDueLanes(prepare, channels, now)),
    nextThread: (lane, now) => read(() => findNextThread(prepare, lane, now)),

    hold: (hold) => calls.run(() => commits.write(insertHold(prepare, holds, hold))),
    holds: () => read(() => listHolds(prepare)),
    release: (id, release) => calls.run(() => commits.write(releaseHold(prepare, holds, id, release))),

    cursor: (listener, channel) => read(() => readCursor(prepare, listener, channel)),
    wasHandled: (listener, channel, eventId) => read(() => hasMark(prepare, listener, channel, eventId)),
    markHandled: (mark) => write(() => insertHandled(prepare, dedupeWindow, mark)),
    tokens: (channel) => read(() => readTokens(prepare, channel)),
    setTokens: (channel, expected, sealed) => write(() => replaceTokens(prepare, channel, expected, sealed)),

    appendAudit: (row) => calls.run(() => commits.write(appendAudit(prepare, row))),
    auditHead: () => read(() => readAuditHead(prepare)),
    auditRows: (after, limit) => read(() => listAudit(prepare, after, limit)),
    document: (kind, id) => read(() => readDocument(prepare, kind, id)),
    setDocument: (kind, id, expected, text) => write(() => replaceDocument(prepare, kind, id, expected, text)),
    documents: (query) => calls.run(() => commits.read(listDocuments(prepare, query))),
    close: () => calls.end(() => database.close()),
  };
}

interface Calls {
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Lets no further call begin, and calls `finish` once after the last one. */
  end(finish: () => void): Promise<void>;
}

/** Counts what is under way, and turns each failure into an error of ours. */
function createCalls(toError: (error: unknown) => Error): Calls {
  let underWay = 0;
  let onIdle: (() => void) | undefined;
  let ending: Promise<void> | undefined;

  async function finishWhenIdle(finish: () => void): Promise<void> {
    if (underWay > 0) await new Promise<void>((resolve) => (onIdle = resolve));
    finish();
  }

  return {
    async run(call) {
      if (ending !== undefined) throw closedError();
      underWay += 1;
      try {
        return await call();
      } catch (error) {
        throw toError(error);
      } finally {
        underWay -= 1;
        if (underWay === 0) onIdle?.();
      }
    },
    end: (finish) => (ending ??= finishWhenIdle(finish)),
  };
}
