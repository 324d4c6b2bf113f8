import { isOpen } from "../delivery-states.ts";
import type { DeliveryQuery } from "../publication-store.ts";
import type { DeliveryChange, DeliveryRecord, Priority, PublicationRecord } from "../records.ts";
import { createDueQueues, isQueued } from "./due-queues.ts";
import type { Entry } from "./entry.ts";
import { createStateIndex } from "./state-index.ts";

/** The deliveries of one process, found by id, by publication, by state and channel, and by due time without a scan. */
export interface DeliveryIndex {
  find(id: string): Entry | undefined;
  add(record: DeliveryRecord, publication: PublicationRecord): void;
  /** In the order of addition. */
  select(query: DeliveryQuery): Entry[];
  change(entry: Entry, change: DeliveryChange, at: number): void;
  /** The delivery of this priority that comes first, if it is due. */
  next(channel: string, priority: Priority, now: number): Entry | undefined;
  /** Whether no delivery of a publication has work left. */
  isFinished(publicationId: string): boolean;
  /** Forgets every delivery of a finished publication. */
  remove(publicationId: string): void;
}

/**
 * Owns the records that it is given and hands out its own objects: copying, in and out, is the caller's.
 *
 * @param onFinished called each time that a change leaves a publication without work.
 */
export function createDeliveryIndex(onFinished: (publicationId: string) => void): DeliveryIndex {
  const byId = new Map<string, Entry>();
  const byPublication = new Map<string, Entry[]>();
  const byState = createStateIndex();
  const due = createDueQueues();
  let added = 0;

  /** Finished deliveries are found by looking at all. */
  function candidates({ publicationId, channel, states }: DeliveryQuery): Iterable<Entry> {
    if (publicationId !== undefined) return byPublication.get(publicationId) ?? [];
    return (states && byState.find(states, channel)) ?? byId.values();
  }

  const isFinished = (publicationId: string): boolean =>
    byPublication.get(publicationId)?.every(({ record }) => !isOpen(record.state)) ?? true;

  return {
    isFinished,
    find: (id) => byId.get(id),
    next: due.next,
    add(record, publication) {
      const entry: Entry = { order: added++, publication, record, place: 0 };
      byId.set(record.id, entry);
      const siblings = byPublication.get(publication.id);
      if (siblings === undefined) byPublication.set(publication.id, [entry]);
      else siblings.push(entry);
      byState.enter(entry);
      due.enter(entry);
    },
    select(query) {
      const { after, limit } = query;
      const start = after === undefined ? 0 : (byId.get(after)?.order ?? Infinity) + 1;
      const found = [...candidates(query)].filter((entry) => entry.order >= start && matches(entry, query));
      return found.sort((one, other) => one.order - other.order).slice(0, limit);
    },
    change(entry, change, at) {
      const { record } = entry;
      const { state = record.state, dueAt = record.dueAt } = change;
      const moves = state !== record.state;
      const requeues = dueAt !== record.dueAt || isQueued({ state, dueAt }) !== isQueued(record);
      if (requeues) due.leave(entry);
      if (moves) byState.leave(entry);
      Object.assign(record, change, { updatedAt: at });
      if (requeues) due.enter(entry);
      if (!moves) return;
      byState.enter(entry);
      if (isFinished(record.publicationId)) onFinished(record.publicationId);
    },
    remove(publicationId) {
      for (const { record } of byPublication.get(publicationId) ?? []) byId.delete(record.id);
      byPublication.delete(publicationId);
    },
  };
}

function matches({ record }: Entry, { channel, states }: DeliveryQuery): boolean {
  return (channel === undefined || record.channel === channel) && (states?.includes(record.state) ?? true);
}
