import type { DeliveryQuery } from "./publication-store.ts";
import type { DeliveryChange, DeliveryRecord, DeliveryState } from "./records.ts";

/** One delivery and its place in the order of addition. */
interface Entry {
  readonly order: number;
  /** Changed in place: a new object for each of a delivery's steps would be most of the cost of a step. */
  readonly record: DeliveryRecord;
}

/** The deliveries of one process, found by id, by publication, and by state and channel without a scan. */
export interface DeliveryIndex {
  has(id: string): boolean;
  add(record: DeliveryRecord): void;
  select(query: DeliveryQuery): DeliveryRecord[];
  change(id: string, from: DeliveryState, change: DeliveryChange, at: number): boolean;
  /** Whether no delivery of a publication has work left. */
  isFinished(publicationId: string): boolean;
  /** Forgets every delivery of a publication. */
  remove(publicationId: string): void;
}

/** What a program asks for again and again: the work that is left. Finished deliveries are found by looking at all. */
const indexed: ReadonlySet<DeliveryState> = new Set(["held", "queued", "preparing", "sending", "unknown"]);

/**
 * Owns the records that it is given and hands out its own objects: copying, in and out, is the caller's.
 *
 * @param onFinished called each time that a change leaves a publication without work.
 */
export function createDeliveryIndex(onFinished: (publicationId: string) => void): DeliveryIndex {
  const byId = new Map<string, Entry>();
  const byPublication = new Map<string, Entry[]>();
  const byState = new Map<DeliveryState, Map<string, Set<Entry>>>();
  let added = 0;

  function place(entry: Entry): void {
    const { state, channel } = entry.record;
    if (!indexed.has(state)) return;
    let channels = byState.get(state);
    if (channels === undefined) byState.set(state, (channels = new Map<string, Set<Entry>>()));
    const entries = channels.get(channel);
    if (entries === undefined) channels.set(channel, new Set([entry]));
    else entries.add(entry);
  }

  function candidates({ publicationId, channel, states }: DeliveryQuery): Iterable<Entry> {
    if (publicationId !== undefined) return byPublication.get(publicationId) ?? [];
    if (states?.every((state) => indexed.has(state)) !== true) return byId.values();
    return states.flatMap((state) => {
      const channels = byState.get(state);
      const sets = channel === undefined ? [...(channels?.values() ?? [])] : [channels?.get(channel) ?? []];
      return sets.flatMap((set) => [...set]);
    });
  }

  const isFinished = (publicationId: string): boolean =>
    byPublication.get(publicationId)?.every(({ record }) => !indexed.has(record.state)) ?? true;

  return {
    isFinished,
    has: (id) => byId.has(id),
    add(record) {
      const entry: Entry = { order: added++, record };
      byId.set(record.id, entry);
      const siblings = byPublication.get(record.publicationId);
      if (siblings === undefined) byPublication.set(record.publicationId, [entry]);
      else siblings.push(entry);
      place(entry);
    },
    select(query) {
      const found = [...new Set(candidates(query))].filter(({ record }) => matches(record, query));
      return found.sort((one, other) => one.order - other.order).map(({ record }) => record);
    },
    change(id, from, change, at) {
      const entry = byId.get(id);
      if (entry?.record.state !== from) return false;
      Object.assign(entry.record, change, { updatedAt: at });
      if (change.state !== undefined && change.state !== from) {
        byState.get(from)?.get(entry.record.channel)?.delete(entry);
        place(entry);
        if (isFinished(entry.record.publicationId)) onFinished(entry.record.publicationId);
      }
      return true;
    },
    remove(publicationId) {
      for (const { record } of byPublication.get(publicationId) ?? []) byId.delete(record.id);
      byPublication.delete(publicationId);
    },
  };
}

function matches(record: DeliveryRecord, { channel, states }: DeliveryQuery): boolean {
  return (channel === undefined || record.channel === channel) && (states?.includes(record.state) ?? true);
}
