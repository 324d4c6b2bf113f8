import { AuthError, StreamError, type Adapter, type Feedback } from "@carecast/adapter";
import { fakeAdapter, manualClock, type FakeAdapter } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type FeedbackItem, type Ledger } from "../index.ts";

const since = "2026-01-01T00:00:00Z";

async function take<T>(items: AsyncIterableIterator<T, undefined>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const next = await items.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

const texts = (items: readonly FeedbackItem[]): string[] => items.map(({ text }) => text);

function speak(fake: FakeAdapter, ...words: string[]): void {
  for (const text of words) fake.say({ text });
}

describe("handling", () => {
  test("asking for the next item says that the last one is handled", async () => {
    const ledger = memoryLedger();
    const fake = fakeAdapter();
    speak(fake, "one", "two", "three");
    const first = createCarecast({ channels: { press: fake }, ledger }).listen({ since });
    expect(texts(await take(first, 2))).toEqual(["one", "two"]);
    // "two" was handed out, but nobody has said that it is handled.
    const second = createCarecast({ channels: { press: fake }, ledger }).listen({ since });
    expect(texts(await take(second, 2))).toEqual(["two", "three"]);
  });

  test("leaving the loop keeps what was handled and brings the item in hand again", async () => {
    const ledger = memoryLedger();
    const fake = fakeAdapter();
    speak(fake, "one", "two");
    const care = createCarecast({ channels: { press: fake }, ledger });
    for await (const item of care.listen({ since })) if (item.text === "two") break;
    expect(texts(await take(care.listen({ since }), 1))).toEqual(["two"]);
  });

  test("an event that comes twice is handed out once", async () => {
    const fake = fakeAdapter();
    speak(fake, "one", "two");
    const twice: Adapter = {
      ...fake,
      async *listen(query, context) {
        for await (const event of fake.listen!(query, context)) {
          yield event;
          yield event;
        }
      },
    };
    const care = createCarecast({ channels: { press: twice }, ledger: memoryLedger() });
    expect(texts(await take(care.listen({ since }), 2))).toEqual(["one", "two"]);
  });

  test("two listeners with names of their own each get every item", async () => {
    const fake = fakeAdapter();
    speak(fake, "one");
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    expect(texts(await take(care.listen({ since, listener: "triage" }), 1))).toEqual(["one"]);
    expect(texts(await take(care.listen({ since, listener: "archive" }), 1))).toEqual(["one"]);
  });

  test("a ledger that fails ends the loop with its error, and the item is not lost", async () => {
    const fake = fakeAdapter();
    speak(fake, "one", "two");
    const ledger = memoryLedger();
    const broken: Ledger = { ...ledger, markHandled: () => Promise.reject(new StreamError("disk full")) };
    const items = createCarecast({ channels: { press: fake }, ledger: broken }).listen({ since });
    await take(items, 1);
    await expect(items.next()).rejects.toThrow("disk full");
    expect(texts(await take(createCarecast({ channels: { press: fake }, ledger }).listen({ since }), 1))).toEqual([
      "one",
    ]);
  });
});

describe("merging", () => {
  test("is fair: a loud channel does not push a quiet one aside", async () => {
    const loud = fakeAdapter();
    const quiet = fakeAdapter();
    speak(loud, ...Array.from({ length: 100 }, (_, index) => `loud ${index}`));
    speak(quiet, "quiet 0", "quiet 1");
    const care = createCarecast({ channels: { loud, quiet }, ledger: memoryLedger() });
    const firsts = texts(await take(care.listen({ since }), 6));
    expect(firsts.filter((text) => text.startsWith("quiet"))).toHaveLength(2);
  });

  test("asks a channel for no more than one item beyond the one in hand", async () => {
    const fake = fakeAdapter();
    speak(fake, "one", "two", "three", "four");
    let pulled = 0;
    const counting: Adapter = {
      ...fake,
      async *listen(query, context) {
        for await (const event of fake.listen!(query, context)) {
          pulled += 1;
          yield event;
        }
      },
    };
    const items = createCarecast({ channels: { press: counting }, ledger: memoryLedger() }).listen({ since });
    await take(items, 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(pulled).toBe(2);
  });

  test("tells on which channel an item came", async () => {
    const press = fakeAdapter();
    const wards = fakeAdapter();
    speak(press, "to press");
    speak(wards, "to wards");
    const care = createCarecast({ channels: { press, wards }, ledger: memoryLedger() });
    const items = await take(care.listen({ since }), 2);
    expect(items.map(({ channel, text }) => [channel, text]).sort()).toEqual([
      ["press", "to press"],
      ["wards", "to wards"],
    ]);
  });
});

describe("leaving", () => {
  test("an abort ends a waiting loop with its reason and stops the adapter", async () => {
    const reason = new Error("Ctrl-C");
    const controller = new AbortController();
    const stopped = Promise.withResolvers<unknown>();
    const fake = fakeAdapter();
    const watched: Adapter = {
      ...fake,
      listen: (query, context) => {
        context.signal.addEventListener("abort", () => stopped.resolve(context.signal.reason));
        return fake.listen!(query, context);
      },
    };
    const care = createCarecast({ channels: { press: watched }, ledger: memoryLedger() });
    const pending = care.listen({ signal: controller.signal }).next();
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
    expect(await stopped.promise).toBe(reason);
  });

  test("closing care ends every loop", async () => {
    const care = createCarecast({ channels: { press: fakeAdapter() }, ledger: memoryLedger() });
    const pending = care.listen().next();
    await new Promise((resolve) => setImmediate(resolve));
    await care.close();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  test("closing care ends a loop whose adapter hears no abort", async () => {
    const fake = fakeAdapter();
    const deaf: Adapter = {
      ...fake,
      listen: (query) =>
        fake.listen!(query, { clock: manualClock(), signal: new AbortController().signal, report: () => undefined }),
    };
    const care = createCarecast({ channels: { press: deaf }, ledger: memoryLedger() });
    const pending = care.listen().next();
    await new Promise((resolve) => setImmediate(resolve));
    await care.close();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  test("an adapter that has just handed out an item cleans up too", async () => {
    const fake = fakeAdapter();
    speak(fake, "one");
    let cleaned = false;
    const tidy: Adapter = {
      ...fake,
      async *listen(query, context) {
        try {
          yield* fake.listen!(query, context);
        } finally {
          cleaned = true;
        }
      },
    };
    const care = createCarecast({ channels: { press: tidy }, ledger: memoryLedger() });
    for await (const _ of care.listen({ since })) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(cleaned).toBe(true);
  });

  test("a loop that was left stays left", async () => {
    const fake = fakeAdapter();
    const items = createCarecast({ channels: { press: fake }, ledger: memoryLedger() }).listen();
    await items.return?.();
    speak(fake, "late");
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });
});

describe("failures", () => {
  test("a stream that breaks is opened again where it was, and nothing is missed", async () => {
    const clock = manualClock();
    const fake = fakeAdapter();
    speak(fake, "one");
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock });
    const facts: string[] = [];
    care.events.on("stream-disconnected", ({ channel }) => facts.push(channel));
    const items = care.listen({ since });
    await take(items, 1);
    const next = items.next();
    await clock.advance(0);
    expect(fake.listeners).toBe(1);
    fake.breakStreams(new StreamError("broken", { retryable: true }));
    speak(fake, "two");
    await clock.advance(10_000);
    expect((await next).value?.text).toBe("two");
    expect(facts).toContain("press");
  });

  test("a channel that is opened again begins after its last item", async () => {
    const clock = manualClock();
    const fake = fakeAdapter();
    speak(fake, "one");
    const cursors: (string | undefined)[] = [];
    const watched: Adapter = {
      ...fake,
      listen: (query, context) => {
        cursors.push(query.cursor);
        return fake.listen!(query, context);
      },
    };
    const care = createCarecast({ channels: { press: watched }, ledger: memoryLedger(), clock });
    const items = care.listen({ since });
    await take(items, 1);
    const next = items.next();
    await clock.advance(0);
    fake.breakStreams(new StreamError("broken", { retryable: true }));
    await clock.advance(10_000);
    expect(cursors).toEqual([undefined, "1"]);
    await care.close();
    await next;
  });

  test("a credential that is revoked ends the loop and names the channel", async () => {
    const fake = fakeAdapter();
    fake.always("listen", new AuthError("revoked"));
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    await expect(care.listen().next()).rejects.toMatchObject({ code: "auth", channel: "press" });
  });

  test("an item of the wrong form is refused without its words", async () => {
    const fake = fakeAdapter();
    fake.say({ text: "words of a person", kind: "gossip" as Feedback["kind"] });
    const odd: Adapter = {
      ...fake,
      listen: (_, context) => fake.listen!({ since, kinds: ["gossip" as Feedback["kind"]] }, context),
    };
    const care = createCarecast({ channels: { press: odd }, ledger: memoryLedger() });
    const error: unknown = await care
      .listen({ since })
      .next()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "bad-response", path: "kind" });
    expect(String(error)).not.toContain("words of a person");
  });

  test("a channel that cannot listen is refused when it is named, and left out when it is not", async () => {
    const deaf = fakeAdapter({ capabilities: { listening: { modes: [], kinds: [], hashtags: false } } });
    const press = fakeAdapter();
    speak(press, "one");
    const care = createCarecast({ channels: { deaf, press }, ledger: memoryLedger() });
    expect(() => care.listen({ channels: ["deaf"] })).toThrow(expect.objectContaining({ code: "unsupported" }));
    expect(texts(await take(care.listen({ since }), 1))).toEqual(["one"]);
  });

  test.each([
    [{ kind: ["reply"] }, "kind"],
    [{ since: "yesterday" }, "since"],
    [{ hashtags: ["#flood"] }, "hashtags[0]"],
    [{ channels: ["nobody"] }, "channels[0]"],
  ])("a wrong option is named: %j", (options, path) => {
    const care = createCarecast({ channels: { press: fakeAdapter() }, ledger: memoryLedger() });
    expect(() => care.listen(options as object)).toThrow(expect.objectContaining({ code: "config", path }));
  });
});
