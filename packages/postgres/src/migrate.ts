import { LedgerError } from "@carecast/adapter";
import type { ClientBase } from "pg";
import { migrations } from "./migrations.ts";

/** The schema of pg-boss that belongs to a ledger's schema. */
export function queueSchemaOf(schema: string): string {
  return `${schema}_queue`;
}

/** Throws a `LedgerError` when the schema is one that this program does not know. */
export function refuseNewer(version: number, schema: string): void {
  if (version <= migrations.length) return;
  throw new LedgerError(
    `The ledger in the Postgres schema ${schema} has version ${version}, and this program knows ${migrations.length}; update @carecast/postgres.`,
  );
}

interface Findings {
  readonly encoding: string;
  readonly version_table: string | null;
  readonly filled: string | null;
}

/**
 * Makes the schema of the ledger and an empty one for its queue, or brings them forward. Of several programs that start at
 * once one does it, and nobody writes meanwhile. Throws a `LedgerError`; a schema that is not ours, or newer, stays as it is.
 */
export async function migrate(client: ClientBase, schema: string): Promise<void> {
  await client.query("BEGIN");
  // Whoever comes second waits for the one who migrates.
  await client.query("SET LOCAL lock_timeout = '60s'");
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`carecast ${schema}`]);
  const { encoding, version_table, filled } = await inspect(client, schema);
  if (encoding !== "UTF8") {
    throw new LedgerError(
      "The database does not keep text as UTF8; create one that does: CREATE DATABASE ... ENCODING 'UTF8'.",
    );
  }
  if (version_table === null) {
    if (filled !== null) throw foreignSchemaError(filled);
    await create(client, schema);
  }
  await bringForward(client, schema);
  await client.query("COMMIT");
}

/** An empty schema is fine: somebody with more rights made it for us. */
async function inspect(client: ClientBase, schema: string): Promise<Findings> {
  const { rows } = await client.query<Findings>(
    `SELECT
      current_setting('server_encoding') AS encoding,
      to_regclass($1 || '.carecast_version')::text AS version_table,
      (SELECT n.nspname FROM pg_namespace n
        WHERE n.nspname IN ($1, $2) AND EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid)
        ORDER BY n.nspname LIMIT 1) AS filled`,
    [schema, queueSchemaOf(schema)],
  );
  const [findings] = rows;
  if (!findings) throw new LedgerError("The database answered nothing when it was asked for its schemas.");
  return findings;
}

async function create(client: ClientBase, schema: string): Promise<void> {
  // CREATE SCHEMA IF NOT EXISTS wants a right on the database even where the schema exists.
  const { rows } = await client.query<{ name: string }>("SELECT nspname AS name FROM pg_namespace");
  const existing = rows.map(({ name }) => name);
  for (const wanted of [schema, queueSchemaOf(schema)]) {
    if (!existing.includes(wanted)) await client.query(`CREATE SCHEMA ${wanted}`);
  }
  await client.query(`CREATE TABLE ${schema}.carecast_version (version integer NOT NULL)`);
  await client.query(`INSERT INTO ${schema}.carecast_version VALUES (0)`);
}

async function bringForward(client: ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`SELECT version FROM ${schema}.carecast_version`);
  const version = rows[0]?.version ?? 0;
  refuseNewer(version, schema);
  if (version === migrations.length) return;
  // Every transaction that writes reads the version first, so this waits for those that are on their way.
  await client.query(`LOCK TABLE ${schema}.carecast_version IN ACCESS EXCLUSIVE MODE`);
  await client.query(`SET LOCAL search_path = ${schema}`);
  for (const migration of migrations.slice(version)) await client.query(migration);
  await client.query(`UPDATE ${schema}.carecast_version SET version = $1`, [migrations.length]);
}

function foreignSchemaError(schema: string): LedgerError {
  return new LedgerError(
    `The Postgres schema ${schema} belongs to something else and was left as it is; choose another with the option schema.`,
  );
}
