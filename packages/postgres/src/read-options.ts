import pg from "pg";
import { ConfigError, revealSecret, type Secret } from "@carecast/adapter";
import type { LedgerOptions } from "@carecast/core";

export interface PostgresLedgerOptions extends LedgerOptions {
  /**
   * Where the database is and who logs in: `postgres://carecast:...@db.example.org/carecast?sslmode=verify-full`. A
   * function is asked at the first use and after each failure to connect, so that a changed password needs no restart.
   */
  readonly connectionString: Secret;
  /**
   * The schema that holds the tables; the queue has one of its own with `_queue` behind the name. Default `carecast`. Ledgers
   * with different schemas know nothing of each other.
   */
  readonly schema?: string;
}

/** The options, checked. */
export interface ReadOptions {
  /** Rejects with a `ConfigError` when what comes is no connection string. */
  readonly revealConnectionString: () => Promise<string>;
  readonly schema: string;
  readonly dedupeWindow: number;
}

const known: readonly string[] = ["connectionString", "schema", "dedupeWindow"];

/** Throws a `ConfigError` that names the first option which is wrong. */
export function readOptions(options: PostgresLedgerOptions): ReadOptions {
  if (typeof options !== "object" || options === null) {
    throw new ConfigError("postgresLedger needs an object with a connectionString.", { path: "connectionString" });
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new ConfigError(`postgresLedger has no option "${key}". It has: ${known.join(", ")}.`, { path: key });
    }
  }
  const { connectionString, schema = "carecast", dedupeWindow = 10_000 } = options;
  if (typeof connectionString !== "function") checkConnectionString(connectionString);
  checkSchema(schema);
  if (!Number.isSafeInteger(dedupeWindow) || dedupeWindow < 1) {
    throw new ConfigError("postgresLedger: dedupeWindow must be a whole number of events, at least 1.", {
      path: "dedupeWindow",
    });
  }
  return {
    revealConnectionString: async () => checkConnectionString(await revealSecret(connectionString)),
    schema,
    dedupeWindow,
  };
}

/** The driver's own error for a wrong string quotes it, and with it the password. */
function checkConnectionString(text: unknown): string {
  if (typeof text === "string" && /^postgres(ql)?:\/\//.test(text)) {
    try {
      new pg.Client({ connectionString: text });
      return text;
    } catch {
      // The same refusal as for every other string.
    }
  }
  throw new ConfigError(
    "postgresLedger: connectionString must look like postgres://user:password@host:5432/database; signs with a meaning in an address, such as @ or /, are written as %40 or %2F.",
    { path: "connectionString" },
  );
}

/** Names that mean the same with and without quotes, short enough for the queue's longer one. */
function checkSchema(schema: unknown): void {
  if (typeof schema === "string" && /^[a-z_][a-z0-9_]{0,39}$/.test(schema) && !schema.startsWith("pg_")) return;
  throw new ConfigError(
    "postgresLedger: schema must be 1 to 40 lower-case letters, digits or underscores, begin with no digit and not with pg_.",
    { path: "schema" },
  );
}
