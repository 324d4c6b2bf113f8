import type { GroupCommit } from "./group-commit.ts";
import type { Statements } from "./statements.ts";

/** Publications that one transaction looks at: every other program waits for it. */
const batch = 500;

const selectBatch = `
  SELECT seq, EXISTS (SELECT 1 FROM deliveries d WHERE d.publication = p.seq) AND NOT EXISTS (
    SELECT 1 FROM deliveries d WHERE d.publication = p.seq
    AND (d.updated_at >= ? OR d.state IN ('held', 'queued', 'preparing', 'sending', 'unknown'))
  ) AS is_over
  FROM publications p WHERE has_content = 1 AND seq > ? ORDER BY seq LIMIT ${batch}`;

const of = "IN (SELECT value FROM json_each(?))";

const emptyContents = `
  UPDATE contents SET
    part = json_object('text', '', 'audience', json_extract(part, '$.audience'), 'media', json_array()), draft = NULL
  WHERE delivery IN (SELECT seq FROM deliveries WHERE publication ${of})`;
const markDeliveries = `UPDATE deliveries SET purged_at = ? WHERE publication ${of} AND purged_at IS NULL`;
const markPublications = `UPDATE publications SET has_content = 0 WHERE seq ${of}`;
const unlinkMedia = `DELETE FROM publication_media WHERE publication ${of} RETURNING media`;
const deleteMedia = `
  DELETE FROM media WHERE seq ${of} AND NOT EXISTS (SELECT 1 FROM publication_media l WHERE l.media = media.seq)`;

/** Resolves with the number of publications that lost their content. Other calls come in between the batches. */
export async function purgeContents(
  prepare: Statements,
  commits: GroupCommit,
  before: number,
  at: number,
): Promise<number> {
  let purged = 0;
  let start: number | undefined = 0;
  while (start !== undefined) {
    const from: number = start;
    const done = await commits.write(() => purgeBatch(prepare, from, before, at));
    purged += done.purged;
    start = done.last;
  }
  return purged;
}

/** `last` is where the next batch begins; `undefined` after the last one. */
function purgeBatch(
  prepare: Statements,
  start: number,
  before: number,
  at: number,
): { readonly purged: number; readonly last: number | undefined } {
  // The cast holds because the table is STRICT.
  const seen = prepare(selectBatch).all(before, start) as { seq: number; is_over: number }[];
  const over = seen.flatMap((row) => (row.is_over === 1 ? [row.seq] : []));
  if (over.length > 0) empty(prepare, JSON.stringify(over), at);
  return { purged: over.length, last: seen.length < batch ? undefined : seen.at(-1)?.seq };
}

function empty(prepare: Statements, publications: string, at: number): void {
  prepare(emptyContents).run(publications);
  prepare(markDeliveries).run(at, publications);
  prepare(markPublications).run(publications);
  const media = prepare(unlinkMedia).all(publications);
  prepare(deleteMedia).run(JSON.stringify(media.map((row) => row["media"])));
}
