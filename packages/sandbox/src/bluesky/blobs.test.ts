import { describe, expect, it } from "vitest";
import { png } from "../testing/files.ts";
import { createdAt, openBluesky } from "../testing/open-bluesky.ts";

const rkey = "3ke6kg3wk2222";
const post = { $type: "app.bsky.feed.post", text: "Heat warning", createdAt };
const ref = {
  uri: `at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/${rkey}`,
  cid: "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua",
};

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
    expect(
      (await bluesky.write(withImages({ ...blob, ref: { $link: ref.cid.replace("bafyrei", "bafkrei") } }))).json(),
    ).toMatchObject({
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
