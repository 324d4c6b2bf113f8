import {
  type Adapter,
  AuthError,
  type Inbound,
  type ListenContext,
  type ListenQuery,
  type Received,
} from "@carecast/adapter";
import type { FakeAdapter } from "../../fake/fake-adapter.ts";
import { fakeSecrets, type Spoil } from "../fake-harness.ts";
import { omit } from "../omit.ts";
import type { Mutant } from "./mutant.ts";

const everyKind = ["mention", "reply", "comment", "direct-message", "review", "story", "post"] as const;
const options = { capabilities: { listening: { kinds: everyKind, modes: ["stream", "webhook"] } } } as const;

/** Changes each item before it is yielded. */
function changingItem(change: (item: Inbound) => Inbound): Spoil {
  return changingListen(async function* (adapter, query, context) {
    for await (const item of adapter.listen!(query, context)) yield change(item);
  });
}

type Listen = (adapter: FakeAdapter, query: ListenQuery, context: ListenContext) => AsyncIterable<Inbound>;

function changingListen(listen: Listen): Spoil {
  return (adapter) => ({ ...adapter, listen: (query, context) => listen(adapter, query, context) });
}

const changingFeedback = (change: (feedback: Inbound["feedback"]) => Partial<Inbound["feedback"]>): Spoil =>
  changingItem((item) => ({ ...item, feedback: { ...item.feedback, ...change(item.feedback) } }));

const shiftingCursor = (by: number): Spoil =>
  changingListen((adapter, { cursor, ...query }, context) => {
    const shifted = cursor === undefined ? {} : { cursor: String(Math.max(0, Number(cursor) + by)) };
    return adapter.listen!({ ...query, ...shifted }, context);
  });

let events = 0;

const listening: readonly Omit<Mutant, "options">[] = [
  {
    name: "leaves markup in the text",
    caughtBy: /: hears a (mention|reply|comment|direct-message|review|story) /,
    spoil: changingFeedback(({ text }) => ({ text: `<p>${text}</p>` })),
  },
  {
    name: "calls everything public",
    caughtBy: /: hears a direct-message/,
    spoil: changingFeedback(() => ({ private: false })),
  },
  {
    name: "does not say what a reply answers",
    caughtBy: /: hears a reply/,
    spoil: changingItem((item) => ({ ...item, feedback: omit(item.feedback, "inReplyTo") })),
  },
  {
    name: "writes hashtags with their sign",
    caughtBy: /: hears public posts with a hashtag/,
    spoil: changingFeedback(({ hashtags }) => ({ hashtags: hashtags.map((tag) => `#${tag}`) })),
  },
  {
    name: "gives every kind to everybody",
    caughtBy: /: hears only the kinds/,
    spoil: changingListen((adapter, query, context) => adapter.listen!(omit(query, "kinds"), context)),
  },
  {
    name: "gives the item of the cursor again",
    caughtBy: /: resumes at a cursor/,
    spoil: shiftingCursor(-1),
  },
  {
    name: "skips an item after the cursor",
    caughtBy: /: resumes at a cursor/,
    spoil: shiftingCursor(1),
  },
  {
    name: "forgets the cursor",
    caughtBy: /: (resumes at a cursor|names an event by the same id)/,
    spoil: changingListen((adapter, query, context) => adapter.listen!(omit(query, "cursor"), context)),
  },
  {
    name: "begins every first run now",
    caughtBy: /: begins a first run at the time/,
    spoil: changingListen((adapter, query, context) => adapter.listen!(omit(query, "since"), context)),
  },
  {
    name: "makes up event ids",
    caughtBy: /: names an event by the same id/,
    spoil: changingItem((item) => ({ ...item, eventId: `event-${(events += 1)}` })),
  },
  {
    name: "loses what is said while the stream is down",
    caughtBy: /: loses nothing that is said/,
    spoil: changingListen(async function* (adapter, query, context) {
      let isDown = false;
      const report: ListenContext["report"] = (fact) => {
        if (fact.fact === "disconnected") isDown = true;
        context.report(fact);
      };
      for await (const item of adapter.listen!(query, { ...context, report })) {
        if (!isDown) yield item;
        isDown = false;
      }
    }),
  },
  {
    name: "does not report that the stream was down",
    caughtBy: /: loses nothing that is said/,
    spoil: changingListen((adapter, query, context) => adapter.listen!(query, { ...context, report: () => undefined })),
  },
  {
    name: "ends without a word when the credential is wrong",
    caughtBy: /: ends with a documented error/,
    spoil: changingListen(async function* (adapter, query, context) {
      try {
        yield* adapter.listen!(query, context);
      } catch {
        // On purpose: the reader learns nothing.
      }
    }),
  },
  {
    name: "connects for ever when the credential is wrong",
    caughtBy: /: ends with a documented error/,
    spoil: (adapter, variant) => (variant === "working" ? adapter : { ...adapter, listen: () => silence }),
  },
  {
    name: "prints its token when the credential is wrong",
    caughtBy: /: ends with a documented error/,
    spoil: changingListen(async function* (adapter, query, context) {
      try {
        yield* adapter.listen!(query, context);
      } catch {
        throw new AuthError(`No: ${fakeSecrets[0]}`, { network: "fake" });
      }
    }),
  },
  {
    name: "answers nobody",
    caughtBy: /: hears an item that can be answered/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) => adapter.publish(draft, omit(context, "replyTo")),
    }),
  },
  {
    name: "goes on listening after the abort",
    caughtBy: /^leaving at once: .* aborted/,
    spoil: changingListen((adapter, query, context) =>
      adapter.listen!(query, { ...context, signal: new AbortController().signal }),
    ),
  },
  {
    name: "does not see that the loop was broken off",
    caughtBy: /^leaving at once: .* broken off/,
    spoil: changingListen((adapter, query, context) => {
      const items = adapter.listen!(query, context)[Symbol.asyncIterator]();
      return { [Symbol.asyncIterator]: () => ({ next: () => items.next() }) };
    }),
  },
  {
    name: "leaves a timer behind",
    caughtBy: /^leaving at once: /,
    spoil: changingListen((adapter, query, context) => {
      void context.clock.sleep(3_600_000);
      return adapter.listen!(query, context);
    }),
  },
  {
    name: "leaves a stream open",
    caughtBy: /^leaving at once: ends the loop/,
    spoil: changingListen((adapter, query, context) => {
      const second = adapter.listen!(query, { ...context, signal: new AbortController().signal });
      void second[Symbol.asyncIterator]().next();
      return adapter.listen!(query, context);
    }),
  },
];

export const listenMutants: readonly Mutant[] = listening.map((mutant) => ({ ...mutant, options }));

/** An iterable that never yields and never ends. */
const silence: AsyncIterable<Inbound> = {
  [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
};

/** Believes every request. */
async function believe(request: Request): Promise<Received> {
  if (request.method === "GET") return { response: new Response(null), events: [] };
  return { response: new Response(null), events: [(await request.json()) as Inbound] };
}

const changingReceived = (change: (received: Received) => Received): Spoil => {
  return (adapter): Adapter => ({
    ...adapter,
    receive: async (request, context) => change(await adapter.receive!(request, context)),
  });
};

const receiving: readonly Omit<Mutant, "options">[] = [
  {
    name: "believes every request",
    caughtBy: /^closed webhooks: (refuses|answers)/,
    spoil: (adapter) => ({ ...adapter, receive: believe }),
  },
  {
    name: "refuses every request",
    caughtBy: /^closed webhooks: takes a signed event/,
    spoil: changingReceived(() => ({ response: new Response(null, { status: 401 }), events: [] })),
  },
  {
    name: "names an event anew on each delivery",
    caughtBy: /^closed webhooks: takes a signed event/,
    spoil: changingReceived(({ response, events: given }) => ({
      response,
      events: given.map((item) => ({ ...item, eventId: `event-${(events += 1)}` })),
    })),
  },
  {
    name: "refuses, and yet hands the event on",
    caughtBy: /^closed webhooks: refuses/,
    spoil: (adapter) => ({
      ...adapter,
      receive: async (request, context) => {
        const copy = request.clone();
        const { response } = await adapter.receive!(request, context);
        return response.ok ? believe(copy) : { response, events: (await believe(copy)).events };
      },
    }),
  },
];

export const receiveMutants: readonly Mutant[] = receiving.map((mutant) => ({ ...mutant, options }));
