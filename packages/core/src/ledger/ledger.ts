import type { AuditStore } from "./audit-store.ts";
import type { DocumentStore } from "./document-store.ts";
import type { HoldStore } from "./hold-store.ts";
import type { InboxStore } from "./inbox-store.ts";
import type { LaneStore } from "./lane-store.ts";
import type { PublicationStore } from "./publication-store.ts";
import type { TokenShelf } from "./token-shelf.ts";

/**
 * The durable record of what was asked for and what became of it.
 *
 * A promise that resolves means durable: after it a crash, `kill -9` or power cut loses nothing. Every method
 * rejects with a `LedgerError` when the store fails; nothing is half written. Calls that are made one after the
 * other, without waiting, take effect in that order.
 */
export interface Ledger
  extends PublicationStore, LaneStore, HoldStore, InboxStore, TokenShelf, AuditStore, DocumentStore {
  /** Writes what is waiting and lets go of files. Closing twice does nothing. */
  close(): Promise<void>;
}
