import { oneByOne, query, type Operation } from "./operation.ts";
import { open } from "./states.ts";

/** What ended before `before` loses its content, at `at`. */
export interface Purge {
  readonly before: number;
  readonly at: number;
}

/** Answers how many publications lost their content. */
export function purgeContent(schema: string): Operation<Purge, number> {
  const statements = writeStatements(schema);
  return oneByOne("write", async (transaction, { before, at }) => {
    const purged = await query<{ publication: number }>(transaction, statements.empty, [before, at]);
    const publications = [...new Set(purged.map(({ publication }) => publication))];
    if (publications.length === 0) return 0;
    const freed = await query<{ media: number }>(transaction, statements.unlink, [publications]);
    await query(transaction, statements.forget, [freed.map(({ media }) => media)]);
    return publications.length;
  });
}

/** The index on old content has the same condition. */
const isOld = `d.purged_at IS NULL AND d.state NOT IN (${open}) AND d.updated_at < $1`;

function writeStatements(schema: string) {
  return {
    // A change that comes meanwhile has its delivery left alone: the conditions are looked at again once the row is free.
    empty: `
      WITH candidates AS MATERIALIZED (
        SELECT DISTINCT publication FROM ${schema}.deliveries d WHERE ${isOld}
      ), old AS MATERIALIZED (
        SELECT publication FROM candidates c WHERE NOT EXISTS (
          SELECT FROM ${schema}.deliveries d
          WHERE d.publication = c.publication AND (d.updated_at >= $1 OR d.state IN (${open})))
      ), purged AS (
        UPDATE ${schema}.deliveries d SET purged_at = $2 FROM old WHERE d.publication = old.publication AND ${isOld}
        RETURNING d.seq, d.publication
      ), content AS (
        UPDATE ${schema}.contents c SET part = NULL, draft = NULL FROM purged WHERE c.delivery = purged.seq
      )
      SELECT publication FROM purged`,
    unlink: `DELETE FROM ${schema}.publication_media WHERE publication = ANY ($1) RETURNING media`,
    forget: `
      DELETE FROM ${schema}.media m WHERE m.seq = ANY ($1)
        AND NOT EXISTS (SELECT FROM ${schema}.publication_media l WHERE l.media = m.seq)`,
  };
}
