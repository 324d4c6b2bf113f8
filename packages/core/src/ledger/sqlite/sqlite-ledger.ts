import { ConfigError } from "@carecast/adapter";
import { readDedupeWindow, refuseUnknownKeys, type LedgerOptions } from "../ledger-options.ts";
import type { Ledger } from "../ledger.ts";
import { createDatabaseLedger } from "./database-ledger.ts";
import { openDatabase } from "./open-database.ts";

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
 * treat a copy like the original. Two files with the endings `-wal` and `-shm` belong to it while it is open. What
 * `purge` takes away is overwritten, in the file itself once it is closed by its last user.
 *
 * Throws a `ConfigError` for a wrong option, and a `LedgerError` when the file cannot be opened, is damaged, has a newer
 * schema or is not a ledger of Carecast; such a file stays as it is.
 *
 * @param path The file, relative to the working directory or absolute. Its directory must be there.
 */
export function sqliteLedger(path: string, options: SqliteLedgerOptions = {}): Ledger {
  refuseUnknownKeys("sqliteLedger", options, ["dedupeWindow", "busyTimeoutMs"]);
  const dedupeWindow = readDedupeWindow("sqliteLedger", options);
  const database = openDatabase(readPath(path), readBusyTimeoutMs(options));
  return createDatabaseLedger(database, { path, dedupeWindow });
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
