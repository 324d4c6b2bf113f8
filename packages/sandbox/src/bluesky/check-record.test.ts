import { describe, expect, it } from "vitest";
import { createdAt, openBluesky } from "../testing/open-bluesky.ts";

interface Written {
  readonly uri: string;
  readonly cid: string;
  readonly commit?: { readonly cid: string; readonly rev: string };
  readonly validationStatus: string;
}

const rkey = "3ke6kg3wk2222";
const post = { $type: "app.bsky.feed.post", text: "Heat warning", createdAt };
const ref = {
  uri: `at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/${rkey}`,
  cid: "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua",
};
const facet = (byteStart: number, byteEnd: number, feature: object): object => ({
  index: { byteStart, byteEnd },
  features: [feature],
});
const tag = { $type: "app.bsky.richtext.facet#tag", tag: "flood" };

describe("a record that is refused", () => {
  // The wording is that of the reference data server, @atproto/pds 0.5.35, but for the last four facets.
  it.each<[string, object, string]>([
    ["without a date", { createdAt: undefined }, 'Missing required key "createdAt" at $.record'],
    ["with a date alone", { createdAt: "2026-08-20" }, 'Invalid datetime (got "2026-08-20") at $.record.createdAt'],
    [
      "without a zone",
      { createdAt: "2026-08-20T10:00:00" },
      'Invalid datetime (got "2026-08-20T10:00:00") at $.record.createdAt',
    ],
    ["without text", { text: undefined }, 'Missing required key "text" at $.record'],
    ["with a number for text", { text: 3 }, "Expected string value type (got 3) at $.record.text"],
    ["with 301 graphemes", { text: "a".repeat(301) }, "grapheme too big (maximum 300, got 301) at $.record.text"],
    ["with 3001 bytes", { text: `${"👨‍👩‍👧‍👦".repeat(120)}a` }, "string too big (maximum 3000, got 3001) at $.record.text"],
    ["with four languages", { langs: ["en", "de", "fr", "it"] }, "array too big (maximum 3, got 4) at $.record.langs"],
    ["with no language", { langs: ["not a lang"] }, 'Invalid language (got "not a lang") at $.record.langs[0]'],
    ["with nine tags", { tags: Array(9).fill("x") }, "array too big (maximum 8, got 9) at $.record.tags"],
    ["with a long tag", { tags: ["x".repeat(65)] }, "grapheme too big (maximum 64, got 65) at $.record.tags[0]"],
    ["that answers without a root", { reply: { parent: ref } }, 'Missing required key "root" at $.record.reply'],
    ["that answers without a parent", { reply: { root: ref } }, 'Missing required key "parent" at $.record.reply'],
    [
      "that answers no cid",
      { reply: { root: { ...ref, cid: "x" }, parent: ref } },
      'Invalid CID string (got "x") at $.record.reply.root.cid',
    ],
    [
      "that answers no at-uri",
      { reply: { root: { ...ref, uri: "https://x" }, parent: ref } },
      'Invalid at-uri (got "https://x") at $.record.reply.root.uri',
    ],
    [
      "with a facet before the text",
      { facets: [facet(-1, 2, tag)] },
      "integer too small (minimum 0, got -1) at $.record.facets[0].index.byteStart",
    ],
    [
      "with a link that is none",
      { facets: [facet(0, 2, { $type: "app.bsky.richtext.facet#link", uri: "x" })] },
      'Invalid uri (got "x") at $.record.facets[0].features[0].uri',
    ],
    [
      "with a mention of a handle",
      { facets: [facet(0, 2, { $type: "app.bsky.richtext.facet#mention", did: "bob" })] },
      'Invalid DID (got "bob") at $.record.facets[0].features[0].did',
    ],
    [
      "with a card without description",
      { embed: { $type: "app.bsky.embed.external", external: { uri: "https://example.org", title: "x" } } },
      'Missing required key "description" at $.record.embed.external',
    ],
    [
      "with eleven labels",
      { labels: { $type: "com.atproto.label.defs#selfLabels", values: Array(11).fill({ val: "x" }) } },
      "array too big (maximum 10, got 11) at $.record.labels.values",
    ],
    [
      "with a facet beyond the text",
      { facets: [facet(0, 13, tag)] },
      "Facet does not cover whole characters of the text at $.record.facets[0].index",
    ],
    [
      "with an empty facet",
      { facets: [facet(3, 3, tag)] },
      "Facet does not cover whole characters of the text at $.record.facets[0].index",
    ],
    [
      "with a facet that begins in a character",
      { text: "üx", facets: [facet(1, 3, tag)] },
      "Facet does not cover whole characters of the text at $.record.facets[0].index",
    ],
    [
      "with a facet that ends in a character",
      { text: "xü", facets: [facet(0, 2, tag)] },
      "Facet does not cover whole characters of the text at $.record.facets[0].index",
    ],
  ])("%s", async (_, change, problem) => {
    await using bluesky = await openBluesky();
    const answer = await bluesky.write({ ...post, ...change });
    expect([answer.status, answer.json()]).toEqual([
      400,
      { error: "InvalidRequest", message: `Invalid app.bsky.feed.post record: ${problem}` },
    ]);
    expect(bluesky.server.posts()).toHaveLength(0);
  });

  it.each<[string, object, Readonly<Record<string, unknown>>, string]>([
    [
      "of another type",
      { ...post, $type: "app.bsky.feed.like" },
      {},
      "Invalid $type: expected app.bsky.feed.post, got app.bsky.feed.like",
    ],
    [
      "under a key that is no TID",
      post,
      { rkey: "abc" },
      'Invalid record key for app.bsky.feed.post: Invalid TID string (got "abc") at $',
    ],
    ["under a key that is no key", post, { rkey: "a b" }, 'Invalid record key (got "a b") at $.rkey'],
    [
      "of an unknown type that must be checked",
      { text: "x" },
      { collection: "org.example.note", validate: true },
      "Unknown lexicon type: org.example.note",
    ],
  ])("%s", async (_, record, more, message) => {
    await using bluesky = await openBluesky();
    const answer = await bluesky.write(record, more);
    expect([answer.status, answer.json()]).toEqual([400, { error: "InvalidRequest", message }]);
  });

  it("because the request is no JSON object, or names nothing", async () => {
    await using bluesky = await openBluesky();
    const method = "com.atproto.repo.createRecord";
    const body = new TextEncoder().encode("{");
    expect((await bluesky.call(method, undefined, { body, type: "application/json" })).status).toBe(400);
    expect((await bluesky.call(method, undefined, { body, type: "text/plain" })).json()).toMatchObject({
      error: "InvalidRequest",
    });
    expect((await bluesky.call(method, { collection: "app.bsky.feed.post" })).json()).toMatchObject({
      message: 'Missing required key "repo" at $',
    });
    expect((await bluesky.call("com.atproto.repo.nonsense", {})).json()).toEqual({
      error: "MethodNotImplemented",
      message: "Method Not Implemented",
    });
  });
});

describe("a record that is taken", () => {
  it.each<[string, object]>([
    ["with 300 graphemes of 10 bytes", { text: "👍🏽ab".repeat(100) }],
    ["without a type", { $type: undefined }],
    ["with fields nobody knows", { mood: "hot" }],
    ["with an embed nobody knows", { embed: { $type: "org.example.chart", bars: 3 } }],
    ["with an offset", { createdAt: "2026-08-20T12:00:00+02:00" }],
    ["with a facet over the last character", { text: "See #flüt", facets: [facet(4, 10, tag)] }],
  ])("%s", async (_, change) => {
    await using bluesky = await openBluesky();
    expect((await bluesky.write({ ...post, ...change })).json<Written>().validationStatus).toBe("valid");
  });

  it("of another collection, unchecked", async () => {
    await using bluesky = await openBluesky();
    expect((await bluesky.write({ text: "x" }, { collection: "org.example.note" })).json()).toMatchObject({
      validationStatus: "unknown",
    });
    expect((await bluesky.write({ text: 3 }, { validate: false })).json<Written>().validationStatus).toBeUndefined();
  });

  it("comes back as it was, with a cid of its content", async () => {
    await using bluesky = await openBluesky();
    const written = (await bluesky.write({ ...post, text: "hi" }, { rkey })).json<Written>();
    expect(written.cid).toBe("bafyreicq43ibhwsnorlve2zgxe52ysroswipcq6kzza27qw5lc2avmmosu");
    expect(written.uri).toBe(`at://${bluesky.server.did}/app.bsky.feed.post/${rkey}`);
    const read = await bluesky.get(
      "com.atproto.repo.getRecord",
      { repo: bluesky.server.identifier, collection: "app.bsky.feed.post", rkey },
      { token: undefined },
    );
    expect(read.json()).toEqual({ uri: written.uri, cid: written.cid, value: { ...post, text: "hi" } });
  });
});
