import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { isDone, isFinal, type Records } from "../publish/report.ts";

/** Whether a channel that stands in for another one is used: it is, it is not needed, or nobody knows yet. */
export type FallbackVerdict = "go" | "skip" | "wait";

/** A channel stands in once the other one has failed, or has stayed unknown until the agreed time. */
export function judgeFallback(
  publication: PublicationRecord,
  channel: string,
  deliveries: Records,
  now: number,
): FallbackVerdict {
  const fallback = publication.fallback?.[channel];
  if (!fallback) return "go";
  const first = deliveries.filter((delivery) => delivery.channel === fallback.instead);
  if (first.every(({ state }) => isDone(state))) return "skip";
  // A chain: what the one before is waiting for, or what made it unnecessary, holds here too.
  const before = judgeFallback(publication, fallback.instead, deliveries, now);
  if (before !== "go") return before;
  if (first.some(hasFailed)) return "go";
  return first.some(({ state }) => state === "unknown") && now >= fallback.at ? "go" : "wait";
}

function hasFailed({ state }: DeliveryRecord): boolean {
  return isFinal(state) && !isDone(state);
}
