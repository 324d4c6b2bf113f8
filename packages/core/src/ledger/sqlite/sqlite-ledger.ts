import { ConfigError } from "@carecast/adapter";
import { checkAddition, closedError, knownIdError } from "../check-addition.ts";
import { readDedupeWindow, refuseUnknownKeys, type LedgerOptions } from "../ledger-options.ts";
import type { Ledger } from "../ledger.ts";
import { changeDelivery } from "./change-delivery.ts";
import { insertDelivery, selectDeliveries } from "./deliveries.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { hasMark, insertHandled, readCursor } from "./handled.ts";
import { insertMedia, loadMedia, selectMedia } from "./media.ts";
import { openDatabase, readVersion, refuseNewer } from "./open-database.ts";
import { insertPublication, selectPublication } from "./publications.ts";
import { createStatements, type Statements } from "./statements.ts";
import { toLedgerError } from "./to-ledger-error.ts";

const defaultBusyTimeoutMs = 5_000;

export interface SqliteLedgerOptions extends LedgerOptions {
  /**
   * How long to wait, in milliseconds, while another process writes. Default 5,000. The event loop waits too, so a long
   * time makes a program look dead; a short one makes `LedgerError`s with `retryable: true`.
   */
  readonly busyTimeoutMs?: number;
}

/**
 * A ledger in one SQLite file, which several processes of one machine may share.
 *
 * Every change is synced to the disk before its promise resolves; changes that come at the same time share one sync.
 * A new file can be read by its owner only. It holds texts, media and the ids of people's posts: back it up, and
 * treat a copy like the original. Two files with the endings `-wal` and `-shm` belong to it while it is open.
 *
 * Throws a `ConfigError` for a wrong option, and a `LedgerError` when the file cannot be opened, is damaged, has a newer
 * schema or is not a ledger of Carecast; such a file stays as it is.
 *
 * @param path The file, relative to the working directory or absolute. Its directory must be there.
 */
export function sqliteLedger(path: string, options: SqliteLedgerOptions = {}): Ledger {
  refuseUnknownKeys("sqliteLedger", options, ["dedupeWindow", "busyTimeoutMs"]);
  const window = readDedupeWindow("sqliteLedger", options);
  const database = openDatabase(readPath(path), readBusyTimeoutMs(options));
  const prepare = createStatements(database);
  const commits = createGroupCommit(database, prepare, () => refuseNewer(readVersion(prepare), path));
  let inFlight = 0;
  let onIdle: (() => void) | undefined;
  let closing: Promise<void> | undefined;

  const answer = async <T>(call: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw closedError();
    inFlight += 1;
    try {
      return await call();
    } catch (error) {
      throw toLedgerError(error, path);
    } finally {
      inFlight -= 1;
      if (inFlight === 0) onIdle?.();
    }
  };
  const read = <T>(step: () => T): Promise<T> => answer(() => commits.read(step));

  async function finish(): Promise<void> {
    if (inFlight > 0) await new Promise<void>((resolve) => (onIdle = resolve));
    database.close();
  }

  return {
    add: (publication, deliveries, media) =>
      answer(() => addPublication(prepare, commits, publication, deliveries, media)),
    publication: (id) => read(() => selectPublication(prepare, id)),
    deliveries: (query) => read(() => selectDeliveries(prepare, query)),
    change: (id, from, change, at) => answer(() => commits.write(changeDelivery(prepare, id, from, change, at))),
    media: (id) => read(() => selectMedia(prepare, id)),
    cursor: (listener, channel) => read(() => readCursor(prepare, listener, channel)),
    wasHandled: (listener, channel, eventId) => read(() => hasMark(prepare, listener, channel, eventId)),
    markHandled: (mark) => answer(() => commits.write(() => insertHandled(prepare, window, mark))),
    close: () => (closing ??= finish()),
  };
}

/** Everything is turned into rows before the transaction, and so before a caller can change its objects. */
async function addPublication(
  prepare: Statements,
  commits: GroupCommit,
  ...[publication, deliveries, media]: Parameters<Ledger["add"]>
): Promise<void> {
  checkAddition(publication, deliveries);
  const writePublication = insertPublication(prepare, publication);
  const writeDeliveries = deliveries.map((delivery) => insertDelivery(prepare, delivery));
  const loaded = media.length === 0 ? [] : await loadMedia(media);
  const isNew = await commits.write(() => {
    const seq = writePublication();
    if (seq === undefined) return false;
    for (const writeDelivery of writeDeliveries) writeDelivery(seq);
    insertMedia(prepare, seq, loaded);
    return true;
  });
  if (!isNew) throw knownIdError("publication.id");
}

function readPath(path: string): string {
  if (typeof path === "string" && path !== "" && path !== ":memory:") return path;
  throw new ConfigError("sqliteLedger needs the path of a file. For a ledger in memory take memoryLedger().", {
    path: "path",
  });
}

function readBusyTimeoutMs({ busyTimeoutMs = defaultBusyTimeoutMs }: SqliteLedgerOptions): number {
  if (Number.isSafeInteger(busyTimeoutMs) && busyTimeoutMs >= 0) return busyTimeoutMs;
  throw new ConfigError("sqliteLedger: busyTimeoutMs must be a whole number of milliseconds, 0 or more.", {
    path: "busyTimeoutMs",
  });
}
