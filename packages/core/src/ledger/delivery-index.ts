import type { DeliveryChange, DeliveryQuery, DeliveryRecord, DeliveryState } from "./ledger.ts";

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
}

/** Owns the records that it is given and hands out its own objects: copying, in and out, is the caller's. */
export function createDeliveryIndex(): DeliveryIndex {
  const byId = new Map<string, Entry>();
  const byPublication = new Map<string, Entry[]>();
  const byState = new Map<DeliveryState, Map<string, Set<Entry>>>();

  function place(entry: Entry): void {
    const { state, channel } = entry.record;
    let channels = byState.get(state);
    if (channels === undefined) byState.set(state, (channels = new Map<string, Set<Entry>>()));
    const entries = channels.get(channel);
    if (entries === undefined) channels.set(channel, new Set([entry]));
    else entries.add(entry);
  }

  function* candidates(query: DeliveryQuery): Iterable<Entry> {
    for (const state of new Set(query.states ?? byState.keys())) {
      const channels = byState.get(state);
      if (channels === undefined) continue;
      if (query.channel !== undefined) yield* channels.get(query.channel) ?? [];
      else for (const entries of channels.values()) yield* entries;
    }
  }

  function ofPublication(id: string, { channel, states }: DeliveryQuery): Entry[] {
    return (byPublication.get(id) ?? []).filter(
      ({ record }) =>
        (channel === undefined || record.channel === channel) &&
        (states === undefined || states.includes(record.state)),
    );
  }

  return {
    has: (id) => byId.has(id),
    add(record) {
      const entry: Entry = { order: byId.size, record };
      byId.set(record.id, entry);
      const siblings = byPublication.get(record.publicationId);
      if (siblings === undefined) byPublication.set(record.publicationId, [entry]);
      else siblings.push(entry);
      place(entry);
    },
    select(query) {
      const entries =
        query.publicationId === undefined
          ? [...candidates(query)].sort((one, other) => one.order - other.order)
          : ofPublication(query.publicationId, query);
      return entries.map((entry) => entry.record);
    },
    change(id, from, change, at) {
      const entry = byId.get(id);
      if (entry?.record.state !== from) return false;
      Object.assign(entry.record, change, { updatedAt: at });
      if (change.state !== undefined && change.state !== from) {
        byState.get(from)?.get(entry.record.channel)?.delete(entry);
        place(entry);
      }
      return true;
    },
  };
}
