import { LedgerError } from "@carecast/adapter";

import type { MediaRecord, PublicationRecord } from "../ledger/records.ts";
import type { Machine } from "../publish/machine.ts";
import { nextOccurrence } from "../schedule/next-occurrence.ts";

/** Journals the occurrence that follows one that begins, once, however many programs try. */
export async function journalNext({ ledger, clock }: Machine, publication: PublicationRecord): Promise<void> {
  const deliveries = await ledger.deliveries({ publicationId: publication.id });
  const next = await nextOccurrence(publication, deliveries, clock.now());
  if (!next || (await ledger.publication(next.publication.id))) return;
  const media = await Promise.all(
    next.mediaIds.map(async (id): Promise<MediaRecord> => {
      const blob = await ledger.media(id);
      if (!blob) throw new LedgerError("The ledger has lost the bytes of a picture or video of what recurs.");
      return { id, blob };
    }),
  );
  try {
    await ledger.add(next.publication, next.deliveries, media);
  } catch (error) {
    // Another channel of the same publication, perhaps in another program, was faster.
    if (!(await ledger.publication(next.publication.id))) throw error;
  }
}
