import type { DocumentQuery, StoredDocument } from "../document-store.ts";

/** The documents of one process. Hands out its own objects, which nobody changes here: a write puts a new one in the place. */
export interface DocumentBook {
  find(kind: string, id: string): StoredDocument | undefined;
  set(kind: string, id: string, expected: number, text: string): boolean;
  select(query: DocumentQuery): StoredDocument[];
}

/** The documents of one kind. */
interface Shelf {
  readonly byId: Map<string, StoredDocument>;
  /** Sorted, so that a page costs no more than it holds. */
  readonly ids: string[];
}

export function createDocumentBook(): DocumentBook {
  const shelves = new Map<string, Shelf>();

  function open(kind: string): Shelf {
    const shelf = shelves.get(kind) ?? { byId: new Map<string, StoredDocument>(), ids: [] };
    shelves.set(kind, shelf);
    return shelf;
  }

  return {
    find: (kind, id) => shelves.get(kind)?.byId.get(id),
    set(kind, id, expected, text) {
      if ((shelves.get(kind)?.byId.get(id)?.version ?? 0) !== expected) return false;
      const { byId, ids } = open(kind);
      if (expected === 0) ids.splice(findPlace(ids, id), 0, id);
      byId.set(id, { kind, id, version: expected + 1, text });
      return true;
    },
    select({ kind, prefix = "", after, limit }) {
      const { byId, ids } = shelves.get(kind) ?? { byId: new Map<string, StoredDocument>(), ids: [] };
      const found: StoredDocument[] = [];
      let place = findPlace(ids, after !== undefined && after > prefix ? after : prefix);
      if (ids[place] === after) place += 1;
      for (; found.length < limit; place += 1) {
        const id = ids[place];
        const document = id?.startsWith(prefix) ? byId.get(id) : undefined;
        if (document === undefined) break;
        found.push(document);
      }
      return found;
    },
  };
}

/** The place of the first id that is not before `id`. */
function findPlace(ids: readonly string[], id: string): number {
  let [from, to] = [0, ids.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ids[middle] ?? "") < id) from = middle + 1;
    else to = middle;
  }
  return from;
}
