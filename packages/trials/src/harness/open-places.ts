import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPostgres } from "../../../postgres/test/start-postgres.ts";
import type { LedgerPlace } from "./task.ts";

/** Where ledgers can lie; all of it is gone in the end. */
export interface Places extends AsyncDisposable {
  next(): LedgerPlace;
}

/** A file for each ledger on SQLite; on Postgres one database for all, as in life. */
export async function openPlaces(kind: LedgerPlace["kind"]): Promise<Places> {
  if (kind === "postgres") {
    const server = await startPostgres();
    const { connectionString } = server;
    return { next: () => ({ kind, connectionString }), [Symbol.asyncDispose]: () => server.stop() };
  }
  const directory = await mkdtemp(join(tmpdir(), "carecast-trials-"));
  let files = 0;
  return {
    next: () => ({ kind, path: join(directory, `${(files += 1)}.sqlite`) }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
