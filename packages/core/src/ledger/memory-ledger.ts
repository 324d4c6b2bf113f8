import { checkAddition, closedError, knownIdError } from "./check-addition.ts";
import { copyJson } from "./copy-json.ts";
import { createDeliveryIndex } from "./delivery-index.ts";
import { createHandledMarks } from "./handled-marks.ts";
import { readDedupeWindow, refuseUnknownKeys, type LedgerOptions } from "./ledger-options.ts";
import type { Ledger, PublicationRecord } from "./ledger.ts";

const done = Promise.resolve();

/**
 * A ledger in the memory of this process: for tests, trials and short programs.
 *
 * **Everything in it is gone when the process ends**, so a crash can lose or double a post, and it forgets nothing
 * before that. Use `sqliteLedger` for anything that matters. Throws a `ConfigError` for a wrong option.
 */
export function memoryLedger(options: LedgerOptions = {}): Ledger {
  refuseUnknownKeys("memoryLedger", options, ["dedupeWindow"]);
  const publications = new Map<string, PublicationRecord>();
  const deliveries = createDeliveryIndex();
  const blobs = new Map<string, Blob>();
  const marks = createHandledMarks(readDedupeWindow("memoryLedger", options));
  let closed = false;

  /** Runs `step` at once, and turns what it throws into a rejection. */
  const answer = <T>(step: () => T): Promise<T> => {
    if (closed) return Promise.reject(closedError());
    try {
      return Promise.resolve(step());
    } catch (error) {
      return Promise.reject(error);
    }
  };

  return {
    add: (publication, records, media) =>
      answer(() => {
        checkAddition(publication, records);
        if (publications.has(publication.id)) throw knownIdError("publication.id");
        if (records.some((record) => deliveries.has(record.id))) throw knownIdError("deliveries");
        publications.set(publication.id, copyJson(publication));
        for (const record of records) deliveries.add(copyJson(record));
        for (const { id, blob } of media) if (!blobs.has(id)) blobs.set(id, blob);
      }),
    publication: (id) => answer(() => copyJson(publications.get(id))),
    deliveries: (query) => answer(() => deliveries.select(query).map(copyJson)),
    change: (id, from, change, at) => answer(() => deliveries.change(id, from, copyJson(change), at)),
    media: (id) => answer(() => blobs.get(id)),
    cursor: (listener, channel) => answer(() => marks.cursor(listener, channel)),
    wasHandled: (listener, channel, eventId) => answer(() => marks.has(listener, channel, eventId)),
    markHandled: (mark) => answer(() => marks.add(mark)),
    close: () => {
      closed = true;
      return done;
    },
  };
}
