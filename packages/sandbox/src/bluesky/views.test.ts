import { describe, expect, it } from "vitest";
import { mp4, png } from "../testing/files.ts";
import { createdAt, openBluesky, type OpenBluesky } from "../testing/open-bluesky.ts";

const post = { text: "Heat warning", createdAt };

interface PostPage {
  readonly cursor?: string;
  readonly posts: readonly { readonly uri: string }[];
}

describe("what readers ask for", () => {
  it("needs right parameters", async () => {
    await using bluesky = await openBluesky();
    const gone = "at://visitor.example.org/app.bsky.feed.post/3ke6kg3wk2222";
    const tooMany = Array.from({ length: 26 }, () => gone);
    expect((await bluesky.get("app.bsky.feed.getPosts", { uris: tooMany })).status).toBe(400);
    expect((await bluesky.get("app.bsky.feed.getPosts")).status).toBe(400);
    expect((await bluesky.get("app.bsky.feed.getPosts", { uris: gone })).json()).toEqual({ posts: [] });
    expect((await bluesky.get("app.bsky.actor.getProfile", { actor: "nobody.example.org" })).json()).toEqual({
      error: "InvalidRequest",
      message: "Profile not found",
    });
    expect((await bluesky.get("app.bsky.feed.getPostThread", { uri: gone })).json()).toMatchObject({
      error: "NotFound",
    });
    expect((await bluesky.get("app.bsky.notification.listNotifications", { limit: "101" })).status).toBe(400);
    expect((await bluesky.get("app.bsky.feed.searchPosts")).status).toBe(400);
    expect(
      (await bluesky.get("com.atproto.identity.resolveHandle", { handle: "nobody.example.org" })).json(),
    ).toMatchObject({ error: "HandleNotFound" });
    expect((await bluesky.get("app.bsky.feed.getPosts", { uris: "x" })).status).toBe(400);
  });

  it("is open to strangers but for notifications", async () => {
    await using bluesky = await openBluesky();
    const stranger = { token: undefined };
    expect((await bluesky.get("app.bsky.actor.getProfile", { actor: bluesky.server.did }, stranger)).status).toBe(200);
    expect((await bluesky.get("app.bsky.feed.getAuthorFeed", { actor: bluesky.server.did }, stranger)).status).toBe(
      200,
    );
    expect((await bluesky.get("app.bsky.notification.listNotifications", {}, stranger)).status).toBe(401);
  });

  it("marks a parent that is gone", async () => {
    await using bluesky = await openBluesky();
    const question = bluesky.server.others.post("question");
    const { id } = bluesky.server.others.reply(question.id, "me too");
    bluesky.server.others.remove(question.id);
    expect((await bluesky.get("app.bsky.feed.getPostThread", { uri: id })).json()).toMatchObject({
      thread: { parent: { $type: "app.bsky.feed.defs#notFoundPost", uri: question.id, notFound: true } },
    });
  });

  it("cuts threads to the wanted depth and height", async () => {
    await using bluesky = await openBluesky();
    const { others } = bluesky.server;
    const root = others.post("1").id;
    const second = others.reply(root, "2").id;
    others.reply(second, "3");
    const params = { uri: second, depth: "0", parentHeight: "0" };
    const { thread } = (await bluesky.get("app.bsky.feed.getPostThread", params)).json<{ thread: object }>();
    expect(thread).not.toHaveProperty("replies");
    expect(thread).not.toHaveProperty("parent");
  });
});

describe("search", () => {
  it("combines words, tags, authors and times, page by page", async () => {
    await using bluesky = await openBluesky();
    const { others } = bluesky.server;
    const both = others.post("Water #flood #north").id;
    bluesky.clock.advance(60_000);
    const flood = others.post("Fire #flood", { from: "neighbour" }).id;
    others.post("flood without a tag");
    const search = async (params: Readonly<Record<string, string | readonly string[]>>): Promise<PostPage> =>
      (await bluesky.get("app.bsky.feed.searchPosts", params)).json<PostPage>();
    const urisOf = async (params: Readonly<Record<string, string | readonly string[]>>): Promise<readonly string[]> =>
      (await search(params)).posts.map(({ uri }) => uri);
    expect(await urisOf({ q: "#flood" })).toEqual([flood, both]);
    expect(await urisOf({ q: "*", tag: ["flood", "North"] })).toEqual([both]);
    expect(await urisOf({ q: "water" })).toEqual([both]);
    expect(await urisOf({ q: "#flood", author: "neighbour.elsewhere.example.org" })).toEqual([flood]);
    expect(await urisOf({ q: "#flood", author: "nobody.example.org" })).toEqual([]);
    expect(await urisOf({ q: "#flood", since: "2026-08-20T10:01:00Z" })).toEqual([flood]);
    expect(await urisOf({ q: "#flood", until: "2026-08-20T10:01:00Z" })).toEqual([both]);
    const first = await search({ q: "#flood", limit: "1" });
    const second = await search({ q: "#flood", limit: "1", cursor: first.cursor ?? "" });
    expect([first.posts[0]?.uri, second.posts[0]?.uri, second.cursor]).toEqual([flood, both, undefined]);
  });
});

describe("notifications", () => {
  const reasonsOf = async (bluesky: OpenBluesky, reasons: readonly string[] = []): Promise<readonly string[]> => {
    const answer = await bluesky.get("app.bsky.notification.listNotifications", { reasons });
    return answer.json<{ notifications: readonly { reason: string }[] }>().notifications.map(({ reason }) => reason);
  };

  it("tell a quote, and are filtered by reason", async () => {
    await using bluesky = await openBluesky();
    const own = (await bluesky.write(post)).json<{ uri: string; cid: string }>();
    bluesky.server.others.reply(own.uri, "thanks");
    const wards = bluesky.server.addAccount({ handle: "wards.example.org" });
    const token = (await bluesky.logIn(wards.identifier, wards.password)).json<{ accessJwt: string }>().accessJwt;
    const record = { ...post, embed: { $type: "app.bsky.embed.record", record: { uri: own.uri, cid: own.cid } } };
    await bluesky.call(
      "com.atproto.repo.createRecord",
      { repo: wards.did, collection: "app.bsky.feed.post", record },
      { token },
    );
    expect(await reasonsOf(bluesky)).toEqual(["quote", "reply"]);
    expect(await reasonsOf(bluesky, ["reply", "mention"])).toEqual(["reply"]);
  });

  it("lose nothing at equal times, and go with what they were about", async () => {
    await using bluesky = await openBluesky();
    const made = Array.from({ length: 3 }, (_, index) => bluesky.server.others.mention(`question ${String(index)}`));
    const page = async (cursor: string): Promise<{ cursor?: string; notifications: readonly { uri: string }[] }> =>
      (
        await bluesky.get("app.bsky.notification.listNotifications", {
          limit: "2",
          ...(cursor === "" ? {} : { cursor }),
        })
      ).json();
    const first = await page("");
    const second = await page(first.cursor ?? "");
    expect([...first.notifications, ...second.notifications].map(({ uri }) => uri)).toEqual(
      made.map(({ id }) => id).reverse(),
    );
    bluesky.server.others.remove(made[0]?.id ?? "");
    expect(await reasonsOf(bluesky)).toHaveLength(2);
  });
});

describe("the video service", () => {
  const aud = (bluesky: OpenBluesky): string => `did:web:${new URL(bluesky.server.service).host}`;
  const lxm = "com.atproto.repo.uploadBlob";
  const tokenFor = async (bluesky: OpenBluesky, params: Readonly<Record<string, string>>): Promise<string> =>
    (await bluesky.get("com.atproto.server.getServiceAuth", params)).json<{ token: string }>().token;
  const upload = (bluesky: OpenBluesky, token: string | undefined, body = mp4): ReturnType<OpenBluesky["call"]> =>
    bluesky.call(`app.bsky.video.uploadVideo?did=${bluesky.server.did}&name=flood.mp4`, undefined, {
      token,
      body,
      type: "video/mp4",
    });
  const stateOf = async (bluesky: OpenBluesky, jobId: string): Promise<string> =>
    (await bluesky.get("app.bsky.video.getJobStatus", { jobId })).json<{ jobStatus: { state: string } }>().jobStatus
      .state;

  it("gives tokens of at most an hour", async () => {
    await using bluesky = await openBluesky();
    const now = bluesky.clock.now() / 1000;
    const errorFor = async (params: Readonly<Record<string, string>>): Promise<string | undefined> =>
      (await bluesky.get("com.atproto.server.getServiceAuth", { aud: aud(bluesky), ...params })).json<{
        error?: string;
      }>().error;
    expect(await errorFor({ lxm, exp: String(now + 3600) })).toBeUndefined();
    expect(await errorFor({ lxm, exp: String(now + 3601) })).toBe("BadExpiration");
    expect(await errorFor({ lxm, exp: String(now - 1) })).toBe("BadExpiration");
    expect(await errorFor({ exp: String(now + 61) })).toBe("BadExpiration");
    expect(await errorFor({ aud: "example.org" })).toBe("InvalidRequest");
  });

  it("takes a token for this upload only", async () => {
    await using bluesky = await openBluesky();
    expect((await upload(bluesky, undefined)).status).toBe(401);
    expect((await upload(bluesky, bluesky.tokens.accessJwt)).status).toBe(401);
    expect(
      (await upload(bluesky, await tokenFor(bluesky, { aud: aud(bluesky), lxm: "app.bsky.video.getUploadLimits" })))
        .status,
    ).toBe(401);
    expect((await upload(bluesky, await tokenFor(bluesky, { aud: "did:web:elsewhere.example.org", lxm }))).status).toBe(
      401,
    );
    const right = await tokenFor(bluesky, { aud: aud(bluesky), lxm });
    expect((await upload(bluesky, right, png)).status).toBe(400);
    expect((await upload(bluesky, right)).status).toBe(200);
    bluesky.clock.advance(60_000);
    expect((await upload(bluesky, right)).status).toBe(401);
    const limits = await tokenFor(bluesky, { aud: "did:web:video.example.org", lxm: "app.bsky.video.getUploadLimits" });
    expect((await bluesky.get("app.bsky.video.getUploadLimits", {}, { token: limits })).json()).toMatchObject({
      canUpload: true,
    });
  });

  it("works on a video, gives its blob, and knows it the second time", async () => {
    await using bluesky = await openBluesky({ videoPolls: 2 });
    const token = await tokenFor(bluesky, { aud: aud(bluesky), lxm });
    const { jobId } = (await upload(bluesky, token)).json<{ jobId: string }>();
    expect([await stateOf(bluesky, jobId), await stateOf(bluesky, jobId), await stateOf(bluesky, jobId)]).toEqual([
      "JOB_STATE_ENCODING",
      "JOB_STATE_ENCODING",
      "JOB_STATE_COMPLETED",
    ]);
    const again = await upload(bluesky, token);
    expect([again.status, again.json()]).toMatchObject([
      409,
      { error: "already_exists", blob: { mimeType: "video/mp4" } },
    ]);
    expect((await bluesky.get("app.bsky.video.getJobStatus", { jobId: "none" })).status).toBe(400);
  });

  it("is slow, or fails, when a fault says so", async () => {
    await using bluesky = await openBluesky();
    const token = await tokenFor(bluesky, { aud: aud(bluesky), lxm });
    bluesky.server.faults.order({ kind: "slow-media", polls: 2 });
    bluesky.server.faults.order({ kind: "media-failure" });
    const slow = (await upload(bluesky, token)).json<{ jobId: string }>().jobId;
    const failing = (await upload(bluesky, token, Uint8Array.from([...mp4, 1]))).json<{ jobId: string }>().jobId;
    expect([await stateOf(bluesky, slow), await stateOf(bluesky, slow), await stateOf(bluesky, slow)]).toEqual([
      "JOB_STATE_ENCODING",
      "JOB_STATE_ENCODING",
      "JOB_STATE_COMPLETED",
    ]);
    expect(await stateOf(bluesky, failing)).toBe("JOB_STATE_FAILED");
  });
});
