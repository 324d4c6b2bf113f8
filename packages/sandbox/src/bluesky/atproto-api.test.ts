import { AtpAgent, RichText, type AppBskyFeedDefs } from "@atproto/api";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox, type BlueskyServer, type Sandbox } from "../index.ts";
import { mp4, png } from "../testing/files.ts";
import { createBlueskyServer } from "./create-bluesky-server.ts";

/** The network's own client drives the server; it checks every answer against the lexicons. */
function drive(name: string, open: () => Promise<BlueskyServer>): void {
  describe(name, () => {
    let server: BlueskyServer;
    let agent: AtpAgent;
    beforeEach(async () => {
      server = await open();
      agent = new AtpAgent({ service: server.service });
      await agent.login({ identifier: server.identifier, password: server.password });
    });

    it("logs in, and finds the data server in the DID document", () => {
      expect(agent.session?.did).toBe(server.did);
      expect(agent.pdsUrl?.origin).toBe(server.service);
    });

    it("posts with facets that it detected itself", async () => {
      server.others.post("hello");
      const richText = new RichText({ text: "✨ @visitor.elsewhere.example.org see https://example.org/flood #flood" });
      await richText.detectFacets(agent);
      expect(richText.facets).toHaveLength(3);
      const { uri, cid } = await agent.post({ text: richText.text, facets: richText.facets ?? [], langs: ["en"] });
      const { data } = await agent.getPosts({ uris: [uri] });
      expect(data.posts[0]).toMatchObject({ uri, cid, author: { did: server.did } });
      expect(server.posts()[0]?.text).toBe(richText.text);
    });

    it("posts a picture with alt text", async () => {
      const { data } = await agent.uploadBlob(png, { encoding: "image/png" });
      const images = [{ alt: "A map", image: data.blob, aspectRatio: { width: 4, height: 3 } }];
      const { uri } = await agent.post({ text: "", embed: { $type: "app.bsky.embed.images", images } });
      const view = (await agent.getPosts({ uris: [uri] })).data.posts[0];
      expect(view?.embed).toMatchObject({ $type: "app.bsky.embed.images#view", images: [{ alt: "A map" }] });
    });

    it("posts a video by way of the video service", async () => {
      const { data: auth } = await agent.com.atproto.server.getServiceAuth({
        aud: `did:web:${encodeURIComponent(new URL(server.service).host)}`,
        lxm: "com.atproto.repo.uploadBlob",
        exp: Math.floor(Date.now() / 1000) + 1800,
      });
      const url = `${server.service}/xrpc/app.bsky.video.uploadVideo?did=${server.did}&name=flood.mp4`;
      const headers = { authorization: `Bearer ${auth.token}`, "content-type": "video/mp4" };
      const upload = await fetch(url, { method: "POST", headers, body: mp4 });
      const { jobId } = (await upload.json()) as { jobId: string };
      expect((await agent.app.bsky.video.getJobStatus({ jobId })).data.jobStatus.blob).toBeUndefined();
      const { data } = await agent.app.bsky.video.getJobStatus({ jobId });
      expect(data.jobStatus.state).toBe("JOB_STATE_COMPLETED");
      if (data.jobStatus.blob === undefined) throw new Error("a completed job has its blob");
      await agent.post({ text: "See", embed: { $type: "app.bsky.embed.video", video: data.jobStatus.blob } });
      expect(server.posts()).toHaveLength(1);
    });

    it("posts a thread and reads it", async () => {
      const root = await agent.post({ text: "1/2" });
      const second = await agent.post({ text: "2/2", reply: { root, parent: root } });
      const answer = server.others.reply(second.uri, "thank you");
      const { data } = await agent.getPostThread({ uri: second.uri });
      const thread = data.thread as AppBskyFeedDefs.ThreadViewPost;
      expect(thread.parent).toMatchObject({ post: { uri: root.uri, replyCount: 1 } });
      expect(thread.replies).toMatchObject([{ post: { uri: answer.id } }]);
      const feed = await agent.getAuthorFeed({ actor: server.did, filter: "posts_no_replies" });
      expect(feed.data.feed.map(({ post }) => post.uri)).toEqual([root.uri]);
    });

    it("hears replies, mentions, likes, reposts and followers, newest first, page by page", async () => {
      const { uri } = await agent.post({ text: "Heat warning" });
      server.others.reply(uri, "thanks");
      server.others.mention("is the ward open?");
      server.others.like(uri);
      server.others.repost(uri);
      server.others.follow();
      const reasons: string[] = [];
      let cursor: string | undefined;
      do {
        const { data } = await agent.listNotifications({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        reasons.push(...data.notifications.map(({ reason }) => reason));
        cursor = data.cursor;
      } while (cursor !== undefined);
      expect(reasons).toEqual(["follow", "repost", "like", "mention", "reply"]);
      expect((await agent.countUnreadNotifications()).data.count).toBe(5);
      await agent.updateSeenNotifications(new Date(Date.now() + 1000).toISOString());
      expect((await agent.countUnreadNotifications()).data.count).toBe(0);
    });

    it("searches by hashtag and reads a profile", async () => {
      const post = server.others.post("Water is back #flood");
      server.others.post("Something else");
      const { data } = await agent.app.bsky.feed.searchPosts({ q: "#flood", tag: ["flood"] });
      expect(data.posts.map(({ uri }) => uri)).toEqual([post.id]);
      const profile = await agent.getProfile({ actor: "visitor.elsewhere.example.org" });
      expect(profile.data.postsCount).toBe(2);
    });

    it("pins a post in a profile, and shows it on top", async () => {
      const post = await agent.post({ text: "Phone lines" });
      await agent.post({ text: "Opening hours" });
      await agent.upsertProfile((old) => ({ ...old, displayName: "Hospital", pinnedPost: post }));
      const pinnedPost = { uri: post.uri, cid: post.cid };
      expect((await agent.getProfile({ actor: server.did })).data).toMatchObject({
        displayName: "Hospital",
        pinnedPost,
      });
      expect(server.posts().map(({ pinned }) => pinned)).toEqual([true, false]);
      const textsOf = async (includePins: boolean) => {
        const { data } = await agent.getAuthorFeed({ actor: server.did, includePins });
        return data.feed.map((item) => [(item.post.record as { text: string }).text, item.reason?.$type]);
      };
      expect(await textsOf(true)).toEqual([
        ["Phone lines", "app.bsky.feed.defs#reasonPin"],
        ["Opening hours", undefined],
      ]);
      expect(await textsOf(false)).toEqual([
        ["Opening hours", undefined],
        ["Phone lines", undefined],
      ]);
      const broken = agent.com.atproto.repo.putRecord({
        repo: server.did,
        collection: "app.bsky.actor.profile",
        rkey: "self",
        record: { pinnedPost: { uri: post.uri } },
      });
      await expect(broken).rejects.toMatchObject({ status: 400, error: "InvalidRequest" });
    });

    it("deletes a post, and again", async () => {
      const { uri } = await agent.post({ text: "Heat warning" });
      await agent.deletePost(uri);
      await agent.deletePost(uri);
      expect(server.posts()).toHaveLength(0);
    });

    it("refreshes an expired session by itself", async () => {
      const before = agent.session?.accessJwt;
      server.faults.order({ kind: "expired-token" });
      await agent.post({ text: "Heat warning" });
      expect(agent.session?.accessJwt).not.toBe(before);
      expect(server.posts()).toHaveLength(1);
      expect(server.requests.count("POST /xrpc/com.atproto.server.refreshSession")).toBe(1);
    });

    it("meets a typed error", async () => {
      await expect(agent.post({ text: "x".repeat(301) })).rejects.toMatchObject({
        status: 400,
        error: "InvalidRequest",
      });
      const stranger = new AtpAgent({ service: server.service });
      const login = stranger.login({ identifier: server.identifier, password: "wrong" });
      await expect(login).rejects.toMatchObject({ status: 401, error: "AuthenticationRequired" });
    });
  });
}

const opened: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.close()));
});

drive("@atproto/api over HTTP", async () => {
  const sandbox = await startSandbox({ mastodon: 0 });
  opened.push(sandbox);
  return sandbox.bluesky;
});

describe("@atproto/api through msw", () => {
  const msw = setupServer();
  beforeAll(() => {
    msw.listen({ onUnhandledFrame: "error" });
  });
  afterAll(() => {
    msw.close();
  });
  drive("XRPC", () => {
    const server = createBlueskyServer();
    msw.resetHandlers(...server.handlers);
    return Promise.resolve(server);
  });
});
