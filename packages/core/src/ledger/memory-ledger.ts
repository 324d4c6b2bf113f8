import { ConfigError } from "@carecast/adapter";
import type { AuditStore } from "./audit-store.ts";
import { closedError } from "./check-addition.ts";
import { copyJson } from "./copy-json.ts";
import type { DocumentStore } from "./document-store.ts";
import type { OpenThread } from "./lane-store.ts";
import { readDedupeWindow, refuseUnknownKeys, type LedgerOptions } from "./ledger-options.ts";
import type { Ledger } from "./ledger.ts";
import { createAuditBook } from "./memory/audit-book.ts";
import { createDocumentBook } from "./memory/document-book.ts";
import type { Entry } from "./memory/entry.ts";
import { findDue, findNextThread, listLanes } from "./memory/find-due.ts";
import { createHandledMarks } from "./memory/handled-marks.ts";
import { createHoldBook } from "./memory/hold-book.ts";
import { createLaneBook } from "./memory/lane-book.ts";
import { moveOn, moveToHeld } from "./memory/move-held.ts";
import { createPublicationBook } from "./memory/publication-book.ts";
import { createTokenBook } from "./memory/token-book.ts";
import type { DeliveryRecord } from "./records.ts";
import type { TokenShelf } from "./token-shelf.ts";

export interface MemoryLedgerOptions extends LedgerOptions {
  /**
   * How many finished publications are remembered. Default 1,000. **An older one is forgotten, and publishing again
   * under its id sends it again.** Unfinished ones are never forgotten, nor those with an open quorum.
   */
  readonly keepFinished?: number;
}

/** Runs `step` at once, and turns what it throws into a rejection. */
type Answer = <T>(step: () => T) => Promise<T>;

const done = Promise.resolve();

/**
 * A ledger in the memory of this process: for tests, trials and short programs.
 *
 * **Everything in it is gone when the process ends**, so a crash can lose or double a post. Use `sqliteLedger` for
 * anything that matters. Throws a `ConfigError` for a wrong option.
 */
export function memoryLedger(options: MemoryLedgerOptions = {}): Ledger {
  refuseUnknownKeys("memoryLedger", options, ["dedupeWindow", "keepFinished"]);
  const marks = createHandledMarks(readDedupeWindow("memoryLedger", options));
  const holds = createHoldBook();
  const book = createPublicationBook(readKeepFinished(options), holds);
  const index = book.deliveries;
  const lanes = createLaneBook();
  let closed = false;

  const answer: Answer = (step) => {
    if (closed) return Promise.reject(closedError());
    try {
      return Promise.resolve(step());
    } catch (error) {
      return Promise.reject(error);
    }
  };

  return {
    add: (publication, deliveries, media) => answer(() => book.add(publication, deliveries, media)),
    publication: (id) => answer(() => copyJson(book.find(id))),
    deliveries: (query) => answer(() => index.select(query).map(copyRecord)),
    change: (id, from, change, at, owner) =>
      answer(() => (owner === undefined || lanes.isEnlisted(owner) ? book.change(id, from, change, at) : "lost")),
    media: (id) => answer(() => book.media(id)),
    openQuorums: () => answer(() => book.openQuorums().map(copyJson)),
    closeQuorum: (id) => answer(() => book.closeQuorum(id)),
    purge: (before, at) => answer(() => book.purge(before, at)),

    enlist: (owner, leaseMs, now) => answer(() => lanes.enlist(owner, leaseMs, now)),
    renew: (owner, leaseMs, now) => answer(() => lanes.renew(owner, leaseMs, now)),
    retire: (owner) => answer(() => lanes.retire(owner)),
    claim: (owner, refs, now) => answer(() => lanes.claim(owner, refs, now)),
    free: (owner, refs) => answer(() => lanes.free(owner, refs)),
    dueLanes: (channels, now) =>
      answer(() => listLanes(channels).filter((ref) => findDue(index, ref, now) && !lanes.isTaken(ref, now))),
    nextThread: (ref, now) => answer(() => toThread(findNextThread(index, ref, now))),

    hold: (hold) =>
      answer(() => {
        holds.add(copyJson(hold));
        return moveToHeld(index, hold);
      }),
    holds: () => answer(() => holds.active().map(copyJson)),
    release: (id, release) =>
      answer(() => {
        const hold = holds.end(id);
        return hold && moveOn(index, holds, hold, release).map(copyRecord);
      }),

    cursor: (listener, channel) => answer(() => marks.cursor(listener, channel)),
    wasHandled: (listener, channel, eventId) => answer(() => marks.has(listener, channel, eventId)),
    markHandled: (mark) => answer(() => marks.add(mark)),
    ...createShelves(answer),
    close: () => {
      closed = true;
      return done;
    },
  };
}

/** What has nothing to do with publications. */
function createShelves(answer: Answer): TokenShelf & AuditStore & DocumentStore {
  const tokens = createTokenBook();
  const audit = createAuditBook();
  const documents = createDocumentBook();
  return {
    tokens: (channel) => answer(() => copyJson(tokens.find(channel))),
    setTokens: (channel, expected, sealed) => answer(() => tokens.set(channel, expected, sealed)),
    appendAudit: (row) => answer(() => audit.append(row)),
    auditHead: () => answer(() => copyJson(audit.head())),
    auditRows: (after, limit) => answer(() => audit.rows(after, limit).map(copyJson)),
    document: (kind, id) => answer(() => copyJson(documents.find(kind, id))),
    setDocument: (kind, id, expected, text) => answer(() => documents.set(kind, id, expected, text)),
    documents: (query) => answer(() => documents.select(query).map(copyJson)),
  };
}

function copyRecord({ record }: Entry): DeliveryRecord {
  return copyJson(record);
}

function toThread(entries: readonly Entry[]): OpenThread | undefined {
  return entries[0] && { publication: copyJson(entries[0].publication), deliveries: entries.map(copyRecord) };
}

function readKeepFinished({ keepFinished = 1000 }: MemoryLedgerOptions): number {
  if (Number.isSafeInteger(keepFinished) && keepFinished >= 1) return keepFinished;
  throw new ConfigError("memoryLedger: keepFinished must be a whole number of publications, at least 1.", {
    path: "keepFinished",
  });
}
