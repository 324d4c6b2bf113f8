import {
  type CarecastError,
  ConfigError,
  type Inbound,
  type ListenContext,
  type Part,
  type PublishContext,
  RateLimitedError,
  type RateState,
  type RepeatLever,
  type StreamFact,
  StreamError,
} from "@carecast/adapter";
import { describe, expect, it } from "vitest";
import { manualClock } from "../manual-clock.ts";
import { fakeAdapter, type FakeAdapter } from "./fake-adapter.ts";

const clock = manualClock();
const part: Part = { text: "The ward is open.", audience: "public", media: [] };
const contextOf = (key: string, more: Partial<PublishContext> = {}): PublishContext => ({
  clock,
  lane: "routine",
  key,
  ...more,
});

async function publish(fake: FakeAdapter, key: string, text = part.text, more: Partial<PublishContext> = {}) {
  const context = contextOf(key, more);
  return fake.publish(await fake.prepare({ ...part, text }, context), context);
}

const failureOf = (promise: Promise<unknown>): Promise<CarecastError> =>
  promise.then(
    () => Promise.reject(new Error("It was meant to fail.")),
    (error: CarecastError) => error,
  );

describe("fakeAdapter", () => {
  it("publishes at once and shows what it published", async () => {
    const fake = fakeAdapter({ network: "board" });
    const receipt = await publish(fake, "k1");
    expect(receipt).toMatchObject({ state: "delivered", id: "1", url: "https://board.example/posts/1" });
    expect(fake.posts.map(({ id, text, key }) => ({ id, text, key }))).toEqual([
      { id: "1", text: part.text, key: "k1" },
    ]);
    expect(fake.calls.map((call) => call.method)).toEqual(["prepare", "publish"]);
  });

  it("goes as ordered, call by call, and then well again", async () => {
    const fake = fakeAdapter();
    fake.next("publish", "drop-before", "drop-after", new RateLimitedError("Wait."), "accept");
    expect(await failureOf(publish(fake, "a"))).toMatchObject({ code: "network", outcome: "unknown" });
    expect(fake.posts).toHaveLength(0);
    expect(await failureOf(publish(fake, "b"))).toMatchObject({ code: "network", outcome: "unknown" });
    expect(fake.posts).toHaveLength(1);
    expect(await failureOf(publish(fake, "c"))).toMatchObject({ code: "rate-limited" });
    expect(await publish(fake, "d")).toMatchObject({ state: "accepted" });
    expect(await publish(fake, "e")).toMatchObject({ state: "delivered" });
  });

  it("can fail always, and by a function of the call", async () => {
    const fake = fakeAdapter();
    fake.always("publish", (call) => (call.text === "second" ? "server-error-after" : "deliver"));
    await publish(fake, "a", "first");
    expect(await failureOf(publish(fake, "b", "second"))).toMatchObject({ code: "platform", outcome: "unknown" });
    expect(fake.posts).toHaveLength(2);
  });

  it("hangs until the abort, and throws its reason", async () => {
    const fake = fakeAdapter();
    fake.next("publish", "hang", "hang-after");
    const reason = new Error("enough");
    for (const count of [0, 1]) {
      const controller = new AbortController();
      const publishing = failureOf(publish(fake, `k${count}`, part.text, { signal: controller.signal }));
      controller.abort(reason);
      expect(await publishing).toBe(reason);
    }
  });

  it("waits on the clock of the call", async () => {
    const fake = fakeAdapter();
    fake.next("publish", { afterMs: 50 });
    const publishing = publish(fake, "k");
    await clock.untilPending();
    expect(fake.posts).toHaveLength(0);
    await clock.advance(50);
    expect(await publishing).toMatchObject({ id: "1" });
  });

  it.each<[RepeatLever, number]>([
    ["idempotency-key", 1],
    ["record-key", 1],
    ["signed-id", 1],
    ["nonce", 1],
    ["container", 1],
    ["duplicate-refusal", 1],
    ["none", 2],
  ])("with the lever %s a repeated call makes %i post(s)", async (lever, count) => {
    const fake = fakeAdapter({ capabilities: { repeat: { lever, windowMs: undefined, find: "hint" } } });
    const draft = await fake.prepare(part, contextOf("k"));
    fake.next("publish", "drop-after");
    await failureOf(fake.publish(draft, contextOf("k")));
    const again = fake.publish(draft, contextOf("k"));
    if (lever === "duplicate-refusal") expect(await failureOf(again)).toMatchObject({ outcome: "sent" });
    else await again;
    expect(fake.posts).toHaveLength(count);
    expect(await fake.find?.(draft, contextOf("k"))).toMatchObject({ found: true, receipt: { id: "1" } });
    expect(await fake.find?.(draft, contextOf("other"))).toEqual({ found: false, certain: false });
  });

  it("tells what was ordered of the rate budgets with each answer, and nothing where none came", async () => {
    const fake = fakeAdapter();
    const told: RateState[] = [];
    const telling = { tellRate: (rate: RateState) => void told.push(rate) };
    await publish(fake, "a", "none", telling);
    expect(told).toEqual([]);
    const rate: RateState = { of: "posts", limit: 9, remaining: 8, resetAt: clock.now() + 1000 };
    fake.tellRates(({ method }) => (method === "publish" ? [rate] : []));
    fake.next("publish", "deliver", "rate-limited", "drop-after", "token-expired");
    for (const key of ["b", "c", "d", "e"]) await publish(fake, key, key, telling).catch(() => undefined);
    expect(told).toEqual([rate, { ...rate, remaining: 0 }, rate]);
    fake.tellRates([{ ...rate, remaining: 1 }]);
    await fake.check?.({ clock, lane: "routine", ...telling });
    expect(told.at(-1)).toEqual({ ...rate, remaining: 1 });
  });

  it("forgets a key after the window", async () => {
    const fake = fakeAdapter({ capabilities: { repeat: { windowMs: 1000 } } });
    await publish(fake, "k");
    await clock.advance(1001);
    await publish(fake, "k");
    expect(fake.posts).toHaveLength(2);
  });

  it("leaves out what its capabilities deny", () => {
    const fake = fakeAdapter({
      capabilities: {
        ...{ edit: false, delete: false, pin: false },
        ...{ repeat: { find: "none" }, listening: { modes: [] } },
      },
    });
    expect(Object.keys(fake)).not.toEqual(
      expect.arrayContaining(["revise", "retract", "pin", "unpin", "find", "listen", "receive", "discover"]),
    );
    for (const member of ["revise", "retract", "pin", "unpin", "find", "listen", "receive", "discover"])
      expect(fake).not.toHaveProperty(member);
  });

  it("shows what is pinned, the last one first, and forgets what is removed", async () => {
    const fake = fakeAdapter();
    const context = { clock, lane: "routine" } as const;
    const [first, second] = [await publish(fake, "a"), await publish(fake, "b")];
    for (const ref of [first, second, first]) await fake.pin?.(ref, context);
    expect(fake.pinned).toEqual([second.id, first.id]);
    await fake.retract?.(first, context);
    expect(fake.pinned).toEqual([second.id]);
    await fake.unpin?.(second, context);
    expect(fake.pinned).toEqual([]);
    expect(await failureOf(fake.pin!(first, context))).toMatchObject({ code: "platform", status: 404 });
    expect(fake.calls.map(({ method }) => method).slice(-3)).toEqual(["retract", "unpin", "pin"]);
  });

  it.each(["pin", "unpin"] as const)("does not know whether a lost %s was done", async (method) => {
    const fake = fakeAdapter();
    const receipt = await publish(fake, "a");
    fake.next(method, "drop-after");
    const lost = fake[method]!(receipt, { clock, lane: "routine" });
    expect(await failureOf(lost)).toMatchObject({ outcome: "unknown" });
  });

  it("refuses an unknown option by its name", () => {
    // @ts-expect-error: the types refuse it too.
    expect(() => fakeAdapter({ netwrok: "x" })).toThrow(ConfigError);
  });

  it("refuses what is over a limit, with the count and the limit", async () => {
    const fake = fakeAdapter({ capabilities: { text: { limits: [{ unit: "graphemes", max: 3 }] } } });
    expect(await publish(fake, "k", "👨‍👩‍👧ab")).toMatchObject({ state: "delivered" });
    const error = await failureOf(publish(fake, "k2", "abcd"));
    expect(error).toMatchObject({ code: "invalid-post", violations: [{ rule: "text-too-long", count: 4, limit: 3 }] });
  });
});

describe("fakeAdapter, listening", () => {
  const listenContext = (controller: AbortController, facts: StreamFact[] = []): ListenContext => ({
    clock,
    signal: controller.signal,
    report: (fact) => void facts.push(fact),
  });

  async function take(items: AsyncIterator<Inbound>, count: number): Promise<string[]> {
    const texts: string[] = [];
    while (texts.length < count) {
      const step = await items.next();
      if (step.done) break;
      texts.push(step.value.feedback.text);
    }
    return texts;
  }

  it("hears what is said from now on, also after a broken stream", async () => {
    const fake = fakeAdapter();
    fake.say({ text: "before" });
    const facts: StreamFact[] = [];
    const items = fake.listen!({}, listenContext(new AbortController(), facts))[Symbol.asyncIterator]();
    fake.say({ text: "one" });
    expect(await take(items, 1)).toEqual(["one"]);
    fake.breakStreams();
    fake.say({ text: "two" });
    expect(await take(items, 1)).toEqual(["two"]);
    expect(facts.map(({ fact }) => fact)).toEqual(["connected", "disconnected", "connected"]);
    await items.return?.();
  });

  it("resumes after a cursor", async () => {
    const fake = fakeAdapter();
    const { cursor } = fake.say({ text: "handled" });
    fake.say({ text: "next" });
    const items = fake.listen!({ cursor: cursor! }, listenContext(new AbortController()))[Symbol.asyncIterator]();
    expect(await take(items, 1)).toEqual(["next"]);
  });

  it("gives public posts only to those who follow their hashtag", async () => {
    const fake = fakeAdapter();
    const items = fake.listen!({ hashtags: ["flood"] }, listenContext(new AbortController()))[Symbol.asyncIterator]();
    fake.say({ text: "other", kind: "post", hashtags: ["sun"] });
    fake.say({ text: "water", kind: "post", hashtags: ["flood"] });
    expect(await take(items, 1)).toEqual(["water"]);
  });

  it("ends by abort, and by an error that a test orders", async () => {
    const fake = fakeAdapter();
    const controller = new AbortController();
    const leaving = failureOf(take(fake.listen!({}, listenContext(controller))[Symbol.asyncIterator](), 1));
    controller.abort(new Error("leave"));
    expect(await leaving).toBe(controller.signal.reason);
    const breaking = failureOf(take(fake.listen!({}, listenContext(new AbortController()))[Symbol.asyncIterator](), 1));
    await Promise.resolve();
    const error = new StreamError("Over.");
    await new Promise((resolve) => setTimeout(resolve, 0));
    fake.breakStreams(error);
    expect(await breaking).toBe(error);
  });

  it("takes webhooks that carry its signature and no others", async () => {
    const capabilities = { listening: { modes: ["webhook"] as const } };
    const fake = fakeAdapter({ capabilities, webhookSecret: "hook-secret" });
    const context = contextOf("k");
    const request = await fake.sayByWebhook({ text: "hello" });
    const forged = new Request(request.clone(), { headers: { "x-fake-signature": "00" } });
    expect(await fake.receive!(request, context)).toMatchObject({ events: [{ feedback: { text: "hello" } }] });
    const refused = await fake.receive!(forged, context);
    expect([refused.response.status, refused.events]).toEqual([401, []]);
    const challenge = await fake.receive!(new Request("https://hooks.example.org/?challenge=abc"), context);
    expect(await challenge.response.text()).toBe("abc");
    const open = fakeAdapter({ capabilities });
    expect((await open.receive!(await fake.sayByWebhook({ text: "x" }), context)).response.status).toBe(401);
  });
});
