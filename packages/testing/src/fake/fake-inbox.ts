import type { CarecastError, Feedback, FeedbackKind, Inbound, ListenContext, ListenQuery } from "@carecast/adapter";

/** What somebody says to the account: only `text` is needed. */
export type FakeFeedback = Partial<Feedback> & { readonly text: string };

/** Everything that was ever said to the account, and those who listen. */
export interface FakeInbox {
  readonly listeners: number;
  readonly say: (feedback: FakeFeedback) => Inbound;
  /** Ends the connection of every listener: without an error they reconnect and go on where they were. */
  readonly breakStreams: (error?: CarecastError) => void;
  readonly listen: (query: ListenQuery, context: ListenContext) => AsyncGenerator<Inbound, void, undefined>;
}

interface Listener {
  readonly wake: () => void;
  readonly cut: (error: CarecastError | undefined) => void;
}

export function createFakeInbox(network: string, kinds: readonly FeedbackKind[]): FakeInbox {
  const log: Inbound[] = [];
  const listeners = new Set<Listener>();

  return {
    get listeners() {
      return listeners.size;
    },
    say: (feedback) => {
      const number = log.length + 1;
      const inbound = inboundOf(feedback, number, network);
      log.push(inbound);
      for (const listener of listeners) listener.wake();
      return inbound;
    },
    breakStreams: (error) => {
      for (const listener of listeners) listener.cut(error);
    },
    listen: (query, context) => {
      const start = startOf(query, log);
      return readLog({ log, listeners, start, accepts: (item) => isWanted(item.feedback, query, kinds), context });
    },
  };
}

async function* readLog(options: {
  readonly log: readonly Inbound[];
  readonly listeners: Set<Listener>;
  readonly start: number;
  readonly accepts: (item: Inbound) => boolean;
  readonly context: ListenContext;
}): AsyncGenerator<Inbound, void, undefined> {
  const { log, listeners, accepts } = options;
  const { context } = options;
  const { signal } = context;
  signal.throwIfAborted();
  let wake = (): void => undefined;
  let failure: CarecastError | undefined;
  const listener: Listener = {
    wake: () => wake(),
    cut: (error) => {
      failure = error;
      context.report({ fact: "disconnected", source: "inbox" });
      if (!error) context.report({ fact: "connected", source: "inbox" });
      wake();
    },
  };
  const onAbort = (): void => wake();
  listeners.add(listener);
  signal.addEventListener("abort", onAbort);
  try {
    context.report({ fact: "connected", source: "inbox" });
    for (let position = options.start; ;) {
      signal.throwIfAborted();
      if (failure) throw failure;
      const item = log[position];
      if (item) {
        position += 1;
        if (accepts(item)) yield item;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    listeners.delete(listener);
    signal.removeEventListener("abort", onAbort);
  }
}

function startOf(query: ListenQuery, log: readonly Inbound[]): number {
  if (query.cursor !== undefined) return Number(query.cursor);
  const { since } = query;
  if (since === undefined) return log.length;
  const index = log.findIndex((item) => Date.parse(item.feedback.createdAt) >= Date.parse(since));
  return index < 0 ? log.length : index;
}

function isWanted(feedback: Feedback, query: ListenQuery, kinds: readonly FeedbackKind[]): boolean {
  if (feedback.kind !== "post") return (query.kinds ?? kinds).includes(feedback.kind);
  return query.hashtags?.some((hashtag) => feedback.hashtags.includes(hashtag)) ?? false;
}

function inboundOf(given: FakeFeedback, number: number, network: string): Inbound {
  const id = `in-${number}`;
  const feedback: Feedback = {
    kind: "mention",
    change: "created",
    network,
    ref: { id, url: `https://${network}.example/posts/${id}` },
    author: { id: "reader-1", handle: "reader@example.org" },
    createdAt: "2026-01-01T00:00:00Z",
    private: given.kind === "direct-message",
    hashtags: [],
    links: [],
    media: [],
    ...given,
  };
  return { eventId: id, cursor: String(number), feedback };
}
