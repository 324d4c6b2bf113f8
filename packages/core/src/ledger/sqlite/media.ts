import { LedgerError } from "@carecast/adapter";
import type { MediaRecord } from "../records.ts";
import type { Statements } from "./statements.ts";

/** Media whose bytes are in memory, ready for a transaction. */
export interface LoadedMedia {
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const insert = "INSERT INTO media (id, type, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING";
const link = `
  INSERT INTO publication_media (publication, media) SELECT ?, seq FROM media WHERE id = ? ON CONFLICT DO NOTHING`;
const select = "SELECT type, bytes FROM media WHERE id = ?";

/** Reads the bytes; throws a `LedgerError` when a blob that stands for a file can no longer be read. */
export function loadMedia(media: readonly MediaRecord[]): Promise<LoadedMedia[]> {
  return Promise.all(
    media.map(async ({ id, blob }, index) => {
      const buffer = await blob.arrayBuffer().catch(() => {
        throw new LedgerError("A picture or video could not be read; nothing was added. Has its file changed?", {
          path: `media[${index}]`,
        });
      });
      return { id, type: blob.type, bytes: new Uint8Array(buffer) };
    }),
  );
}

/** Keeps equal bytes once, and which publications want them. */
export function insertMedia(prepare: Statements, publication: number | bigint, media: readonly LoadedMedia[]): void {
  for (const { id, type, bytes } of media) {
    prepare(insert).run(id, type, bytes);
    prepare(link).run(publication, id);
  }
}

export function selectMedia(prepare: Statements, id: string): Blob | undefined {
  // The cast holds because the tables are STRICT and only this file writes this one.
  const row = prepare(select).get(id) as { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined;
  return row && new Blob([row.bytes], { type: row.type });
}
