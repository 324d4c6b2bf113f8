import { ConfigError, LedgerError } from "@carecast/adapter";

import { canonicalJson } from "../hash/canonical-json.ts";
import type { DocumentStore, StoredDocument } from "../ledger/document-store.ts";
import type { Document, DocumentKind, Documents } from "./documents.ts";

const pageSize = 200;
/** Far more than people who decide at the same moment. */
const maxTries = 100;

export function createDocuments(store: DocumentStore): Documents {
  return {
    async find(kind, id) {
      checkId(id);
      const stored = await store.document(kind.name, id);
      return stored && readDocument(kind, stored);
    },

    async update(kind, id, change) {
      checkId(id);
      for (let attempt = 0; attempt < maxTries; attempt += 1) {
        const stored = await store.document(kind.name, id);
        const next = change(stored && readDocument(kind, stored).value);
        if (next === undefined) return undefined;
        if (await store.setDocument(kind.name, id, stored?.version ?? 0, canonicalJson(next))) return next;
      }
      throw new LedgerError("Too many writers changed one record at the same moment. Try again.", { retryable: true });
    },

    async *list(kind, prefix) {
      if (prefix !== undefined) checkId(prefix, "prefix");
      let after: string | undefined;
      for (;;) {
        const page = await store.documents({
          kind: kind.name,
          limit: pageSize,
          ...(prefix !== undefined && { prefix }),
          ...(after !== undefined && { after }),
        });
        for (const stored of page) yield readDocument(kind, stored);
        if (page.length < pageSize) return undefined;
        after = page.at(-1)?.id;
      }
    },
  };
}

function readDocument<Value>(kind: DocumentKind<Value>, { id, version, text }: StoredDocument): Document<Value> {
  return { id, version, value: kind.read(JSON.parse(text)) };
}

function checkId(id: string, path = "id"): void {
  if (/^[!-~]{1,200}$/.test(id)) return;
  throw new ConfigError(`${path}: must be 1 to 200 printable characters of ASCII, without spaces.`, { path });
}
