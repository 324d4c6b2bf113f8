import type { Ledger } from "@carecast/core";
import { addPublications, toAddition } from "./add-publications.ts";
import { appendAudit, readAuditHead, readAuditRows } from "./audit.ts";
import { changeDeliveries, toChangeRow } from "./change-deliveries.ts";
import { createDatabase } from "./database.ts";
import { readDeliveries } from "./deliveries.ts";
import { readDocument, readDocuments, writeDocument } from "./documents.ts";
import { findDueLanes } from "./due-lanes.ts";
import { createGate } from "./gate.ts";
import { createGroupCommit } from "./group-commit.ts";
import { markHandled, readCursors, readWasHandled } from "./handled.ts";
import { beginHold, endHold, readHolds, toHoldRow } from "./holds.ts";
import { claimLanes, copyLanes, freeLanes } from "./lanes.ts";
import { loadMedia, readMedia } from "./media.ts";
import { findNextThreads } from "./next-threads.ts";
import type { Operation } from "./operation.ts";
import { enlistOwner, renewLease, retireOwner } from "./owners.ts";
import { closeQuorum, readOpenQuorums, readPublications } from "./publications.ts";
import { purgeContent } from "./purge.ts";
import { readOptions, type PostgresLedgerOptions } from "./read-options.ts";
import { toLedgerError } from "./to-ledger-error.ts";
import { readTokens, writeTokens } from "./tokens.ts";

/** Everything that a ledger can be asked, with its SQL. */
function createOperations(schema: string, dedupeWindow: number) {
  return {
    add: addPublications(schema),
    publication: readPublications(schema),
    deliveries: readDeliveries(schema),
    change: changeDeliveries(schema),
    media: readMedia(schema),
    openQuorums: readOpenQuorums(schema),
    closeQuorum: closeQuorum(schema),
    purge: purgeContent(schema),
    enlist: enlistOwner(schema),
    renew: renewLease(schema),
    retire: retireOwner(schema),
    claim: claimLanes(schema),
    free: freeLanes(schema),
    dueLanes: findDueLanes(schema),
    nextThread: findNextThreads(schema),
    hold: beginHold(schema),
    holds: readHolds(schema),
    release: endHold(schema),
    cursor: readCursors(schema),
    wasHandled: readWasHandled(schema),
    markHandled: markHandled(schema, dedupeWindow),
    tokens: readTokens(schema),
    setTokens: writeTokens(schema),
    appendAudit: appendAudit(schema),
    auditHead: readAuditHead(schema),
    auditRows: readAuditRows(schema),
    document: readDocument(schema),
    setDocument: writeDocument(schema),
    documents: readDocuments(schema),
  };
}

/**
 * A ledger in a Postgres database, which the programs of many machines may share.
 *
 * Connects at the first call, and makes its tables and those of its queue (pg-boss) or brings them forward. While the
 * database cannot be reached each call rejects with a `LedgerError` that is `retryable`; the same ledger works again when it is
 * back. Every change is durable when its promise resolves; changes that come at the same time share one transaction. Leases
 * go by the clock of the database, so that machines with wrong clocks do not take each other's work; everything else goes by the
 * times that the caller gives.
 *
 * **It holds texts, media and the ids of people's posts**: give the schema to one user only, and treat backups like the original.
 * Two connections at most are open at a time. Call `close()`, which waits for what is on its way.
 *
 * Throws a `ConfigError` for a wrong option. A schema of that name that is not a ledger, or one that a newer program made,
 * stays as it is, and each call rejects with a `LedgerError`.
 */
export function postgresLedger(options: PostgresLedgerOptions): Ledger {
  const settings = readOptions(options);
  const { schema } = settings;
  const database = createDatabase(settings);
  const commits = createGroupCommit(database, schema);
  const operations = createOperations(schema, settings.dedupeWindow);
  const gate = createGate(() => database.close());
  const answer = <T>(call: () => Promise<T>): Promise<T> =>
    gate.pass(call).catch((error: unknown) => {
      throw toLedgerError(error, schema);
    });
  const submit = <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> =>
    answer(() => commits.submit(operation, input));

  return {
    add: (publication, deliveries, media) =>
      answer(async () => {
        const addition = toAddition(publication, deliveries);
        const loaded = media.length === 0 ? [] : await loadMedia(media);
        return commits.submit(operations.add, { ...addition, media: loaded });
      }),
    publication: (id) => submit(operations.publication, id),
    deliveries: (query) => submit(operations.deliveries, { ...query }),
    change: (id, from, change, at, owner) =>
      answer(async () => commits.submit(operations.change, toChangeRow(id, from, change, at, owner))),
    media: (id) => submit(operations.media, id),
    openQuorums: () => submit(operations.openQuorums, undefined),
    closeQuorum: (id) => submit(operations.closeQuorum, id),
    purge: (before, at) => submit(operations.purge, { before, at }),

    enlist: (owner, leaseMs) => submit(operations.enlist, { owner, leaseMs }),
    renew: (owner, leaseMs) => submit(operations.renew, { owner, leaseMs }),
    retire: (owner) => submit(operations.retire, owner),
    claim: (owner, lanes) => submit(operations.claim, { owner, lanes: copyLanes(lanes) }),
    free: (owner, lanes) => submit(operations.free, { owner, lanes: copyLanes(lanes) }),
    dueLanes: (channels, now) => submit(operations.dueLanes, { channels: [...channels], now }),
    nextThread: ({ channel, lane }, now) => submit(operations.nextThread, { channel, lane, now }),

    hold: (hold) => answer(async () => commits.submit(operations.hold, toHoldRow(hold))),
    holds: () => submit(operations.holds, undefined),
    release: (holdId, { by, reason, at, cancel }) =>
      submit(operations.release, { holdId, release: { by, reason, at, cancel: [...cancel] } }),

    cursor: (listener, channel) => submit(operations.cursor, { listener, channel }),
    wasHandled: (listener, channel, eventId) => submit(operations.wasHandled, { listener, channel, eventId }),
    markHandled: (mark) => submit(operations.markHandled, { ...mark }),
    tokens: (channel) => submit(operations.tokens, channel),
    setTokens: (channel, expected, sealed) => submit(operations.setTokens, { channel, expected, sealed }),

    appendAudit: (row) => submit(operations.appendAudit, { ...row }),
    auditHead: () => submit(operations.auditHead, undefined),
    auditRows: (after, limit) => submit(operations.auditRows, { after, limit }),
    document: (kind, id) => submit(operations.document, { kind, id }),
    setDocument: (kind, id, expected, text) => submit(operations.setDocument, { kind, id, expected, text }),
    documents: (query) => submit(operations.documents, { ...query }),
    close: () => gate.close(),
  };
}
