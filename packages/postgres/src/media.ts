import { LedgerError } from "@carecast/adapter";
import type { MediaRecord } from "@carecast/core";
import { oneByOne, query, type Operation, type Transaction } from "./operation.ts";
import { decodeText, encodeText } from "./text.ts";

/** Media whose bytes are in memory, ready for a transaction. */
export interface LoadedMedia {
  readonly id: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Postgres takes no value of more than a gigabyte. */
const maxBytes = 1_000_000_000;
const pieceBytes = 4 * 1024 * 1024;

/** Reads the bytes; throws a `LedgerError` when they are too many, or when a blob that stands for a file can no longer be read. */
export function loadMedia(media: readonly MediaRecord[]): Promise<LoadedMedia[]> {
  return Promise.all(
    media.map(async ({ id, blob }, index) => {
      if (blob.size > maxBytes) {
        throw new LedgerError("A picture or video is larger than a gigabyte; nothing was added. Send a smaller file.", {
          path: `media[${index}]`,
        });
      }
      const buffer = await blob.arrayBuffer().catch(() => {
        throw new LedgerError("A picture or video could not be read; nothing was added. Has its file changed?", {
          path: `media[${index}]`,
        });
      });
      return { id: encodeText(id), type: encodeText(blob.type), bytes: Buffer.from(buffer) };
    }),
  );
}

/**
 * Keeps equal bytes once, and that the publication with this `seq` wants them. A row that is there already is locked, so that
 * no purge takes it away before this transaction ends.
 */
export async function insertMedia(
  { client }: Transaction,
  schema: string,
  publication: number,
  media: readonly LoadedMedia[],
): Promise<void> {
  for (const { id, type, bytes } of media) {
    await client.query(
      `WITH kept AS (
        INSERT INTO ${schema}.media (id, type, bytes) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET type = media.type RETURNING seq
      )
      INSERT INTO ${schema}.publication_media (publication, media) SELECT $4, seq FROM kept ON CONFLICT DO NOTHING`,
      [id, type, bytes, publication],
    );
  }
}

/** The bytes under a content hash, piece by piece: the driver makes one string of a value, which has its limits. */
export function readMedia(schema: string): Operation<string, Blob | undefined> {
  const find = `SELECT seq, type, octet_length(bytes) AS size FROM ${schema}.media WHERE id = $1`;
  const read = `SELECT encode(substring(bytes FROM $2::integer FOR $3::integer), 'base64') AS piece FROM ${schema}.media WHERE seq = $1`;
  return oneByOne("read", async (transaction, id) => {
    const [media] = await query<{ seq: number; type: string; size: number }>(transaction, find, [encodeText(id)]);
    if (!media) return undefined;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (let start = 0; start < media.size; start += pieceBytes) {
      const [row] = await query<{ piece: string }>(transaction, read, [media.seq, start + 1, pieceBytes]);
      // A purge took it away meanwhile.
      if (!row) return undefined;
      pieces.push(Buffer.from(row.piece, "base64"));
    }
    return new Blob(pieces, { type: decodeText(media.type) });
  });
}
