import { createRestAPIClient, createStreamingAPIClient, type mastodon } from "masto";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox, type MastodonServer, type Sandbox } from "../index.ts";
import { png } from "../testing/files.ts";
import { createMastodonServer } from "./create-mastodon-server.ts";

/** The popular client `masto` drives the server, which nobody here wrote. */
function driveRest(name: string, open: () => Promise<MastodonServer>): void {
  describe(name, () => {
    let server: MastodonServer;
    let client: mastodon.rest.Client;
    beforeEach(async () => {
      server = await open();
      client = createRestAPIClient({ url: server.baseUrl, accessToken: server.accessToken });
    });

    it("reads the instance and who it is", async () => {
      const instance = await client.v2.instance.fetch();
      expect(instance.configuration.statuses.maxCharacters).toBe(500);
      expect((await client.v1.accounts.verifyCredentials()).acct).toBe(server.account.acct);
    });

    it("posts, reads, edits and deletes a status", async () => {
      const made = await client.v1.statuses.create({
        status: "Heat warning #heat https://example.org/heat",
        spoilerText: "Weather",
        visibility: "unlisted",
        language: "en",
      });
      expect(made.tags.map((tag) => tag.name)).toEqual(["heat"]);
      expect(made.content).toContain('href="https://example.org/heat"');
      expect((await client.v1.statuses.$select(made.id).fetch()).spoilerText).toBe("Weather");
      const edited = await client.v1.statuses.$select(made.id).update({ status: "Heat warning lifted" });
      expect(edited.editedAt).not.toBeNull();
      expect((await client.v1.statuses.$select(made.id).source.fetch()).text).toBe("Heat warning lifted");
      expect(await client.v1.statuses.$select(made.id).history.list()).toHaveLength(2);
      expect((await client.v1.statuses.$select(made.id).remove()).text).toBe("Heat warning lifted");
      await expect(client.v1.statuses.$select(made.id).fetch()).rejects.toMatchObject({ statusCode: 404 });
    });

    it("pins statuses, and takes that back", async () => {
      const [first, second] = [
        await client.v1.statuses.create({ status: "Phone lines" }),
        await client.v1.statuses.create({ status: "Opening hours" }),
      ];
      expect(first.pinned).toBe(false);
      for (const { id } of [first, second]) expect((await client.v1.statuses.$select(id).pin()).pinned).toBe(true);
      const account = client.v1.accounts.$select(first.account.id);
      expect(new Set((await account.statuses.list({ pinned: true })).map(({ id }) => id))).toEqual(
        new Set([first.id, second.id]),
      );
      expect((await client.v1.statuses.$select(first.id).unpin()).pinned).toBe(false);
      expect((await client.v1.statuses.$select(first.id).unpin()).pinned).toBe(false);
      expect((await account.statuses.list({ pinned: true })).map(({ id }) => id)).toEqual([second.id]);
      expect(server.posts().map(({ pinned }) => pinned)).toEqual([false, true]);
      const again = client.v1.statuses.$select(second.id).pin();
      await expect(again).rejects.toMatchObject({ statusCode: 422, message: "Duplicate record" });
    });

    it("uploads a picture, waits for it and attaches it", async () => {
      const file = new Blob([png], { type: "image/png" });
      const media = await client.v2.media.create({ file, description: "A map of the flooded streets" });
      expect(media.url).toBeTruthy();
      await client.v1.statuses.create({ status: "Flood", mediaIds: [media.id] });
      expect(server.posts()[0]?.media).toEqual([
        { id: media.id, kind: "image", description: "A map of the flooded streets" },
      ]);
    });

    it("posts a thread and finds it as a context", async () => {
      const root = await client.v1.statuses.create({ status: "1/2" });
      const reply = await client.v1.statuses.create({ status: "2/2", inReplyToId: root.id });
      const answer = server.others.reply(reply.id, "thank you");
      const context = await client.v1.statuses.$select(reply.id).context.fetch();
      expect(context.ancestors.map(({ id }) => id)).toEqual([root.id]);
      expect(context.descendants.map(({ id }) => id)).toEqual([answer.id]);
    });

    it("pages through notifications by the Link header", async () => {
      for (let index = 0; index < 5; index += 1) server.others.mention(`question ${String(index)}`);
      const seen: string[] = [];
      for await (const page of client.v1.notifications.list({ limit: 2, types: ["mention"] })) {
        seen.push(...page.map(({ id }) => id));
      }
      expect(seen).toHaveLength(5);
      expect(new Set(seen).size).toBe(5);
    });

    it("reads a hashtag, an account and its statuses", async () => {
      const other = server.others.post("Water is back #flood");
      expect((await client.v1.timelines.tag.$select("Flood").list())[0]?.id).toBe(other.id);
      const found = await client.v1.accounts.lookup({ acct: "visitor@elsewhere.example.org" });
      expect(found.statusesCount).toBe(1);
      expect((await client.v1.accounts.$select(found.id).statuses.list()).map(({ id }) => id)).toEqual([other.id]);
      const result = await client.v2.search.list({ q: "water", type: "statuses" });
      expect(result.statuses.map(({ id }) => id)).toEqual([other.id]);
    });

    it("schedules a status, a poll comes back", async () => {
      const scheduledAt = new Date(Date.now() + 600_000).toISOString();
      const scheduled = await client.v1.statuses.create({ status: "Later", scheduledAt });
      expect(Date.parse(scheduled.scheduledAt)).toBe(Date.parse(scheduledAt));
      await client.v1.scheduledStatuses.$select(scheduled.id).remove();
      const poll = { options: ["yes", "no"], expiresIn: 3600 };
      const asked = await client.v1.statuses.create({ status: "Enough water?", poll });
      expect(asked.poll?.options.map(({ title }) => title)).toEqual(["yes", "no"]);
    });

    it("meets a typed error", async () => {
      const stranger = createRestAPIClient({ url: server.baseUrl, accessToken: "wrong" });
      await expect(stranger.v1.statuses.create({ status: "Hello" })).rejects.toMatchObject({
        statusCode: 401,
        message: "The access token is invalid",
      });
    });
  });
}

const msw = setupServer();
const opened: Sandbox[] = [];

async function open(): Promise<MastodonServer> {
  const sandbox = await startSandbox({ bluesky: 0 });
  opened.push(sandbox);
  return sandbox.mastodon;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.close()));
});

driveRest("masto over HTTP", open);

describe("masto through msw", () => {
  beforeAll(() => {
    msw.listen({ onUnhandledFrame: "error" });
  });
  afterAll(() => {
    msw.close();
  });
  driveRest("REST", () => {
    const server = createMastodonServer();
    msw.resetHandlers(...server.handlers);
    return Promise.resolve(server);
  });
});

describe("masto streaming over WebSocket", () => {
  /** Opens masto's own streams and waits until the server has joined `count` of them. */
  async function stream(
    server: MastodonServer,
    count: number,
    subscribe: (client: mastodon.streaming.Client) => readonly AsyncIterable<mastodon.streaming.Event>[],
  ): Promise<{
    readonly iterators: readonly AsyncIterator<mastodon.streaming.Event>[];
    readonly first: readonly Promise<mastodon.streaming.Event>[];
  }> {
    const client = createStreamingAPIClient({
      streamingApiUrl: server.baseUrl.replace("http", "ws"),
      accessToken: server.accessToken,
    });
    clients.push(client);
    const iterators = subscribe(client).map((subscription) => subscription[Symbol.asyncIterator]());
    const first = iterators.map(async (iterator) => (await iterator.next()).value as mastodon.streaming.Event);
    // masto itself waits for a second before it connects.
    await expect.poll(() => server.streams.open, { timeout: 10_000 }).toBe(count);
    return { iterators, first };
  }
  const clients: mastodon.streaming.Client[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  it("hears a mention on the user stream and a post on a hashtag stream", async () => {
    const server = await open();
    const { first } = await stream(server, 2, (client) => [
      client.user.notification.subscribe(),
      client.hashtag.subscribe({ tag: "flood" }),
    ]);
    const mention = server.others.mention("is the ward open?");
    const post = server.others.post("Water rising #Flood");
    const [notification, update] = await Promise.all(first);
    expect(notification).toMatchObject({
      event: "notification",
      payload: { type: "mention", status: { id: mention.id } },
    });
    expect(update).toMatchObject({ event: "update", stream: ["hashtag", "flood"], payload: { id: post.id } });
  });

  it("hears an edit and a deletion", async () => {
    const server = await open();
    const made = server.others.post("Water rising #flood");
    const { iterators, first } = await stream(server, 1, (client) => [client.hashtag.subscribe({ tag: "flood" })]);
    server.others.edit(made.id, "Water falling #flood");
    expect(await first[0]).toMatchObject({ event: "status.update", payload: { id: made.id } });
    const next = iterators[0]?.next();
    server.others.remove(made.id);
    expect((await next)?.value).toMatchObject({ event: "delete", payload: made.id });
  });
});
