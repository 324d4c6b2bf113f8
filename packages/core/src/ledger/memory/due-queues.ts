import { isWorkable } from "../delivery-states.ts";
import type { DeliveryRecord, Priority } from "../records.ts";
import type { Entry } from "./entry.ts";
import { createHeap, type Heap } from "./heap.ts";

/** What a machine has work with, by channel and priority, the first one at hand. */
export interface DueQueues {
  /** Puts an entry in if there is work with it. */
  enter(entry: Entry): void;
  /** Takes an entry out if it is there. */
  leave(entry: Entry): void;
  /** The first one of its queue, if its time has come. */
  next(channel: string, priority: Priority, now: number): Entry | undefined;
}

type Queues = Readonly<Record<Priority, Heap<Entry>>>;

export function createDueQueues(): DueQueues {
  const byChannel = new Map<string, Queues>();

  function queueOf({ record, publication }: Entry): Heap<Entry> {
    let queues = byChannel.get(record.channel);
    if (queues === undefined) byChannel.set(record.channel, (queues = createQueues()));
    return queues[publication.priority];
  }

  return {
    enter(entry) {
      if (isQueued(entry.record)) queueOf(entry).add(entry);
    },
    leave(entry) {
      if (isQueued(entry.record)) queueOf(entry).remove(entry);
    },
    next(channel, priority, now) {
      const first = byChannel.get(channel)?.[priority].first();
      return first !== undefined && dueAtOf(first) <= now ? first : undefined;
    },
  };
}

/** Whether a delivery stands in a queue. */
export function isQueued({ state, dueAt }: Pick<DeliveryRecord, "state" | "dueAt">): boolean {
  return dueAt !== null && isWorkable(state);
}

function createQueues(): Queues {
  return { emergency: createHeap(isBefore), high: createHeap(isBefore), routine: createHeap(isBefore) };
}

function isBefore(one: Entry, other: Entry): boolean {
  const [first, second] = [dueAtOf(one), dueAtOf(other)];
  return first === second ? one.order < other.order : first < second;
}

function dueAtOf({ record }: Entry): number {
  return record.dueAt ?? Infinity;
}
