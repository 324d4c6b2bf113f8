import type { FaultBook } from "../faults/faults.ts";

/** One open stream. */
export interface Subscriber<Event> {
  /** The credential that opened it, so that it can be closed when that dies. */
  readonly owner?: string;
  wants(event: Event): boolean;
  send(event: Event): void;
  /** Sends bytes in which this event cannot be read. */
  sendMalformed(event: Event): void;
  destroy(): void;
}

/** The open streams of one server. */
export interface StreamHub<Event> {
  readonly open: number;
  /** Returns how to leave; leaving twice does no harm. */
  join(subscriber: Subscriber<Event>): () => void;
  /** Sends everything that one happening causes; a stream fault meets all of it together. */
  publish(events: readonly Event[]): void;
  /** Breaks off every stream, or those of one owner. */
  drop(owner?: string): void;
}

export function createStreamHub<Event>(faults: () => Pick<FaultBook, "waiting" | "takeStream">): StreamHub<Event> {
  const subscribers = new Set<Subscriber<Event>>();
  return {
    get open() {
      return subscribers.size;
    },
    join(subscriber) {
      subscribers.add(subscriber);
      return () => {
        subscribers.delete(subscriber);
      };
    },
    publish(events) {
      const book = faults();
      if (subscribers.size === 0 && !book.waiting) return;
      const wanted = [...subscribers].flatMap((subscriber) =>
        events.filter((event) => subscriber.wants(event)).map((event) => ({ subscriber, event })),
      );
      const effect = book.waiting ? book.takeStream(wanted.length > 0) : undefined;
      if (effect === "lose") return;
      for (const { subscriber, event } of wanted) {
        if (effect === "malformed") subscriber.sendMalformed(event);
        if (effect === "duplicate") subscriber.send(event);
        subscriber.send(event);
      }
    },
    drop(owner) {
      for (const subscriber of [...subscribers]) {
        if (owner !== undefined && subscriber.owner !== owner) continue;
        subscribers.delete(subscriber);
        subscriber.destroy();
      }
    },
  };
}
