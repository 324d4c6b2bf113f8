import type { AuditRow } from "@carecast/core";
import { oneByOne, query, type Operation } from "./operation.ts";

const columns = "number, at, entry, previous, hash";

/**
 * Adds a row that follows the last one; answers whether it did. Of two transactions that add the same number, the later one
 * waits for the earlier one, and then finds the number taken.
 */
export function appendAudit(schema: string): Operation<AuditRow, boolean> {
  const text = `
    INSERT INTO ${schema}.audit (${columns})
    SELECT $1, $2, $3, $4, $5
    WHERE ($1::bigint, $4::text) = (SELECT number + 1, hash FROM ${schema}.audit ORDER BY number DESC LIMIT 1)
      OR ($1::bigint = 1 AND NOT EXISTS (SELECT FROM ${schema}.audit))
    ON CONFLICT (number) DO NOTHING RETURNING number`;
  return oneByOne("write", async (transaction, { number, at, entry, previous, hash }) => {
    return (await query(transaction, text, [number, at, entry, previous, hash])).length > 0;
  });
}

export function readAuditHead(schema: string): Operation<undefined, AuditRow | undefined> {
  const text = `SELECT ${columns} FROM ${schema}.audit ORDER BY number DESC LIMIT 1`;
  return oneByOne("read", async (transaction) => (await query<AuditRow>(transaction, text))[0]);
}

/** After which number, and how many rows at most. */
export interface AuditPage {
  readonly after: number;
  readonly limit: number;
}

export function readAuditRows(schema: string): Operation<AuditPage, readonly AuditRow[]> {
  const text = `SELECT ${columns} FROM ${schema}.audit WHERE number > $1 ORDER BY number LIMIT $2`;
  return oneByOne("read", (transaction, { after, limit }) => query<AuditRow>(transaction, text, [after, limit]));
}
