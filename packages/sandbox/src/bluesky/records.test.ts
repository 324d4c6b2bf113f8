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
