import { systemClock, type Adapter, type Part, type PublishContext, type RateState } from "@carecast/adapter";
import { createTransport } from "@carecast/adapter-kit/portable";
import { memoryTokenStore } from "@carecast/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDroppingProxy } from "../test/dropping-proxy.ts";
import { startRealPds, type RealPds } from "../test/real-pds.ts";
import { bluesky, type BlueskyOptions } from "./index.ts";
import { readDraft } from "./to-record.ts";

const put = "/xrpc/com.atproto.repo.putRecord";
const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

let pds: RealPds;
beforeAll(async () => {
  pds = await startRealPds();
}, 60_000);
afterAll(async () => pds[Symbol.asyncDispose]());

let accounts = 0;
/** A new account, and adapters for it. */
async function open() {
  const { identifier, password, did } = await pds.addAccount(`clinic${(accounts += 1)}`);
  const create = (options: Partial<BlueskyOptions> = {}): Adapter =>
    bluesky({ service: pds.service, identifier, password, ...options });
  return { identifier, did, create, posts: async () => (await pds.listPosts(did)).toReversed() };
}

const contextOf = (more: Partial<PublishContext> = {}): PublishContext => ({
  clock: systemClock,
  lane: "routine",
  key: "real-1",
  ...more,
});
const partOf = (more: Partial<Part> = {}): Part => ({
  text: "The river is high.",
  audience: "public",
  media: [],
  ...more,
});
const publish = async (adapter: Adapter, part: Part, context = contextOf()) =>
  adapter.publish(await adapter.prepare(part, context), context);

test("a real server takes a thread with links, hashtags, a mention, languages and a card", async () => {
  const { create, posts, identifier, did } = await open();
  const adapter = create();
  const card = { url: "https://example.org/flood", title: "Flood" };
  const text = `🌊 See https://example.org/flood, example.org or @${identifier} (not @nobody.test). #flood #洪水`;
  const root = await publish(adapter, partOf({ text, card, language: "zh-Hant" }));
  const second = await publish(adapter, partOf({ text: "2" }), contextOf({ replyTo: { root, parent: root } }));
  const third = await publish(adapter, partOf({ text: "3" }), contextOf({ replyTo: { root, parent: second } }));
  const strong = ({ id, data }: typeof root) => ({ uri: id, ...(data as object) });
  expect((await posts()).map(({ uri, cid, value }) => ({ uri, cid, value }))).toMatchObject([
    { ...strong(root), value: { text, langs: ["zh-Hant", "zh"], embed: { external: { uri: card.url } } } },
    { ...strong(second), value: { reply: { root: strong(root), parent: strong(root) } } },
    { ...strong(third), value: { reply: { root: strong(root), parent: strong(second) } } },
  ]);
  const facets = (await posts())[0]?.value["facets"] as { features: object[] }[];
  expect(facets.map(({ features }) => features[0])).toMatchObject([
    { uri: "https://example.org/flood" },
    { uri: "https://example.org" },
    { did },
    { tag: "flood" },
    { tag: "洪水" },
  ]);
});

test("a real server says what is left of its budgets", async () => {
  const { create } = await open();
  const adapter = create();
  const told: RateState[] = [];
  const context = contextOf({ tellRate: (rate) => void told.push(rate) });
  const image = { kind: "image", mimeType: "image/png", blob: new Blob([png]), alt: "A door." } as const;
  const before = systemClock.now();
  await publish(adapter, partOf({ text: "One.", media: [image] }), context);
  await publish(adapter, partOf({ text: "Two." }), context);
  await adapter.check?.(context);
  expect(told.map(({ of, limit }) => [of, limit])).toEqual([
    ["media", 1000],
    ["posts", 3000],
    ["posts", 3000],
    ["requests", 3000],
  ]);
  const [, one, two, three] = told;
  // All from one address count together; nobody else asks meanwhile.
  expect([two?.remaining, three?.remaining]).toEqual([(one?.remaining ?? 0) - 1, (one?.remaining ?? 0) - 2]);
  for (const { resetAt } of told) expect(resetAt).toBeGreaterThan(before);
  expect(one?.resetAt).toBeLessThanOrEqual(systemClock.now() + 300_000);
}, 30_000);

test("a real server takes pictures", async () => {
  const { create, posts } = await open();
  const image = {
    kind: "image",
    mimeType: "image/png",
    blob: new Blob([png]),
    alt: "A door.",
    width: 1,
    height: 1,
  } as const;
  await publish(create(), partOf({ text: "", media: [image, { ...image, alt: "" }] }));
  expect((await posts())[0]?.value["embed"]).toMatchObject({
    images: [
      { alt: "A door.", aspectRatio: { width: 1, height: 1 }, image: { mimeType: "image/png", size: png.length } },
      { alt: "" },
    ],
  });
});

test("the same draft twice is one post, and the repetition changes nothing", async () => {
  const { create, posts } = await open();
  const context = contextOf();
  const draft = await create().prepare(partOf({ text: "a\ud800b #é" }), context);
  const first = await create().publish(draft, context);
  const journaled = JSON.parse(JSON.stringify(draft)) as typeof draft;
  const second = await create({ transport: createTransport() }).publish(journaled, context);
  expect(second).toMatchObject({ id: first.id, data: first.data });
  expect(await posts()).toHaveLength(1);
});

test("another record under the same key is refused, and the first one stays", async () => {
  const { create, posts } = await open();
  const context = contextOf();
  const adapter = create();
  const draft = await adapter.prepare(partOf(), context);
  await adapter.publish(draft, context);
  const { record, ...body } = readDraft(draft);
  const other = { body: { ...body, record: { ...record, text: "Something else." } } };
  await expect(adapter.publish(other, context)).rejects.toMatchObject({
    code: "platform",
    platformCode: "InvalidSwap",
    outcome: "not-sent",
  });
  expect(await adapter.find?.(other, context)).toEqual({ found: false, certain: true });
  expect((await posts()).map(({ value }) => value.text)).toEqual(["The river is high."]);
});

test("an answer that is lost is settled by looking and by repeating, and nothing is doubled", async () => {
  const { create, posts } = await open();
  await using proxy = await startDroppingProxy(pds.service);
  // Without a DID document the adapter stays at the service that it was given: the proxy.
  const transport = withoutDidDoc(createTransport());
  const connect = (): Adapter => create({ service: proxy.origin, transport });
  const context = contextOf();
  const draft = await connect().prepare(partOf(), context);
  expect(await connect().find?.(draft, context)).toEqual({ found: false, certain: true });
  proxy.dropNext(put);
  await expect(connect().publish(draft, context)).rejects.toMatchObject({ code: "network", outcome: "unknown" });
  expect(proxy.requests.filter((request) => request === `POST ${put}`)).toHaveLength(1);
  const [live] = await posts();
  expect(await connect().find?.(draft, context)).toMatchObject({
    found: true,
    receipt: { id: live?.uri, data: { cid: live?.cid } },
  });
  expect(await connect().publish(draft, context)).toMatchObject({ id: live?.uri, data: { cid: live?.cid } });
  expect(await posts()).toHaveLength(1);
});

test("a post is taken back, and taking it back again does no harm", async () => {
  const { create, posts } = await open();
  const adapter = create();
  const context = contextOf();
  const draft = await adapter.prepare(partOf(), context);
  const receipt = await adapter.publish(draft, context);
  await adapter.retract?.(receipt, context);
  await adapter.retract?.(receipt, context);
  expect(await posts()).toEqual([]);
  expect(await adapter.find?.(draft, context)).toEqual({ found: false, certain: true });
});

test("the limits are the server's own", async () => {
  const { create, posts } = await open();
  const adapter = create();
  await publish(adapter, partOf({ text: "👩🏽‍⚕️".repeat(176) }));
  await publish(adapter, partOf({ text: "é".repeat(300) }));
  const { body } = await adapter.prepare(partOf(), contextOf());
  const { record, ...rest } = readDraft({ body });
  for (const text of ["é".repeat(301), "👩🏽‍⚕️".repeat(177)]) {
    expect(Math.max(adapter.measure(text, "graphemes") - 300, adapter.measure(text, "bytes") - 3000)).toBeGreaterThan(
      0,
    );
    const draft = { body: { ...rest, record: { ...record, text } } };
    await expect(adapter.publish(draft, contextOf())).rejects.toMatchObject({
      code: "invalid-post",
      outcome: "not-sent",
    });
  }
  expect(await posts()).toHaveLength(2);
});

test("credentials are told apart", async () => {
  const { create, did, identifier } = await open();
  const context = contextOf();
  const adapter = create();
  const unconfirmed = { level: "warn", message: expect.stringContaining("e-mail") as string };
  const powerful = { level: "warn", message: expect.stringContaining("own password") as string };
  expect(await adapter.check?.(context)).toMatchObject({
    ready: true,
    account: { id: did, handle: identifier },
    scopes: { granted: ["com.atproto.access"], missing: [] },
    problems: [unconfirmed, powerful],
  });
  expect(await create({ password: "wrong" }).check?.(context)).toMatchObject({ ready: false });
  await adapter.close?.();
  expect(await adapter.check?.(context)).toMatchObject({ ready: true });
});

test("processes that share a token store log in once, take turns in renewing, and survive each other's end", async () => {
  const { create, posts } = await open();
  const names: string[] = [];
  const transport = countingNames(createTransport(), names);
  const tokens = memoryTokenStore();
  let hours = 0;
  const clock = { ...systemClock, now: () => Date.now() + hours * 3_600_000 };
  const context = (key: string) => contextOf({ tokens, clock, key });
  const start = (): Adapter => create({ transport });
  const count = (name: string): number => names.filter((asked) => asked === `com.atproto.server.${name}`).length;

  const [one, other] = [start(), start()];
  await Promise.all([publish(one, partOf(), context("a")), publish(other, partOf(), context("b"))]);
  expect({ logins: count("createSession"), renewals: count("refreshSession") }).toEqual({ logins: 1, renewals: 0 });

  // A token lives for two hours: from here on each round finds the one before it at its end.
  for (let round = 1; round <= 3; round += 1) {
    hours = round * 2;
    await Promise.all([one, other].map((adapter, index) => publish(adapter, partOf(), context(`${round}-${index}`))));
    expect({ logins: count("createSession"), renewals: count("refreshSession") }).toEqual({
      logins: 1,
      renewals: round,
    });
  }

  await one.close?.();
  hours = 8;
  await publish(other, partOf(), context("c"));
  await publish(start(), partOf(), context("d"));
  expect({ logins: count("createSession"), renewals: count("refreshSession") }).toEqual({ logins: 1, renewals: 4 });
  expect(await posts()).toHaveLength(10);
});

test("a process whose token the real server refuses takes the session that another one has stored", async () => {
  const { create, posts } = await open();
  const names: string[] = [];
  const tokens = memoryTokenStore();
  const [forOne, forOther] = [spoilTokens(createTransport()), spoilTokens(createTransport())];
  const start = (transport: Transport): Adapter => create({ transport: countingNames(transport, names) });
  const [one, other] = [start(forOne), start(forOther)];
  await publish(one, partOf(), contextOf({ tokens, key: "a" }));
  await publish(other, partOf(), contextOf({ tokens, key: "b" }));
  forOne.spoilNext();
  await publish(one, partOf(), contextOf({ tokens, key: "c" }));
  forOther.spoilNext();
  await publish(other, partOf(), contextOf({ tokens, key: "d" }));
  expect(names.filter((name) => name.startsWith("com.atproto.server."))).toEqual([
    "com.atproto.server.createSession",
    "com.atproto.server.refreshSession",
  ]);
  expect(await posts()).toHaveLength(4);
});

type Transport = NonNullable<BlueskyOptions["transport"]>;

/** A transport that notes the endpoints that were asked. */
function countingNames(transport: Transport, names: string[]): Transport {
  return {
    send: async (request) => {
      names.push(new URL(request.url).pathname.replace("/xrpc/", ""));
      return transport.send(request);
    },
  };
}

/** A transport that can spoil a token on its way, so that the server itself refuses it. */
function spoilTokens(transport: Transport): Transport & { spoilNext(): void } {
  let isNext = false;
  return {
    spoilNext: () => void (isNext = true),
    send: async (request) => {
      if (!isNext) return transport.send(request);
      isNext = false;
      const { authorization } = request.headers;
      return transport.send({ ...request, headers: { ...request.headers, authorization: `${authorization}x` } });
    },
  };
}

/** A transport whose logins lead nowhere else. */
function withoutDidDoc(transport: Transport): Transport {
  return {
    async send(request) {
      const answer = await transport.send(request);
      const text = async (maxBytes: number): Promise<string> =>
        (await answer.text(maxBytes)).replace('"#atproto_pds"', '"#other"');
      return { ...answer, text };
    },
  };
}
