import type { HandledMark } from "../inbox-store.ts";

/** What one listener has handled on one channel: the newest marks as a ring, and a set to look them up in. */
interface Feed {
  cursor: string | undefined;
  readonly seen: Set<string>;
  /** A `Set` alone would be enough, but taking out its oldest member gets slow when many were taken out before. */
  readonly ring: string[];
  oldest: number;
}

/** Dedupe marks and cursors by listener and channel, at most `window` marks for each pair. */
export interface HandledMarks {
  cursor(listener: string, channel: string): string | undefined;
  has(listener: string, channel: string, eventId: string): boolean;
  add(mark: HandledMark): void;
}

export function createHandledMarks(window: number): HandledMarks {
  const feeds = new Map<string, Map<string, Feed>>();
  const find = (listener: string, channel: string): Feed | undefined => feeds.get(listener)?.get(channel);

  function open(listener: string, channel: string): Feed {
    let channels = feeds.get(listener);
    if (channels === undefined) feeds.set(listener, (channels = new Map<string, Feed>()));
    const feed: Feed = { cursor: undefined, seen: new Set(), ring: [], oldest: 0 };
    channels.set(channel, feed);
    return feed;
  }

  function remember(feed: Feed, eventId: string): void {
    if (feed.seen.has(eventId)) return;
    feed.seen.add(eventId);
    if (feed.ring.length < window) {
      feed.ring.push(eventId);
      return;
    }
    feed.seen.delete(feed.ring[feed.oldest] ?? "");
    feed.ring[feed.oldest] = eventId;
    feed.oldest = (feed.oldest + 1) % window;
  }

  return {
    cursor: (listener, channel) => find(listener, channel)?.cursor,
    has: (listener, channel, eventId) => find(listener, channel)?.seen.has(eventId) ?? false,
    add({ listener, channel, eventId, cursor }) {
      const feed = find(listener, channel) ?? open(listener, channel);
      remember(feed, eventId);
      if (cursor !== undefined) feed.cursor = cursor;
    },
  };
}
