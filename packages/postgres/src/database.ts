import pg, { type Pool } from "pg";
import { migrate, queueSchemaOf } from "./migrate.ts";
import type { Transaction } from "./operation.ts";
import type { ReadOptions } from "./read-options.ts";
import { openWorkQueue, type WorkQueue } from "./work-queue.ts";

/** The database of a ledger, reached when it is needed. */
export interface Database {
  /** Runs `work` with a connection of its own, which is given up when `work` throws. */
  use<T>(work: (connection: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Opened {
  readonly pool: Pool;
  readonly queue: WorkQueue;
}

/** One connection for the calls, one for what pg-boss does beside them. */
const maxConnections = 2;
const connectTimeoutMs = 10_000;
/** After this long without an answer the other end is taken for dead. */
const answerTimeoutMs = 60_000;

// Whatever a role or database has for its default: a commit is on the disk before it is answered; transactions see what others
// have committed, and write; whoever waits for a lock is told; a program that stands still in the middle of a transaction, or whose
// machine is gone, loses its locks before others give up waiting for them; no statement here is worth compiling.
const sessionSetup = `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  SET default_transaction_isolation = 'read committed';
  SET default_transaction_read_only = off;
  SET lock_timeout = '5s';
  SET idle_in_transaction_session_timeout = '4s';
  SET jit = off`;

/** Connects, and brings the schema forward, at the first use; after a failure the next use begins again. */
export function createDatabase({ revealConnectionString, schema }: ReadOptions): Database {
  let opening: Promise<Opened> | undefined;

  function open(): Promise<Opened> {
    if (opening === undefined) {
      opening = connect(revealConnectionString, schema);
      opening.catch(() => (opening = undefined));
    }
    return opening;
  }

  async function take(): Promise<Transaction> {
    const opened = await open();
    try {
      return { client: await opened.pool.connect(), queue: opened.queue };
    } catch (error) {
      // The next use asks for the connection string again: the password may be another one by now.
      opening = undefined;
      void release(opened);
      throw error;
    }
  }

  return {
    async use(work) {
      const connection = await take();
      let failed = true;
      try {
        const result = await work(connection);
        failed = false;
        return result;
      } finally {
        connection.client.release(failed);
      }
    },
    async close() {
      const opened = await opening?.catch(() => undefined);
      if (opened) await release(opened);
    },
  };
}

async function connect(revealConnectionString: () => Promise<string>, schema: string): Promise<Opened> {
  const pool = createPool(await revealConnectionString());
  try {
    const client = await pool.connect();
    try {
      await migrate(client, schema);
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.release();
    return { pool, queue: await openWorkQueue(pool, queueSchemaOf(schema)) };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function createPool(connectionString: string): Pool {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerTimeoutMs,
    keepAlive: true,
    allowExitOnIdle: true,
    fallback_application_name: "carecast",
    verify: (client, done) => void client.query(sessionSetup).then(() => done(), done),
  });
  // A connection that dies between two uses is replaced at the next; one that dies in use fails what it is used for.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

/** The server need not be there any more. */
async function release({ pool, queue }: Opened): Promise<void> {
  await queue.stop().catch(() => undefined);
  await pool.end().catch(() => undefined);
}
