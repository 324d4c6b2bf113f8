import type { PublicationRecord } from "@carecast/core";
import { oneByOne, query, type Operation } from "./operation.ts";
import { encodeText } from "./text.ts";

/** The publications of these ids. */
export function readPublications(schema: string): Operation<string, PublicationRecord | undefined> {
  const text = `SELECT id, record FROM ${schema}.publications WHERE id = ANY ($1)`;
  return {
    mode: "read",
    async run(transaction, inputs) {
      const ids = inputs.map(encodeText);
      const rows = await query<{ id: string; record: PublicationRecord }>(transaction, text, [ids]);
      const records = new Map(rows.map(({ id, record }) => [id, record]));
      // Each caller gets a record that no other one has.
      return ids.map((id) => structuredClone(records.get(id)));
    },
  };
}

export function readOpenQuorums(schema: string): Operation<undefined, readonly PublicationRecord[]> {
  const text = `SELECT record FROM ${schema}.publications WHERE quorum_open ORDER BY seq`;
  return oneByOne("read", async (transaction) => {
    const rows = await query<{ record: PublicationRecord }>(transaction, text);
    return rows.map(({ record }) => record);
  });
}

/** Answers whether this call closed it. */
export function closeQuorum(schema: string): Operation<string, boolean> {
  const text = `UPDATE ${schema}.publications SET quorum_open = false WHERE id = $1 AND quorum_open RETURNING true AS closed`;
  return oneByOne("write", async (transaction, id) => (await query(transaction, text, [encodeText(id)])).length > 0);
}
