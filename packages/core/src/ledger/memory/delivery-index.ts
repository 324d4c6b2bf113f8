import { isOpen, isWorkable } from "../delivery-states.ts";
import type { DeliveryQuery } from "../publication-store.ts";
import type { DeliveryChange, DeliveryRecord, DeliveryState, Priority, PublicationRecord } from "../records.ts";
import { createHeap, type Heap } from "./heap.ts";

/** One delivery and its place in the order of addition. */
export interface Entry {
  readonly order: number;
  readonly publication: PublicationRecord;
  /** Changed in place: a new object for each of a delivery's steps would be most of the cost of a step. */
  readonly record: DeliveryRecord;
  place: number;
}

/** The deliveries of one process, found by id, by publication, by state and channel, and by due time without a scan. */
export interface DeliveryIndex {
  find(id: string): Entry | undefined;
  add(record: DeliveryRecord, publication: PublicationRecord): void;
  select(query: DeliveryQuery): Entry[];
  change(entry: Entry, change: DeliveryChange, at: number): void;
  /** Takes the content away. */
  purge(entry: Entry, at: number): void;
  /** The delivery of this priority that comes first, if it is due. */
  nextDue(channel: string, priority: Priority, now: number): Entry | undefined;
  /** The parts of the thread that a delivery belongs to, in their order. */
  thread(entry: Entry): Entry[];
  /** Whether no delivery of a publication has work left. */
  isFinished(publicationId: string): boolean;
  /** Forgets every delivery of a finished publication. */
  remove(publicationId: string): void;
}

type Queues = Readonly<Record<Priority, Heap<Entry>>>;

/**
 * Owns the records that it is given and hands out its own objects: copying, in and out, is the caller's.
 *
 * @param onFinished called each time that a change leaves a publication without work.
 */
export function createDeliveryIndex(onFinished: (publicationId: string) => void): DeliveryIndex {
  const byId = new Map<string, Entry>();
  const byPublication = new Map<string, Entry[]>();
  /** What a program asks for again and again: the work that is left. Finished deliveries are found by looking at all. */
  const byState = new Map<DeliveryState, Map<string, Set<Entry>>>();
  const queues = new Map<string, Queues>();
  let added = 0;

  function enter(entry: Entry): void {
    const { state, channel } = entry.record;
    if (!isOpen(state)) return;
    let channels = byState.get(state);
    if (channels === undefined) byState.set(state, (channels = new Map<string, Set<Entry>>()));
    const entries = channels.get(channel);
    if (entries === undefined) channels.set(channel, new Set([entry]));
    else entries.add(entry);
  }

  function queueOf({ record, publication }: Entry): Heap<Entry> {
    let queue = queues.get(record.channel);
    if (queue === undefined) queues.set(record.channel, (queue = createQueues()));
    return queue[publication.priority];
  }

  function candidates({ publicationId, channel, states }: DeliveryQuery): Iterable<Entry> {
    if (publicationId !== undefined) return byPublication.get(publicationId) ?? [];
    if (states?.every(isOpen) !== true) return byId.values();
    return states.flatMap((state) => {
      const channels = byState.get(state);
      const sets = channel === undefined ? [...(channels?.values() ?? [])] : [channels?.get(channel) ?? []];
      return sets.flatMap((set) => [...set]);
    });
  }

  const isFinished = (publicationId: string): boolean =>
    byPublication.get(publicationId)?.every(({ record }) => !isOpen(record.state)) ?? true;

  return {
    isFinished,
    find: (id) => byId.get(id),
    add(record, publication) {
      const entry: Entry = { order: added++, publication, record, place: 0 };
      byId.set(record.id, entry);
      const siblings = byPublication.get(publication.id);
      if (siblings === undefined) byPublication.set(publication.id, [entry]);
      else siblings.push(entry);
      enter(entry);
      if (isPickable(record)) queueOf(entry).add(entry);
    },
    select(query) {
      const { after, limit } = query;
      const start = after === undefined ? 0 : (byId.get(after)?.order ?? Infinity) + 1;
      const found = [...new Set(candidates(query))].filter(
        ({ order, record }) => order >= start && matches(record, query),
      );
      return found.sort((one, other) => one.order - other.order).slice(0, limit);
    },
    change(entry, change, at) {
      const { record } = entry;
      const { state, dueAt } = record;
      const moves = change.state !== undefined && change.state !== state;
      const next = { state: change.state ?? state, dueAt: change.dueAt === undefined ? dueAt : change.dueAt };
      const requeues = next.dueAt !== dueAt || isPickable(next) !== isPickable(record);
      if (requeues && isPickable(record)) queueOf(entry).remove(entry);
      Object.assign(record, change, { updatedAt: at });
      if (change.part !== undefined) delete (record as { purgedAt?: number }).purgedAt;
      if (requeues && isPickable(record)) queueOf(entry).add(entry);
      if (!moves) return;
      byState.get(state)?.get(record.channel)?.delete(entry);
      enter(entry);
      if (isFinished(record.publicationId)) onFinished(record.publicationId);
    },
    purge({ record }, at) {
      Object.assign(record, { part: { text: "", audience: record.part.audience, media: [] }, purgedAt: at });
      delete (record as { draft?: unknown }).draft;
    },
    nextDue(channel, priority, now) {
      const first = queues.get(channel)?.[priority].first();
      return first !== undefined && dueAtOf(first) <= now ? first : undefined;
    },
    thread({ record: { publicationId, channel, language } }) {
      const parts = byPublication
        .get(publicationId)
        ?.filter(({ record }) => record.channel === channel && record.language === language);
      return (parts ?? []).sort((one, other) => one.record.index - other.record.index);
    },
    remove(publicationId) {
      for (const { record } of byPublication.get(publicationId) ?? []) byId.delete(record.id);
      byPublication.delete(publicationId);
    },
  };
}

function createQueues(): Queues {
  const create = (): Heap<Entry> =>
    createHeap(
      (one, other) => dueAtOf(one) - dueAtOf(other) < 0 || (dueAtOf(one) === dueAtOf(other) && one.order < other.order),
    );
  return { emergency: create(), high: create(), routine: create() };
}

function dueAtOf({ record }: Entry): number {
  return record.dueAt ?? Infinity;
}

function isPickable({ state, dueAt }: Pick<DeliveryRecord, "state" | "dueAt">): boolean {
  return dueAt !== null && isWorkable(state);
}

function matches(record: DeliveryRecord, { channel, states }: DeliveryQuery): boolean {
  return (channel === undefined || record.channel === channel) && (states?.includes(record.state) ?? true);
}
