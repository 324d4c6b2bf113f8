import { describe, expect, it } from "vitest";
import { png } from "../testing/files.ts";
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
    ["under a key that is no key", post, { rkey: "a b" }, "Invalid record key: a b"],
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
      message: 'Input must have the property "repo"',
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

describe("a key used again", () => {
  it("is an internal error of createRecord", async () => {
    await using bluesky = await openBluesky();
    await bluesky.write(post, { rkey });
    const again = await bluesky.write(post, { rkey });
    expect([again.status, again.json()]).toEqual([
      500,
      { error: "InternalServerError", message: "Internal Server Error" },
    ]);
    expect(bluesky.server.posts()).toHaveLength(1);
  });

  it("changes nothing with putRecord and equal content, even if the record should be new", async () => {
    await using bluesky = await openBluesky();
    const first = (await bluesky.write(post, { rkey }, "putRecord")).json<Written>();
    expect(first.commit).toBeDefined();
    const reordered = { createdAt, text: post.text, $type: post.$type };
    const again = (await bluesky.write(reordered, { rkey, swapRecord: null }, "putRecord")).json<Written>();
    expect([again.uri, again.cid, again.commit]).toEqual([first.uri, first.cid, undefined]);
    expect(bluesky.server.posts()).toHaveLength(1);
  });

  it("changes the record with putRecord and other content, unless a condition fails", async () => {
    await using bluesky = await openBluesky();
    const first = (await bluesky.write(post, { rkey }, "putRecord")).json<Written>();
    const other = { ...post, text: "Heat warning lifted" };
    const refused = await bluesky.write(other, { rkey, swapRecord: null }, "putRecord");
    expect([refused.status, refused.json()]).toEqual([
      400,
      { error: "InvalidSwap", message: `Record was at ${first.cid}` },
    ]);
    expect((await bluesky.write(other, { rkey, swapRecord: ref.cid }, "putRecord")).status).toBe(400);
    const stale = await bluesky.write(other, { rkey, swapCommit: ref.cid }, "putRecord");
    expect(stale.json()).toEqual({ error: "InvalidSwap", message: `Commit was at ${first.commit?.cid ?? ""}` });
    const second = (await bluesky.write(other, { rkey, swapRecord: first.cid }, "putRecord")).json<Written>();
    expect(second.uri).toBe(first.uri);
    expect(second.cid).not.toBe(first.cid);
    expect(bluesky.server.posts().map(({ text }) => text)).toEqual(["Heat warning lifted"]);
  });

  it("must not be there for a swap of a record that is not there", async () => {
    await using bluesky = await openBluesky();
    const refused = await bluesky.write(post, { rkey, swapRecord: ref.cid }, "putRecord");
    expect(refused.json()).toEqual({ error: "InvalidSwap", message: "Record was at null" });
    expect((await bluesky.write(post, { rkey, swapRecord: null }, "putRecord")).status).toBe(200);
  });
});

describe("reading a repository", () => {
  it("says which record is not there", async () => {
    await using bluesky = await openBluesky();
    const answer = await bluesky.get("com.atproto.repo.getRecord", {
      repo: bluesky.server.did,
      collection: "app.bsky.feed.post",
      rkey,
    });
    const uri = `at://${bluesky.server.did}/app.bsky.feed.post/${rkey}`;
    expect([answer.status, answer.json()]).toEqual([
      400,
      { error: "RecordNotFound", message: `Could not locate record: ${uri}` },
    ]);
  });

  it("lists newest first, page by page, to anybody", async () => {
    await using bluesky = await openBluesky();
    for (const text of ["one", "two", "three"]) await bluesky.write({ ...post, text });
    const params = { repo: bluesky.server.did, collection: "app.bsky.feed.post", limit: "2" };
    interface Page {
      readonly cursor: string;
      readonly records: readonly { readonly value: { readonly text: string } }[];
    }
    const textsOf = ({ records }: Page): readonly string[] => records.map(({ value }) => value.text);
    const first = (await bluesky.get("com.atproto.repo.listRecords", params, { token: undefined })).json<Page>();
    expect(textsOf(first)).toEqual(["three", "two"]);
    const second = (
      await bluesky.get("com.atproto.repo.listRecords", { ...params, cursor: first.cursor })
    ).json<Page>();
    expect(textsOf(second)).toEqual(["one"]);
    const reversed = (await bluesky.get("com.atproto.repo.listRecords", { ...params, reverse: "true" })).json<Page>();
    expect(textsOf(reversed)).toEqual(["one", "two"]);
    expect((await bluesky.get("com.atproto.repo.listRecords", { ...params, limit: "101" })).status).toBe(400);
  });
});

describe("deleting", () => {
  it("does no harm twice", async () => {
    await using bluesky = await openBluesky();
    await bluesky.write(post, { rkey });
    const where = { repo: bluesky.server.did, collection: "app.bsky.feed.post", rkey };
    expect((await bluesky.call("com.atproto.repo.deleteRecord", where)).json()).toHaveProperty("commit");
    expect((await bluesky.call("com.atproto.repo.deleteRecord", where)).json()).toEqual({});
    expect(bluesky.server.posts()).toEqual([]);
  });
});

describe("several writes at once", () => {
  const create = (value: object, more: object = {}): object => ({
    $type: "com.atproto.repo.applyWrites#create",
    collection: "app.bsky.feed.post",
    value,
    ...more,
  });

  it("are done together", async () => {
    await using bluesky = await openBluesky();
    const gate = {
      $type: "app.bsky.feed.threadgate",
      post: `at://${bluesky.server.did}/app.bsky.feed.post/${rkey}`,
      allow: [],
      createdAt,
    };
    const writes = [create(post, { rkey }), create(gate, { rkey, collection: "app.bsky.feed.threadgate" })];
    const answer = await bluesky.call("com.atproto.repo.applyWrites", { repo: bluesky.server.did, writes });
    expect(answer.json()).toMatchObject({
      commit: { rev: expect.any(String) as string },
      results: [
        { uri: expect.stringContaining(rkey) as string, validationStatus: "valid" },
        { validationStatus: "valid" },
      ],
    });
  });

  it("are all refused when one is", async () => {
    await using bluesky = await openBluesky();
    const apply = (writes: readonly object[]): Promise<{ status: number }> =>
      bluesky.call("com.atproto.repo.applyWrites", { repo: bluesky.server.did, writes });
    expect((await apply([create(post), create({ ...post, text: "x".repeat(301) })])).status).toBe(400);
    expect(
      (
        await apply([
          create(post),
          { $type: "com.atproto.repo.applyWrites#delete", collection: "app.bsky.feed.post", rkey },
        ])
      ).status,
    ).toBe(500);
    expect((await apply(Array.from({ length: 201 }, () => create(post)))).status).toBe(400);
    expect(bluesky.server.posts()).toEqual([]);
  });
});

describe("a blob", () => {
  const upload = "com.atproto.repo.uploadBlob";
  interface Uploaded {
    readonly blob: { readonly mimeType: string; readonly size: number };
  }
  const withImages = (...images: readonly unknown[]): object => ({
    ...post,
    embed: { $type: "app.bsky.embed.images", images: images.map((image) => ({ alt: "", image })) },
  });

  it("is known by its bytes, whatever the header says", async () => {
    await using bluesky = await openBluesky();
    const { blob } = (await bluesky.call(upload, undefined, { body: png, type: "image/jpeg" })).json<Uploaded>();
    expect(blob).toMatchObject({ $type: "blob", mimeType: "image/png", size: png.byteLength });
    expect((await bluesky.write(withImages(blob))).status).toBe(200);
  });

  it("must be what the record says it is", async () => {
    await using bluesky = await openBluesky();
    const { blob } = (await bluesky.call(upload, undefined, { body: png, type: "image/png" })).json<Uploaded>();
    expect((await bluesky.write(withImages({ ...blob, mimeType: "image/jpeg" }))).json()).toMatchObject({
      error: "InvalidMimeType",
    });
    expect((await bluesky.write(withImages({ ...blob, size: 1 }))).json()).toMatchObject({ error: "InvalidSize" });
    expect((await bluesky.write(withImages({ ...blob, ref: { $link: ref.cid } }))).json()).toMatchObject({
      error: "BlobNotFound",
    });
    expect((await bluesky.write(withImages(...Array<unknown>(5).fill(blob)))).status).toBe(400);
    const noAlt = { ...post, embed: { $type: "app.bsky.embed.images", images: [{ image: blob }] } };
    expect((await bluesky.write(noAlt)).json()).toMatchObject({
      message: expect.stringContaining('Missing required key "alt"') as string,
    });
  });

  it("may be too big for its place, or for the server", async () => {
    await using bluesky = await openBluesky();
    const big = new Uint8Array(2_000_001);
    big.set(png);
    const { blob } = (await bluesky.call(upload, undefined, { body: big, type: "image/png" })).json<Uploaded>();
    expect((await bluesky.write(withImages(blob))).json()).toMatchObject({
      message: expect.stringContaining("blob too big (maximum 2000000, got 2000001)") as string,
    });
    const huge = await bluesky.call(upload, undefined, { body: new Uint8Array(52_428_801), type: "image/png" });
    expect([huge.status, huge.json()]).toMatchObject([413, { error: "PayloadTooLarge" }]);
  });

  it("is thrown away after hours unless a record names it", async () => {
    await using bluesky = await openBluesky();
    const { blob } = (await bluesky.call(upload, undefined, { body: png, type: "image/png" })).json<Uploaded>();
    const other = Uint8Array.from([...png, 1]);
    const { blob: used } = (await bluesky.call(upload, undefined, { body: other, type: "image/png" })).json<Uploaded>();
    await bluesky.write(withImages(used));
    bluesky.clock.advance(6 * 3_600_000);
    const { refreshJwt } = bluesky.tokens;
    const token = (await bluesky.call("com.atproto.server.refreshSession", undefined, { token: refreshJwt })).json<{
      accessJwt: string;
    }>().accessJwt;
    const write = (image: unknown): Promise<{ status: number }> =>
      bluesky.call(
        "com.atproto.repo.createRecord",
        { repo: bluesky.server.did, collection: "app.bsky.feed.post", record: withImages(image) },
        { token },
      );
    expect([(await write(blob)).status, (await write(used)).status]).toEqual([400, 200]);
  });
});
