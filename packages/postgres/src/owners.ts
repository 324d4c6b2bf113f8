import { knownIdError } from "./check-addition.ts";
import { oneByOne, query, type Operation } from "./operation.ts";
import { encodeText } from "./text.ts";

/** An owner and how long it is enlisted from now on. */
export interface Lease {
  readonly owner: string;
  readonly leaseMs: number;
}

// The clock of the database, which all programs share: their own may differ by more than a lease.
const leaseEnd = "clock_timestamp() + $2 * interval '1 millisecond'";

export function enlistOwner(schema: string): Operation<Lease, void> {
  const text = `
    INSERT INTO ${schema}.owners (id, lease_until) VALUES ($1, ${leaseEnd}) ON CONFLICT DO NOTHING RETURNING true AS enlisted`;
  return oneByOne("write", async (transaction, { owner, leaseMs }) => {
    const rows = await query(transaction, text, [encodeText(owner), leaseMs]);
    return rows.length === 0 ? knownIdError("owner") : undefined;
  });
}

/** Answers whether the owner is still enlisted. */
export function renewLease(schema: string): Operation<Lease, boolean> {
  const text = `UPDATE ${schema}.owners SET lease_until = ${leaseEnd} WHERE id = $1 RETURNING true AS renewed`;
  return oneByOne("write", async (transaction, { owner, leaseMs }) => {
    return (await query(transaction, text, [encodeText(owner), leaseMs])).length > 0;
  });
}

/** The lanes of the owner go with its row. */
export function retireOwner(schema: string): Operation<string, void> {
  const text = `DELETE FROM ${schema}.owners WHERE id = $1`;
  return oneByOne("write", async (transaction, owner) => void (await query(transaction, text, [encodeText(owner)])));
}
