import type { PublicationRecord } from "../ledger/records.ts";
import type { QuorumCount } from "./count-quorum.ts";

/**
 * When to look at a quorum. A look reads all deliveries of a publication: one at the end of each thread would cost a
 * broadcast the square of its channels. Where too few threads have ended since the last look, it can say nothing new.
 */
export interface SpareLooks {
  /** A thread has ended: looks, if enough have. */
  count(publication: PublicationRecord): Promise<void>;
  /** Looks if any thread has ended since the last look: other programs may have seen to the rest. */
  catchUp(publication: PublicationRecord): Promise<void>;
  /** Forgets every other publication. */
  keep(ids: ReadonlySet<string>): void;
}

interface Patience {
  /** Threads that have ended since the last look began. */
  ended: number;
  enough: number;
  looking: boolean;
}

export function createSpareLooks(decide: (publication: PublicationRecord) => Promise<QuorumCount>): SpareLooks {
  const patiences = new Map<string, Patience>();

  async function look(publication: PublicationRecord, patience: Patience): Promise<void> {
    patience.looking = true;
    patience.ended = 0;
    try {
      const { verdict, toCome } = await decide(publication);
      // Half, because other programs may see to the rest.
      patience.enough = Math.max(1, verdict === "open" ? Math.ceil(toCome / 2) : toCome);
      if (toCome === 0) patiences.delete(publication.id);
    } finally {
      patience.looking = false;
    }
  }

  return {
    async count(publication) {
      const patience = patiences.get(publication.id) ?? { ended: 0, enough: 1, looking: false };
      patiences.set(publication.id, patience);
      patience.ended += 1;
      // What ends while somebody looks is counted by whoever looks.
      while (!patience.looking && patience.ended >= patience.enough) await look(publication, patience);
    },
    async catchUp(publication) {
      const patience = patiences.get(publication.id);
      if (patience && patience.ended > 0 && !patience.looking) await look(publication, patience);
    },
    keep(ids) {
      for (const id of patiences.keys()) if (!ids.has(id)) patiences.delete(id);
    },
  };
}
