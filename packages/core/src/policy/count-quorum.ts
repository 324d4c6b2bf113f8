import type { PublicationRecord } from "../ledger/records.ts";
import { isDone, isFinal, type Records } from "../publish/report.ts";

export interface QuorumCount {
  readonly verdict: "open" | "met" | "missed";
  /** How many channels have everything. */
  readonly delivered: number;
}

/** Whether enough channels have all of a publication, as far as that is decided at `now`. */
export function countQuorum({ quorum }: PublicationRecord, deliveries: Records, now: number): QuorumCount {
  const channels = [...new Set(deliveries.map(({ channel }) => channel))];
  const of = (channel: string): Records => deliveries.filter((delivery) => delivery.channel === channel);
  const delivered = channels.filter((channel) => of(channel).every(({ state }) => isDone(state))).length;
  const lost = channels.filter((channel) => of(channel).some(({ state }) => isFinal(state) && !isDone(state))).length;
  const atLeast = quorum?.atLeast ?? 0;
  if (delivered >= atLeast) return { verdict: "met", delivered };
  const isOver = now >= (quorum?.at ?? 0) || channels.length - lost < atLeast;
  return { verdict: isOver ? "missed" : "open", delivered };
}
