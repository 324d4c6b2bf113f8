import pg from "pg";
import { afterAll, beforeAll, vi } from "vitest";
import { startPostgres, type PostgresServer } from "./start-postgres.ts";

/** A server for the tests of one file. */
export interface TestDatabase {
  readonly server: PostgresServer;
  /** Looks past every ledger, as a superuser. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Resolves when the answer is not empty. */
  until(text: string, values?: unknown[]): Promise<void>;
  /** Resolves when this many connections wait for a lock. */
  untilBlocked(count: number): Promise<void>;
  /** Takes everything out of a ledger's tables, which is much faster than new ones. */
  empty(schema: string): Promise<void>;
}

const patientMs = 60_000;

/** Starts a server before the tests of this file and removes it after them, whatever happens. */
export function useDatabase(): TestDatabase {
  let server: PostgresServer | undefined;
  let pool: pg.Pool | undefined;
  // A server on a busy machine takes its time.
  vi.setConfig({ testTimeout: patientMs, hookTimeout: patientMs });
  beforeAll(async () => {
    server = await startPostgres();
    pool = new pg.Pool({ connectionString: server.connectionString, max: 1 });
    pool.on("error", () => undefined);
  });
  afterAll(async () => {
    await pool?.end();
    await server?.stop();
  });

  const query = async (text: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
    (await pool!.query<Record<string, unknown>>(text, values)).rows;
  const until = async (text: string, values?: unknown[]): Promise<void> => {
    while ((await query(text, values)).length === 0);
  };
  return {
    get server() {
      return server!;
    },
    query,
    until,
    untilBlocked: (count) => until("SELECT FROM pg_locks WHERE NOT granted HAVING count(*) >= $1", [count]),
    async empty(schema) {
      const tables = await query(
        `SELECT schemaname || '.' || tablename AS name FROM pg_tables
        WHERE schemaname = $1 AND tablename <> 'carecast_version' OR schemaname = $2 AND tablename = 'job'`,
        [schema, `${schema}_queue`],
      );
      // Without its checks of references the order does not matter.
      const deletes = tables.map(({ name }) => `DELETE FROM ${String(name)};`).join(" ");
      await query(`BEGIN; SET LOCAL session_replication_role = replica; ${deletes} COMMIT`);
    },
  };
}
