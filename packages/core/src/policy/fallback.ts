import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";
import { isDone, isFinal, isOpen, type Records } from "../publish/report.ts";
import { move, type Run } from "../publish/run.ts";

/** Whether a channel that stands in for another one is used: it is, it is not needed, or nobody knows yet. */
type FallbackVerdict = "go" | "skip" | "wait";

/** How long a stand-in waits before it looks again at a channel that nobody knows about yet. */
const lookAgainMs = 15_000;

/** A channel stands in once the other one has failed, or has not delivered by the agreed time and is not held. */
function judgeFallback(
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
  return now >= fallback.at && first.some(({ state }) => isOpen(state)) ? "go" : "wait";
}

function hasFailed({ state }: DeliveryRecord): boolean {
  return isFinal(state) && !isDone(state);
}

/** Whether a thread that may stand in for another channel is to be run; if not, the ledger says so or when to look again. */
export async function allowFallback(run: Run, records: Records): Promise<boolean> {
  const { publication, channel, machine } = run;
  const fallback = publication.fallback?.[channel.name];
  if (!fallback) return true;
  const now = machine.clock.now();
  const deliveries = await readChannels(machine, publication, listBefore(publication, channel.name));
  const verdict = judgeFallback(publication, channel.name, deliveries, now);
  if (verdict === "go") return true;
  const later = Math.max(fallback.at, now + lookAgainMs);
  for (const record of records)
    if (record.state === "queued")
      await move(run, record, verdict === "skip" ? { state: "skipped" } : { dueAt: later });
  return false;
}

/** Brings forward what stands in for a channel that has failed, and skips what is not needed. */
export async function reviewFallbacks(
  machine: Machine,
  publication: PublicationRecord,
  channel: string,
): Promise<void> {
  const after = listAfter(publication, channel);
  if (after.length === 0) return;
  const deliveries = await readChannels(machine, publication, [...listBefore(publication, channel), channel, ...after]);
  const now = machine.clock.now();
  for (const record of deliveries) {
    if (record.state !== "queued" || !after.includes(record.channel)) continue;
    const verdict = judgeFallback(publication, record.channel, deliveries, now);
    const isEarly = record.dueAt === null || record.dueAt > now;
    if (verdict === "skip") await moveDelivery(machine, record, { state: "skipped" });
    else if (verdict === "go" && isEarly) await moveDelivery(machine, record, { dueAt: now });
  }
}

/** The channels for which this one stands in, one after the other. */
function listBefore({ fallback }: PublicationRecord, channel: string): readonly string[] {
  const before: string[] = [];
  for (let next = fallback?.[channel]; next; next = fallback?.[next.instead]) before.push(next.instead);
  return before;
}

/** The channels that stand in for this one, directly or down the chain. */
function listAfter(publication: PublicationRecord, channel: string): readonly string[] {
  const { fallback = {} } = publication;
  const direct = Object.keys(fallback).filter((name) => fallback[name]?.instead === channel);
  return direct.flatMap((name) => [name, ...listAfter(publication, name)]);
}

/** A publication can go to a thousand channels, of which a fallback concerns a few. */
async function readChannels(
  { ledger }: Machine,
  { id: publicationId }: PublicationRecord,
  channels: readonly string[],
): Promise<Records> {
  const read = await Promise.all(channels.map((channel) => ledger.deliveries({ publicationId, channel })));
  return read.flat();
}
