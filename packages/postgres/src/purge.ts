import { oneByOne, query, type Operation } from "./operation.ts";
import { open } from "./states.ts";

/** What ended before `before` loses its content, at `at`. */
export interface Purge {
  readonly before: number;
  readonly at: number;
}

/** How many publications one statement deals with. */
const chunkSize = 1000;

/** Answers how many publications lost their content. */
export function purgeContent(schema: string): Operation<Purge, number> {
  const find = selectOld(schema);
  const empty = emptyContents(schema);
  const unlink = `DELETE FROM ${schema}.publication_media WHERE publication = ANY ($1) RETURNING media`;
  const forget = `
    DELETE FROM ${schema}.media m WHERE m.seq = ANY ($1)
      AND NOT EXISTS (SELECT FROM ${schema}.publication_media l WHERE l.media = m.seq)`;
  return oneByOne("write", async (transaction, { before, at }) => {
    const old = await query<{ publication: number }>(transaction, find, [before]);
    for (let start = 0; start < old.length; start += chunkSize) {
      const publications = old.slice(start, start + chunkSize).map(({ publication }) => publication);
      await query(transaction, empty, [before, at, publications]);
      const freed = await query<{ media: number }>(transaction, unlink, [publications]);
      await query(transaction, forget, [freed.map(({ media }) => media)]);
    }
    return old.length;
  });
}

const isOver = `d.state NOT IN (${open}) AND d.updated_at < $1`;

/** The publications of which every delivery ended before `$1` and one has its content. The index has the same conditions. */
export function selectOld(schema: string): string {
  return `
    WITH candidates AS MATERIALIZED (
      SELECT DISTINCT d.publication FROM ${schema}.deliveries d WHERE d.purged_at IS NULL AND ${isOver}
    )
    SELECT c.publication FROM candidates c LEFT JOIN LATERAL (
      SELECT true AS found FROM ${schema}.deliveries d
      WHERE d.publication = c.publication AND NOT (${isOver}) LIMIT 1
    ) AS still ON true
    WHERE still.found IS NULL`;
}

/**
 * Empties these publications at `$2`. A change that comes meanwhile has its delivery left alone: the conditions are looked at
 * again once the row is free.
 */
export function emptyContents(schema: string): string {
  return `
    WITH purged AS (
      UPDATE ${schema}.deliveries d SET purged_at = coalesce(d.purged_at, $2)
      WHERE d.publication = ANY ($3::bigint[]) AND ${isOver} RETURNING d.seq
    )
    UPDATE ${schema}.contents c SET part = NULL, draft = NULL FROM purged WHERE c.delivery = purged.seq`;
}
