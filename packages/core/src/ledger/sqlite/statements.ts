import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The prepared statement for a piece of SQL, made at its first use. */
export type Statements = (sql: string) => StatementSync;

export function createStatements(database: DatabaseSync): Statements {
  const bySql = new Map<string, StatementSync>();
  return (sql) => {
    let statement = bySql.get(sql);
    if (statement === undefined) bySql.set(sql, (statement = database.prepare(sql)));
    return statement;
  };
}
