import type { Inbound } from "@carecast/adapter";

interface Waiting {
  readonly event: Inbound;
  readonly resolve: (handled: boolean) => void;
}

/**
 * Where webhook events wait for a listener. Bounded: when it is full, the platform is told to deliver again.
 */
export interface Inbox extends AsyncIterable<Inbound> {
  /** Resolves `true` once a listener has handled the event, `false` when there is no room or the inbox closes. */
  offer(event: Inbound): Promise<boolean>;
  /** The listener has handled this event. */
  settle(eventId: string): void;
  close(): void;
}

export function createInbox(size: number): Inbox {
  const queue: Waiting[] = [];
  const taken = new Map<string, Waiting>();
  let wake: (() => void) | undefined;
  let closed = false;

  return {
    offer(event) {
      if (closed || queue.length + taken.size >= size) return Promise.resolve(false);
      return new Promise((resolve) => {
        queue.push({ event, resolve });
        wake?.();
      });
    },
    settle(eventId) {
      taken.get(eventId)?.resolve(true);
      taken.delete(eventId);
    },
    close() {
      closed = true;
      for (const waiting of [...queue.splice(0), ...taken.values()]) waiting.resolve(false);
      taken.clear();
      wake?.();
    },
    async *[Symbol.asyncIterator]() {
      while (!closed) {
        const next = queue.shift();
        if (next) {
          taken.set(next.event.eventId, next);
          yield next.event;
        } else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
