import type { MediaRecord } from "../records.ts";

/** Pictures and videos, each once, and which publications show them. */
export interface MediaShelf {
  keep(publicationId: string, media: readonly MediaRecord[]): void;
  find(id: string): Blob | undefined;
  /** Drops what no other publication shows. */
  release(publicationId: string): void;
}

export function createMediaShelf(): MediaShelf {
  const files = new Map<string, { readonly blob: Blob; readonly users: Set<string> }>();
  const used = new Map<string, readonly string[]>();
  return {
    keep(publicationId, media) {
      if (media.length === 0) return;
      used.set(
        publicationId,
        media.map(({ id }) => id),
      );
      for (const { id, blob } of media) {
        const file = files.get(id) ?? { blob, users: new Set() };
        file.users.add(publicationId);
        files.set(id, file);
      }
    },
    find: (id) => files.get(id)?.blob,
    release(publicationId) {
      for (const id of used.get(publicationId) ?? []) {
        const users = files.get(id)?.users;
        users?.delete(publicationId);
        if (users?.size === 0) files.delete(id);
      }
      used.delete(publicationId);
    },
  };
}
