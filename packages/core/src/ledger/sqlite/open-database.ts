import { closeSync, openSync } from "node:fs";
import { basename } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { LedgerError } from "@carecast/adapter";
import { migrations } from "./migrations.ts";
import { createStatements, type Statements } from "./statements.ts";
import { foreignFileError, toLedgerError } from "./to-ledger-error.ts";

/** Marks a SQLite file as ours: "CCLG" in ASCII. */
const applicationId = 0x43434c47;

/** Old pages of the log are cut off above this, so that one large video does not leave a large log for ever. */
const maxLogBytes = 64 * 1024 * 1024;

/**
 * Opens the ledger at `path`, or makes one that only its owner can read, and brings it to the newest schema.
 *
 * Throws a `LedgerError`; a file that is foreign, damaged or of a newer schema stays as it is.
 */
export function openDatabase(path: string, busyTimeoutMs: number): DatabaseSync {
  try {
    createPrivately(path);
    refuseForeign(path);
    const database = new DatabaseSync(pathToFileURL(path), { timeout: busyTimeoutMs });
    try {
      setUp(database, path);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw toLedgerError(error, path);
  }
}

/** The version of the schema that the file has now: another process may have brought it forward since. */
export function readVersion(prepare: Statements): number {
  return readPragma(prepare, "user_version");
}

/** Throws a `LedgerError` when the schema is one that this program does not know. */
export function refuseNewer(version: number, path: string): void {
  if (version <= migrations.length) return;
  throw new LedgerError(
    `The ledger file ${basename(path)} has schema ${version}, and this version of Carecast knows ${migrations.length}; update @carecast/core.`,
  );
}

/** SQLite would let the umask decide who can read the file; its log and index inherit the mode from it. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== "EEXIST") throw error;
  }
}

/**
 * `immutable` reads the header without a lock, a log or a recovery, so that a file which is not ours is not touched.
 * Reading it with `node:fs` would be a trap: closing the descriptor drops every lock that another ledger object of this
 * process holds on the file (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function refuseForeign(path: string): void {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true });
  try {
    const prepare = createStatements(database);
    if (readPragma(prepare, "page_count") === 0) return;
    if (readPragma(prepare, "application_id") !== applicationId) throw foreignFileError(path);
    refuseNewer(readVersion(prepare), path);
  } finally {
    database.close();
  }
}

function setUp(database: DatabaseSync, path: string): void {
  const prepare = createStatements(database);
  // The mark goes first, while the file has no log yet: `refuseForeign` looks into the file itself only.
  if (readPragma(prepare, "application_id") === 0) database.exec(`PRAGMA application_id = ${applicationId}`);
  const mode = database.prepare("PRAGMA journal_mode = WAL").get();
  if (mode?.["journal_mode"] !== "wal") {
    throw new LedgerError(`The ledger file ${basename(path)} cannot keep a log beside it; put it on a local disk.`);
  }
  // What retention takes away is overwritten: it must not lie in free pages, or in a copy of the file, for years.
  database.exec(`PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = ${maxLogBytes}`);
  migrate(database, prepare, path);
  touchTables(database);
}

/** Under the write lock: of two processes that start at once one migrates, and a file that is read-only shows itself. */
function migrate(database: DatabaseSync, prepare: Statements, path: string): void {
  database.exec("BEGIN IMMEDIATE");
  const version = readVersion(prepare);
  refuseNewer(version, path);
  if (version < migrations.length) {
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  }
  database.exec("COMMIT");
}

/**
 * Reads one row of each table, so that gross damage shows at the start and not in the middle of an alert. A check of the
 * whole file would take longer the more it holds.
 */
function touchTables(database: DatabaseSync): void {
  for (const table of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()) {
    database.prepare(`SELECT * FROM "${String(table["name"])}" LIMIT 1`).get();
  }
}

function readPragma(prepare: Statements, name: "application_id" | "page_count" | "user_version"): number {
  return Number(prepare(`PRAGMA ${name}`).get()?.[name]);
}
