import { afterEach, beforeEach } from "vitest";
import { postgresLedger, type PostgresLedgerOptions } from "../src/index.ts";
import type { TestDatabase } from "./use-database.ts";

/** Ledgers for tests that begin with a database in which there is none. */
export interface TestLedgers {
  /** The name that nobody has used before this test. */
  readonly schema: string;
  /** A ledger of this name, which is closed after the test. */
  open(options?: Partial<PostgresLedgerOptions>): ReturnType<typeof postgresLedger>;
  /** The connection string with something else in it. */
  change(edit: (url: URL) => void): string;
}

export function useLedgers(database: TestDatabase): TestLedgers {
  const ledgers: { close(): Promise<void> }[] = [];
  let schema = "";
  let schemas = 0;
  beforeEach(() => {
    schema = `ledger_${++schemas}`;
  });
  afterEach(async () => {
    await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()));
  });

  return {
    get schema() {
      return schema;
    },
    open(options = {}) {
      const ledger = postgresLedger({ connectionString: database.server.connectionString, schema, ...options });
      ledgers.push(ledger);
      return ledger;
    },
    change(edit) {
      const url = new URL(database.server.connectionString);
      edit(url);
      return url.href;
    },
  };
}

/** What a call is rejected with. */
export function rejection(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => {
      throw new Error("The call was not rejected.");
    },
    (error: unknown) => error,
  );
}
