import { LedgerError } from "@carecast/adapter";
import type { DeliveryRecord, PublicationRecord } from "@carecast/core";

/** Refuses an addition that contradicts itself, before anything is written. */
export function checkAddition(publication: PublicationRecord, deliveries: readonly DeliveryRecord[]): void {
  const ids = new Set<string>();
  for (const [index, { id, publicationId }] of deliveries.entries()) {
    if (publicationId !== publication.id) {
      throw new LedgerError("A delivery belongs to another publication than the one it was added with.", {
        path: `deliveries[${index}].publicationId`,
      });
    }
    ids.add(id);
  }
  if (ids.size < deliveries.length) {
    throw new LedgerError("Two deliveries of one publication carry the same id.", { path: "deliveries" });
  }
}

const names = {
  "publication.id": "a publication",
  deliveries: "a delivery",
  "hold.id": "a hold",
  owner: "an owner",
} as const;

/** The error for something whose id the ledger has already. */
export function knownIdError(path: keyof typeof names): LedgerError {
  return new LedgerError(`The ledger has ${names[path]} with this id already; nothing was added.`, { path });
}

/** The error for a call after `close()`. */
export function closedError(): LedgerError {
  return new LedgerError("The ledger is closed. Make a new one to go on.");
}
