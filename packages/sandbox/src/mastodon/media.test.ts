import { describe, expect, it } from "vitest";
import { mp4, png, textFile } from "../testing/files.ts";
import { openMastodon } from "../testing/open-mastodon.ts";

interface MediaJson {
  readonly id: string;
  readonly url: string | null;
}

const errorOf = (text: string): string => (JSON.parse(text) as { error: string }).error;

describe("an upload", () => {
  it("needs a file of a type that the bytes show", async () => {
    await using mastodon = await openMastodon();
    const none = await mastodon.call("POST", "/api/v2/media", { form: new FormData() });
    expect([none.status, errorOf(none.text)]).toEqual([422, "Validation failed: File can't be blank"]);
    const wrong = await mastodon.upload(textFile);
    expect([wrong.status, errorOf(wrong.text)]).toEqual([
      422,
      "Validation failed: File content type is invalid, File is invalid",
    ]);
  });

  it("needs the scope for media", async () => {
    await using mastodon = await openMastodon();
    const token = mastodon.server.issueToken({ scopes: ["write:statuses"] });
    expect((await mastodon.call("POST", "/api/v2/media", { form: new FormData(), token })).status).toBe(403);
  });

  it("refuses a description beyond the limit, and a picture beyond the limit", async () => {
    await using mastodon = await openMastodon();
    expect((await mastodon.upload(png, { description: "x".repeat(1500) })).status).toBe(200);
    const long = await mastodon.upload(png, { description: "x".repeat(1501) });
    expect(errorOf(long.text)).toBe("Validation failed: Description is too long (maximum is 1500 characters)");
    const big = new Uint8Array(16_777_217);
    big.set(png);
    expect((await mastodon.upload(big)).status).toBe(422);
  });
});

describe("processing", () => {
  it("is 202, then 206, then 200, and a post before is refused", async () => {
    await using mastodon = await openMastodon({ videoPolls: 1 });
    const upload = await mastodon.upload(mp4);
    const { id, url } = upload.json<MediaJson>();
    expect([upload.status, url]).toEqual([202, null]);
    const early = await mastodon.post({ status: "See", media_ids: [id] });
    expect([early.status, errorOf(early.text)]).toEqual([
      422,
      "Cannot attach files that have not finished processing. Try again in a moment!",
    ]);
    expect((await mastodon.call("GET", `/api/v1/media/${id}`)).status).toBe(206);
    const ready = await mastodon.call("GET", `/api/v1/media/${id}`);
    expect([ready.status, ready.json<MediaJson>().url]).toEqual([200, expect.any(String)]);
    expect((await mastodon.post({ status: "See", media_ids: [id] })).status).toBe(200);
  });

  it("takes as long as a fault says", async () => {
    await using mastodon = await openMastodon();
    mastodon.server.faults.order({ kind: "slow-media", polls: 3 });
    const { id } = (await mastodon.upload(png)).json<MediaJson>();
    const statuses: number[] = [];
    for (let poll = 0; poll < 4; poll += 1) statuses.push((await mastodon.call("GET", `/api/v1/media/${id}`)).status);
    expect(statuses).toEqual([206, 206, 206, 200]);
    expect((await mastodon.upload(png)).status).toBe(200);
    expect(mastodon.server.faults.fired("slow-media")).toHaveLength(1);
  });

  it("fails when a fault says so", async () => {
    await using mastodon = await openMastodon();
    mastodon.server.faults.order({ kind: "media-failure" });
    const upload = await mastodon.upload(png);
    const { id } = upload.json<MediaJson>();
    expect(upload.status).toBe(202);
    const failed = await mastodon.call("GET", `/api/v1/media/${id}`);
    expect([failed.status, errorOf(failed.text)]).toEqual([422, "Error processing thumbnail for uploaded media"]);
    expect((await mastodon.post({ status: "See", media_ids: [id] })).status).toBe(422);
  });
});

describe("an uploaded file", () => {
  it("can be described, focused and removed until it is attached", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.upload(png, { description: "A map", focus: "0.5,-0.5" })).json<MediaJson>();
    const path = `/api/v1/media/${id}`;
    expect((await mastodon.call("GET", path)).json()).toMatchObject({
      description: "A map",
      meta: { focus: { x: 0.5, y: -0.5 } },
    });
    expect((await mastodon.call("PUT", path, { json: { description: "A better map" } })).json()).toMatchObject({
      description: "A better map",
    });
    await mastodon.post({ status: "See", media_ids: [id] });
    expect((await mastodon.call("GET", path)).status).toBe(404);
    expect((await mastodon.call("DELETE", path)).status).toBe(404);
    const twice = await mastodon.post({ status: "Again", media_ids: [id] });
    expect(errorOf(twice.text)).toBe(`Media ${id} not found or already attached to another post`);
  });

  it("belongs to its account and is thrown away after a day", async () => {
    await using mastodon = await openMastodon();
    const { accessToken } = mastodon.server.addAccount({ username: "wards" });
    const { id } = (await mastodon.upload(png)).json<MediaJson>();
    expect((await mastodon.post({ media_ids: [id] }, { token: accessToken })).status).toBe(422);
    mastodon.clock.advance(86_400_000);
    expect((await mastodon.call("GET", `/api/v1/media/${id}`)).status).toBe(404);
    expect((await mastodon.post({ media_ids: [id] })).status).toBe(422);
  });

  it("may be one video or four pictures, not both", async () => {
    await using mastodon = await openMastodon({ videoPolls: 0 });
    const ids = await Promise.all([png, mp4].map(async (file) => (await mastodon.upload(file)).json<MediaJson>().id));
    const mixed = await mastodon.post({ status: "See", media_ids: ids });
    expect(errorOf(mixed.text)).toBe("Cannot attach a video to a post that already contains images");
    const four = await Promise.all(
      [png, png, png, png].map(async (file) => (await mastodon.upload(file)).json<MediaJson>().id),
    );
    expect((await mastodon.post({ media_ids: four })).status).toBe(200);
    expect(mastodon.server.posts()[0]?.media.map(({ id }) => id)).toEqual(four);
  });

  it("stays with an edit that names it and gets new words there", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.upload(png, { description: "A map" })).json<MediaJson>();
    const status = (await mastodon.post({ status: "See", media_ids: [id] })).json<MediaJson>();
    const path = `/api/v1/statuses/${status.id}`;
    await mastodon.call("PUT", path, {
      json: { status: "See", media_ids: [id], media_attributes: [{ id, description: "A better map" }] },
    });
    expect(mastodon.server.posts()[0]).toMatchObject({
      media: [{ id, description: "A better map" }],
      editedAt: expect.any(String) as string,
    });
    await mastodon.call("PUT", path, { json: { status: "No map" } });
    expect(mastodon.server.posts()[0]?.media).toEqual([]);
    expect((await mastodon.call("GET", `/api/v1/media/${id}`)).status).toBe(200);
  });
});
