// A ledger in one SQLite file
export { sqliteLedger } from "./sqlite-ledger.ts";
export type { SqliteLedgerOptions } from "./sqlite-ledger.ts";
