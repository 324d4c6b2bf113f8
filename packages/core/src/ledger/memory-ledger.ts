import { ConfigError } from "@carecast/adapter";
import { checkAddition, closedError, knownIdError } from "./check-addition.ts";
import { copyJson } from "./copy-json.ts";
import { createDeliveryIndex } from "./delivery-index.ts";
import { createHandledMarks } from "./handled-marks.ts";
import { readDedupeWindow, refuseUnknownKeys, type LedgerOptions } from "./ledger-options.ts";
import type { Ledger } from "./ledger.ts";
import type { MediaRecord, PublicationRecord } from "./records.ts";

export interface MemoryLedgerOptions extends LedgerOptions {
  /**
   * How many finished publications are remembered. Default 1,000. **An older one is forgotten, and publishing again
   * under its id sends it again.** Unfinished ones are never forgotten.
   */
  readonly keepFinished?: number;
}

const done = Promise.resolve();

/**
 * A ledger in the memory of this process: for tests, trials and short programs.
 *
 * **Everything in it is gone when the process ends**, so a crash can lose or double a post. Use `sqliteLedger` for
 * anything that matters. Throws a `ConfigError` for a wrong option.
 */
export function memoryLedger(options: MemoryLedgerOptions = {}): Ledger {
  refuseUnknownKeys("memoryLedger", options, ["dedupeWindow", "keepFinished"]);
  const publications = new Map<string, PublicationRecord>();
  const deliveries = createDeliveryIndex(keepNewest(readKeepFinished(options), forget));
  const media = createMediaShelf();
  const marks = createHandledMarks(readDedupeWindow("memoryLedger", options));
  let closed = false;

  function forget(publicationId: string): void {
    // It may have been opened again since.
    if (!deliveries.isFinished(publicationId)) return;
    deliveries.remove(publicationId);
    publications.delete(publicationId);
    media.release(publicationId);
  }

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
    add: (publication, records, files) =>
      answer(() => {
        checkAddition(publication, records);
        if (publications.has(publication.id)) throw knownIdError("publication.id");
        if (records.some((record) => deliveries.has(record.id))) throw knownIdError("deliveries");
        publications.set(publication.id, copyJson(publication));
        for (const record of records) deliveries.add(copyJson(record));
        media.keep(publication.id, files);
      }),
    publication: (id) => answer(() => copyJson(publications.get(id))),
    deliveries: (query) => answer(() => deliveries.select(query).map(copyJson)),
    change: (id, from, change, at) => answer(() => deliveries.change(id, from, copyJson(change), at)),
    media: (id) => answer(() => media.find(id)),
    cursor: (listener, channel) => answer(() => marks.cursor(listener, channel)),
    wasHandled: (listener, channel, eventId) => answer(() => marks.has(listener, channel, eventId)),
    markHandled: (mark) => answer(() => marks.add(mark)),
    close: () => {
      closed = true;
      return done;
    },
  };
}

function readKeepFinished({ keepFinished = 1000 }: MemoryLedgerOptions): number {
  if (Number.isSafeInteger(keepFinished) && keepFinished >= 1) return keepFinished;
  throw new ConfigError("memoryLedger: keepFinished must be a whole number of publications, at least 1.", {
    path: "keepFinished",
  });
}

/** Takes ids one by one and hands back the oldest once there are more than `count`. */
function keepNewest(count: number, letGo: (id: string) => void): (id: string) => void {
  const ring: string[] = [];
  let oldest = 0;
  return (id) => {
    if (ring.length < count) {
      ring.push(id);
      return;
    }
    letGo(ring[oldest] ?? "");
    ring[oldest] = id;
    oldest = (oldest + 1) % count;
  };
}

interface MediaShelf {
  keep(publicationId: string, media: readonly MediaRecord[]): void;
  find(id: string): Blob | undefined;
  /** Drops what no other publication shows. */
  release(publicationId: string): void;
}

function createMediaShelf(): MediaShelf {
  const files = new Map<string, { readonly blob: Blob; readonly users: Set<string> }>();
  const used = new Map<string, readonly string[]>();
  return {
    keep(publicationId, media) {
      if (media.length === 0) return;
      used.set(
        publicationId,
        media.map(({ id }) => id),
      );
      for (const { id, blob } of media) {
        const file = files.get(id) ?? { blob, users: new Set() };
        file.users.add(publicationId);
        files.set(id, file);
      }
    },
    find: (id) => files.get(id)?.blob,
    release(publicationId) {
      for (const id of used.get(publicationId) ?? []) {
        const users = files.get(id)?.users;
        users?.delete(publicationId);
        if (users?.size === 0) files.delete(id);
      }
      used.delete(publicationId);
    },
  };
}
