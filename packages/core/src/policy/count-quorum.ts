import type { PublicationRecord } from "../ledger/records.ts";
import { isDone, isFinal, type Records } from "../publish/report.ts";

export interface QuorumCount {
  readonly verdict: "open" | "met" | "missed";
  /** How many channels have everything. */
  readonly delivered: number;
  /** While it is open: how many more channels have to end before that can decide anything. Else: how many have not ended. */
  readonly toCome: number;
}

/** Whether enough channels have all of a publication, as far as that is decided at `now`. */
export function countQuorum({ quorum }: PublicationRecord, deliveries: Records, now: number): QuorumCount {
  const channels = new Set<string>();
  const unfinished = new Set<string>();
  const lost = new Set<string>();
  for (const { channel, state } of deliveries) {
    channels.add(channel);
    if (isDone(state)) continue;
    unfinished.add(channel);
    if (isFinal(state)) lost.add(channel);
  }
  const { atLeast = 0, at = 0 } = quorum ?? {};
  const delivered = channels.size - unfinished.size;
  const spare = channels.size - atLeast - lost.size;
  if (delivered >= atLeast || spare < 0 || now >= at)
    return { verdict: delivered >= atLeast ? "met" : "missed", delivered, toCome: unfinished.size - lost.size };
  return { verdict: "open", delivered, toCome: Math.min(atLeast - delivered, spare + 1) };
}
