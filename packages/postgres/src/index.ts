// A ledger in a Postgres database
export { postgresLedger } from "./postgres-ledger.ts";
export type { PostgresLedgerOptions } from "./read-options.ts";
