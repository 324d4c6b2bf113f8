import type { Adapter, Inbound, ListenQuery, Part, PublishContext, StreamFact } from "@carecast/adapter";
import type { MastodonOptions } from "@carecast/sandbox/handlers";
import fc from "fast-check";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { overHttp, quickClock, throughMsw, type Wire } from "../test/wire.ts";

let keys = 0;
const contextOf = (more: Partial<PublishContext> = {}): PublishContext => ({
  clock: quickClock,
  lane: "routine",
  key: `wire-${(keys += 1)}`,
  ...more,
});
const partOf = (more: Partial<Part> = {}): Part => ({
  text: "The river is high.",
  audience: "public",
  media: [],
  ...more,
});
const pixel = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);
const image = { kind: "image", mimeType: "image/png", blob: new Blob([pixel], { type: "image/png" }) } as const;

describe.each([
  ["undici over HTTP", overHttp],
  ["ky through msw", throughMsw],
])("the sandbox, with %s", (_name, open) => {
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function start(options: MastodonOptions = {}): Promise<Wire> {
    const wire = await open(options);
    ends.push(() => wire.close());
    return wire;
  }

  function listen(adapter: Adapter, query: ListenQuery) {
    const controller = new AbortController();
    ends.push(() => {
      controller.abort();
    });
    const facts: StreamFact[] = [];
    const report = (fact: StreamFact): void => void facts.push(fact);
    const items = adapter.listen?.(query, { clock: quickClock, signal: controller.signal, report });
    const iterator = items?.[Symbol.asyncIterator]();
    const next = async (): Promise<Inbound> => (await iterator?.next())?.value as Inbound;
    const connected = async (count: number): Promise<void> => {
      while (facts.filter(({ fact }) => fact === "connected").length < count)
        await new Promise((go) => setTimeout(go, 1));
    };
    return {
      next,
      connected,
      facts,
      abort: (reason: unknown) => {
        controller.abort(reason);
      },
    };
  }

  test("publishes a thread with pictures, warning, poll and language, and takes it back", async () => {
    const { server, create } = await start({ imagePolls: 2 });
    const adapter = create();
    const first = contextOf();
    const media = [
      { ...image, alt: "A flooded door." },
      { ...image, alt: "" },
    ];
    const part = partOf({ media, contentWarning: "Water", language: "de-CH", audience: "unlisted" });
    const root = await adapter.publish(await adapter.prepare(part, first), first);
    const closesAt = new Date(Date.now() + 3_600_000).toISOString();
    const second = contextOf({ replyTo: { root, parent: root } });
    const poll = { options: ["Yes", "No"], multiple: false, closesAt };
    const reply = await adapter.publish(await adapter.prepare(partOf({ poll, audience: "followers" }), second), second);
    expect(server.posts()).toMatchObject([
      {
        id: root.id,
        url: root.url,
        text: part.text,
        contentWarning: "Water",
        sensitive: true,
        language: "de",
        visibility: "unlisted",
        media: [{ description: "A flooded door." }, { description: expect.toBeOneOf(["", null]) as string }],
      },
      { id: reply.id, inReplyToId: root.id, visibility: "private", poll: { options: ["Yes", "No"] } },
    ]);
    const better = await adapter.prepare(partOf({ text: "The river is low." }), contextOf());
    expect(await adapter.revise?.(root, better, contextOf())).toMatchObject({ id: root.id, url: root.url });
    expect(server.posts()[0]).toMatchObject({ text: "The river is low.", contentWarning: "", media: [] });
    await adapter.retract?.(reply, contextOf());
    await adapter.retract?.(reply, contextOf());
    expect(server.posts().map(({ id }) => id)).toEqual([root.id]);
  });

  test("pins five posts and no sixth, tells a refusal from a repetition, and needs the scope", async () => {
    const { server, create } = await start();
    const adapter = create();
    const refs = [];
    for (let count = 0; count < 6; count += 1) {
      const context = contextOf();
      refs.push(await adapter.publish(await adapter.prepare(partOf({ text: `No. ${count}` }), context), context));
    }
    const [first, sixth] = [refs[0]!, refs[5]!];
    for (const ref of [...refs.slice(0, 5), first]) await adapter.pin?.(ref, contextOf());
    await expect(adapter.pin?.(sixth, contextOf())).rejects.toMatchObject({ code: "platform", status: 422 });
    await adapter.unpin?.(first, contextOf());
    await adapter.pin?.(sixth, contextOf());
    expect(server.posts().flatMap(({ id, pinned }) => (pinned ? [id] : []))).toEqual(refs.slice(1).map(({ id }) => id));
    const narrow = create(server.issueToken({ scopes: ["profile", "read", "write:statuses"] }));
    await expect(narrow.pin?.(first, contextOf())).rejects.toMatchObject({ code: "auth" });
    expect((await narrow.check?.(contextOf()))?.ready).toBe(true);
  });

  test("settles a lost answer with its key and by looking, and doubles nothing", async () => {
    const { server, create } = await start();
    const context = contextOf();
    const draft = await create().prepare(
      partOf({ text: "Call @ann@clinic.example.org: https://example.org/a?b=1. #flood" }),
      context,
    );
    expect(await create().find?.(draft, context)).toEqual({ found: false, certain: true });
    server.faults.order({ kind: "accept-then-drop" });
    await expect(create().publish(draft, context)).rejects.toMatchObject({ code: "network", outcome: "unknown" });
    const found = await create().find?.(draft, context);
    const repeated = await create().publish(draft, context);
    expect(found).toEqual({ found: true, receipt: repeated });
    expect(server.posts()).toHaveLength(1);
  });

  test("finds whatever text the server has made HTML of", async () => {
    const { server, create } = await start();
    const adapter = create();
    const special = [
      ...["https://example.org/a(b)c?x=1&y=2", "(https://example.org/a)", "https://example.org/a.", "http://é.org/ü"],
      ...["https://example.org/@bob@example.social", "@bob", "@bob@example.social", "@hospital", "#flood", "a@b.org"],
      ...["<b>", "&amp;", "&", "'", '"', "\n", "\n\n\n", "  ", "\u00a0", "👩🏽‍⚕️", "https://"],
    ];
    const piece = fc.oneof(fc.constantFrom(...special), fc.string({ unit: "grapheme" }));
    const texts = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `.${pieces.join("")}`);
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const context = contextOf();
        const draft = await adapter.prepare(partOf({ text }), context);
        const receipt = await adapter.publish(draft, context);
        const found = await adapter.find?.(draft, context);
        await adapter.retract?.(receipt, context);
        expect(found).toEqual({ found: true, receipt });
      }),
      { numRuns: 60 },
    );
    expect(server.posts()).toHaveLength(0);
  });

  test("plans with the limit of the instance, which refuses what is longer", async () => {
    const { server, create } = await start({ maxCharacters: 60 });
    const adapter = create();
    const capabilities = await adapter.discover?.(contextOf());
    expect(capabilities?.text.limits).toEqual([{ unit: "graphemes", max: 60 }]);
    const link = `https://example.org/${"a".repeat(100)}`;
    const fits = `${"é".repeat(20)} 👩🏽‍⚕️ @ann@clinic.example.org\n${link} ${"b".repeat(8)}`;
    expect(adapter.measure(fits, "graphemes")).toBe(60);
    const context = contextOf();
    await adapter.publish(await adapter.prepare(partOf({ text: fits }), context), context);
    const long = contextOf();
    const refusal = { code: "invalid-post", outcome: "not-sent" };
    await expect(adapter.prepare(partOf({ text: `${fits}c` }), long)).rejects.toMatchObject(refusal);
    const late = create();
    const draft = await late.prepare(partOf({ text: `${fits}c` }), long);
    await expect(late.publish(draft, long)).rejects.toMatchObject({ ...refusal, status: 422 });
    expect(server.posts()).toHaveLength(1);
  });

  test("tells account, newest posts and missing scopes", async () => {
    const { server, create } = await start();
    const context = contextOf();
    const adapter = create();
    const receipt = await adapter.publish(await adapter.prepare(partOf(), context), context);
    expect(await adapter.profile?.(undefined, context)).toMatchObject({ handle: "hospital", posts: 1 });
    expect(await adapter.profile?.("@hospital", context)).toMatchObject({ id: server.account.id });
    expect(await adapter.recentPosts?.("hospital", 5, context)).toMatchObject([
      { ref: { id: receipt.id }, text: "The river is high.", replies: 0, reposts: 0, likes: 0 },
    ]);
    expect(await adapter.check?.(context)).toMatchObject({
      ready: true,
      account: { handle: "hospital" },
      problems: [],
    });
    const poor = create(server.issueToken({ scopes: ["profile", "read"] }));
    await expect(poor.publish(await poor.prepare(partOf(), contextOf()), contextOf())).rejects.toMatchObject({
      code: "auth",
    });
    server.revokeToken(server.accessToken);
    expect(await adapter.check?.(context)).toMatchObject({ ready: false, problems: [{ level: "stop" }] });
  });

  test("hears people, their edits and their deletions", async () => {
    const { server, create } = await start();
    const adapter = create();
    const context = contextOf();
    const post = await adapter.publish(await adapter.prepare(partOf(), context), context);
    const { next, connected } = listen(adapter, { hashtags: ["flood"] });
    const heard = next();
    await connected(2);
    const mention = server.others.mention("Is it over?\nOr not?", { from: "robin" });
    expect(await heard).toMatchObject({
      eventId: `mention:${mention.id}`,
      feedback: {
        text: expect.stringContaining("Is it over?\nOr not?") as string,
        author: { handle: "robin@elsewhere.example.org" },
      },
    });
    server.others.reply(post.id, "Thanks");
    expect((await next()).feedback).toMatchObject({ kind: "reply", inReplyTo: { id: post.id } });
    server.others.mention("In private", { visibility: "direct" });
    expect((await next()).feedback).toMatchObject({ kind: "direct-message", private: true });
    const tagged = server.others.post("Water in #Flood street");
    expect((await next()).feedback).toMatchObject({ kind: "post", hashtags: ["flood"], ref: { id: tagged.id } });
    server.others.edit(tagged.id, "No water in #Flood street");
    expect(await next()).toMatchObject({
      eventId: expect.stringContaining(`post:${tagged.id}:`) as string,
      feedback: { change: "edited", text: "No water in #Flood street" },
    });
    server.others.remove(tagged.id);
    expect(await next()).toMatchObject({
      eventId: `post:${tagged.id}:deleted`,
      feedback: { change: "deleted", text: "" },
    });
  });

  test("loses nothing when streams break, lose events, repeat them or spoil them", async () => {
    const { server, create } = await start();
    const { next, connected, facts } = listen(create(), {});
    const heard = next();
    await connected(1);
    const said = [server.others.mention("0").id];
    expect((await heard).feedback.ref.id).toBe(said[0]);
    server.faults.order({ kind: "stream-drop", loseEvents: 3 });
    for (const text of ["1", "2", "3"]) said.push(server.others.mention(text).id);
    for (const id of said.slice(1)) expect((await next()).feedback.ref.id).toBe(id);
    const fourth = next();
    await expect.poll(() => facts).toContainEqual({ fact: "backfilled", source: "notifications", count: 3 });
    server.faults.order({ kind: "stream-duplicate" });
    server.faults.order({ kind: "stream-malformed" });
    for (const text of ["4", "5", "6"]) said.push(server.others.mention(text).id);
    expect((await fourth).feedback.ref.id).toBe(said[4]);
    for (const id of said.slice(5)) expect((await next()).feedback.ref.id).toBe(id);
    expect(server.faults.fired().slice(-2)).toMatchObject([{ kind: "stream-duplicate" }, { kind: "stream-malformed" }]);
  });

  test("polls a server that does not stream", async () => {
    const { server, create } = await start();
    server.faults.order({ kind: "server-error", on: "GET /api/v1/streaming/user", status: 404, times: Infinity });
    const { next, connected } = listen(create(), {});
    const heard = next();
    await connected(1);
    const said = server.others.mention("Hello?");
    expect((await heard).feedback.ref.id).toBe(said.id);
  });

  test("leaves at once, and leaves no stream open", async () => {
    const { server, create } = await start();
    const { next, connected, abort } = listen(create(), { hashtags: ["flood", "water", "storm"] });
    const waiting = next();
    await connected(4);
    expect(server.streams.open).toBe(4);
    abort("leaving");
    await expect(waiting).rejects.toBe("leaving");
    await expect.poll(() => server.streams.open).toBe(0);
  });
});

test("publishes though more streams are wanted than a host gets connections", { timeout: 30_000 }, async () => {
  const { server, create, close } = await overHttp({});
  onTestFinished(close);
  const adapter = create();
  const controller = new AbortController();
  const hashtags = Array.from({ length: 40 }, (_, index) => `tag${index}`);
  const query = { clock: quickClock, signal: controller.signal, report: () => {} };
  const items = adapter.listen?.({ kinds: ["post"], hashtags }, query);
  const iterator = items?.[Symbol.asyncIterator]();
  const waiting = iterator?.next();
  await vi.waitUntil(() => server.streams.open >= 32, { timeout: 20_000 });
  const context = contextOf();
  await adapter.publish(await adapter.prepare(partOf(), context), context);
  expect(server.posts()).toHaveLength(1);
  controller.abort("leaving");
  await expect(waiting).rejects.toBe("leaving");
});
