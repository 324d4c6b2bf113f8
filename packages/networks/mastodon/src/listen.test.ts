import { manualClock } from "@carecast/testing";
import { afterEach, describe, expect, test } from "vitest";
import { createTestInstance, listenTo, toMention, toNotification, type TestListener } from "./test-instance.ts";
import { nowMs, ownAccount, toStatusJson, token, words, type Reply } from "./test-transport.ts";

const open: TestListener[] = [];
const listen = (...parameters: Parameters<typeof listenTo>): TestListener => {
  const listener = listenTo(...parameters);
  open.push(listener);
  return listener;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

/** Waits on promises alone until `condition` holds. */
async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 10_000 && !condition(); round++) await new Promise((resolve) => setImmediate(resolve));
  expect(condition()).toBe(true);
}

describe("what a listener hears", () => {
  test("from now on: what comes over the stream, and nothing from before", async () => {
    const instance = createTestInstance();
    instance.notifications.push(toNotification(1), toNotification(2));
    const listener = listen(instance);
    const first = listener.next();
    await until(() => listener.facts.length > 0);
    instance.streams[0]?.push("notification", toNotification(3));
    expect(await first).toMatchObject({
      eventId: "mention:93",
      cursor: '{"notifications":"3"}',
      feedback: { kind: "mention", change: "created", text: "Item 93", private: false },
    });
    expect(listener.facts).toEqual([{ fact: "connected", source: "notifications" }]);
  });

  test.each<[eventId: string, more: object]>([
    ["mention:93", {}],
    ["mention:93", { mentions: [] }],
    ["reply:93", { in_reply_to_id: "1", in_reply_to_account_id: "1" }],
    ["direct-message:93", { visibility: "direct" }],
  ])("names it %s: %j", async (eventId, more) => {
    const instance = createTestInstance();
    const listener = listen(instance, { cursor: '{"notifications":"1"}' });
    instance.notifications.push(toNotification(3, more));
    const { feedback, ...inbound } = await listener.next();
    expect(inbound.eventId).toBe(eventId);
    expect(feedback.private).toBe(eventId.startsWith("direct"));
  });

  test("hears nothing of ourselves, of favourites, of boosts, or what cannot be read", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { hashtags: ["#Flood"], cursor: '{"notifications":"0","#flood":"0"}' });
    const heard = listener.next();
    await until(() => instance.streams.length === 2 && listener.facts.length === 2);
    const [user, tag] = instance.streams;
    user?.push("notification", { ...toNotification(1), type: "favourite" });
    user?.push("notification", { ...toNotification(2), status: { id: 7 } });
    user?.push("notification", { id: "3", type: "follow", created_at: "2026-08-20T10:00:00Z" });
    user?.push("notification", "not json");
    user?.push("update", toMention("50"));
    user?.push("filters_changed", "undefined");
    user?.push("delete", "12345");
    user?.push("status.update", toStatusJson({ edited_at: "2026-08-20T11:00:00Z", account: { id: "8", acct: "who" } }));
    tag?.push("update", toMention("60", { account: ownAccount }));
    tag?.push("update", toMention("61", { reblog: toMention("62") }));
    user?.push("notification", toNotification(4));
    expect((await heard).eventId).toBe("mention:94");
  });

  test("hears hashtags by their own streams, and one post once", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { hashtags: ["Flood", "#flood", "Öffnung"] });
    const heard = listener.take(2);
    await until(() => instance.streams.length === 3 && listener.facts.length === 3);
    expect(instance.streams.map(({ request }) => `${request.path}?${String(request.query)}`).sort()).toEqual([
      "/api/v1/streaming/hashtag?tag=%C3%B6ffnung",
      "/api/v1/streaming/hashtag?tag=flood",
      "/api/v1/streaming/user?",
    ]);
    const find = (tag: string) => instance.streams.find(({ request }) => request.query.get("tag") === tag);
    find("flood")?.push("update", toMention("70"));
    find("öffnung")?.push("update", toMention("70"));
    find("öffnung")?.push("update", toMention("71", { mentions: [] }));
    expect((await heard).sort()).toEqual(["mention:70", "post:71"]);
  });

  test("hears edits and deletions of what it has heard, once each", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    instance.notifications.push(toNotification(1));
    expect(await listener.take(1)).toEqual(["mention:91"]);
    const edited = toMention("91", {
      created_at: "2026-08-20T00:00:01.000Z",
      edited_at: "2026-08-20T11:00:00.000Z",
      content: "<p>Better</p>",
    });
    const heard = listener.next();
    instance.streams[0]?.push("status.update", edited);
    expect(await heard).toMatchObject({
      eventId: "mention:91:2026-08-20T11:00:00.000Z",
      feedback: { change: "edited", text: "Better" },
    });
    instance.streams[0]?.push("status.update", edited);
    instance.streams[0]?.push("delete", "91");
    instance.streams[0]?.push("delete", "91");
    instance.streams[0]?.push("notification", toNotification(2));
    const { feedback, ...deleted } = await listener.next();
    expect(deleted).toEqual({ eventId: "mention:91:deleted", cursor: '{"notifications":"1"}' });
    expect(feedback).toEqual({
      kind: "mention",
      change: "deleted",
      network: "mastodon",
      ref: { id: "91" },
      text: "",
      createdAt: "2026-08-20T00:00:01.000Z",
      private: false,
      hashtags: [],
      links: [],
      media: [],
    });
    expect(await listener.take(1)).toEqual(["mention:92"]);
  });

  test("hears an edit of a mention from before it came, but not of strangers' posts", async () => {
    const instance = createTestInstance();
    const listener = listen(instance);
    const heard = listener.next();
    await until(() => listener.facts.length > 0);
    const edit = { edited_at: "2026-08-20T11:00:00.000Z" };
    instance.streams[0]?.push("status.update", toMention("80", { ...edit, mentions: [] }));
    instance.streams[0]?.push("status.update", toMention("81", { ...edit, account: ownAccount }));
    instance.streams[0]?.push("status.update", toMention("82"));
    instance.streams[0]?.push("status.update", toMention("83", edit));
    expect((await heard).eventId).toBe("mention:83:2026-08-20T11:00:00.000Z");
  });

  test("hears only the kinds that were asked for, from the sources that have them", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { kinds: ["reply"], hashtags: ["flood"], cursor: '{"notifications":"0"}' });
    instance.notifications.push(
      toNotification(1),
      toNotification(2, { in_reply_to_id: "1", in_reply_to_account_id: "1" }),
    );
    const inbound = await listener.next();
    expect(inbound).toMatchObject({ eventId: "reply:92", cursor: '{"notifications":"2"}' });
    expect(instance.streams).toHaveLength(1);
  });

  test.each([[{ kinds: ["review" as const] }], [{ kinds: ["post" as const] }], [{ kinds: [] }]])(
    "says that nothing can bring %j",
    async (query) => {
      const listener = listen(createTestInstance(), query);
      await expect(listener.next()).rejects.toMatchObject({ code: "unsupported", path: "kinds" });
      expect(listener.requests).toHaveLength(0);
    },
  );
});

describe("no gaps", () => {
  test("opens the stream before it pages, and hears once what is in both", async () => {
    const instance = createTestInstance();
    instance.intercept = ({ path, query }) => {
      if (path !== "/api/v1/notifications" || query.get("min_id") !== "0") return undefined;
      // Said after the stream was opened and before the page was read.
      instance.intercept = () => undefined;
      instance.notifications.push(toNotification(1), toNotification(2), toNotification(3));
      instance.streams[0]?.push("notification", toNotification(3));
      instance.streams[0]?.push("notification", toNotification(4));
      return undefined;
    };
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    expect(await listener.take(4)).toEqual(["mention:91", "mention:92", "mention:93", "mention:94"]);
    expect(listener.facts).toContainEqual({ fact: "backfilled", source: "notifications", count: 3 });
  });

  test("fills in what came while the stream was down", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    const first = listener.take(1);
    await until(() => listener.facts.length > 0);
    instance.streams[0]?.push("notification", toNotification(1));
    expect(await first).toEqual(["mention:91"]);
    for (let id = 1; id <= 6; id++) instance.notifications.push(toNotification(id));
    instance.streams[0]?.end();
    const asked = listener.requests.length;
    expect(await listener.take(5)).toEqual(["mention:92", "mention:93", "mention:94", "mention:95", "mention:96"]);
    expect(listener.requests.slice(asked).map(({ path, query }) => `${path}?${query.get("min_id") ?? ""}`)).toEqual([
      "/api/v1/streaming/user?",
      "/api/v1/notifications?1",
      "/api/v1/notifications?3",
      "/api/v1/notifications?5",
    ]);
    instance.streams[1]?.push("notification", toNotification(7));
    expect(await listener.take(1)).toEqual(["mention:97"]);
    expect(listener.requests.filter(({ path }) => path.endsWith("verify_credentials"))).toHaveLength(1);
    expect(listener.facts.map(({ fact }) => fact)).toEqual(["connected", "disconnected", "connected", "backfilled"]);
  });

  test("resumes at the cursor of each item, with every source where it was", async () => {
    const instance = createTestInstance();
    instance.notifications.push(toNotification(1), toNotification(2), toNotification(3));
    instance.tagged.push(toMention("21", { mentions: [] }), toMention("22", { mentions: [] }));
    const query = { hashtags: ["flood"], cursor: '{"notifications":"0","#flood":"20"}' };
    const whole = listen(instance, query);
    const heard = [await whole.next(), await whole.next(), await whole.next(), await whole.next(), await whole.next()];
    for (const [index, { cursor }] of heard.entries()) {
      const rest = heard.slice(index + 1).map(({ eventId }) => eventId);
      const again = listen(instance, { ...query, ...(cursor !== undefined && { cursor }) });
      expect((await again.take(rest.length)).sort()).toEqual(rest.sort());
      const end = again.next();
      await until(() => again.facts.filter(({ fact }) => fact === "connected").length === 2);
      again.abort("over");
      await expect(end).rejects.toBe("over");
    }
  });

  test("begins at `since`, however many pages back that is", async () => {
    const instance = createTestInstance();
    for (let id = 1; id <= 9; id++) instance.notifications.push(toNotification(id));
    const listener = listen(instance, { since: "2026-08-20T00:00:03.000Z" });
    expect(await listener.take(7)).toEqual([3, 4, 5, 6, 7, 8, 9].map((id) => `mention:9${id}`));
  });

  test("a cursor wins over `since`", async () => {
    const instance = createTestInstance();
    for (let id = 1; id <= 5; id++) instance.notifications.push(toNotification(id));
    const listener = listen(instance, { since: "2026-08-20T00:00:01.000Z", cursor: '{"notifications":"3"}' });
    expect(await listener.take(2)).toEqual(["mention:94", "mention:95"]);
  });

  test("begins at the very first item when all are newer than `since`", async () => {
    const instance = createTestInstance();
    for (let id = 1; id <= 5; id++) instance.notifications.push(toNotification(id));
    const listener = listen(instance, { since: "2025-01-01T00:00:00Z" });
    expect(await listener.take(5)).toEqual([1, 2, 3, 4, 5].map((id) => `mention:9${id}`));
  });

  test("a source that was not ready yet when another spoke begins at the same time after a restart", async () => {
    const instance = createTestInstance();
    let isDown = true;
    instance.intercept = ({ path }): Reply | undefined =>
      isDown && path.includes("/tag/") ? { status: 429, headers: { "retry-after": "60" } } : undefined;
    const clock = { ...manualClock(nowMs), now: () => nowMs };
    const listener = listen(instance, { hashtags: ["flood"], since: "2026-08-20T00:00:01.000Z" }, { clock });
    instance.notifications.push(toNotification(1));
    const { cursor = "" } = await listener.next();
    expect(JSON.parse(cursor)).toEqual({ notifications: "1", "#flood": "@2026-08-20T00:00:01.000Z" });
    isDown = false;
    instance.tagged.push(toMention("21", { mentions: [], created_at: "2026-08-20T00:00:02.000Z" }));
    const again = listen(instance, { hashtags: ["flood"], cursor });
    expect(await again.take(1)).toEqual(["post:21"]);
  });

  test("does not go back when an old post arrives late", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { kinds: ["post"], hashtags: ["flood"], cursor: '{"#flood":"50"}' });
    const heard = listener.next();
    await until(() => listener.facts.length > 0);
    instance.streams[0]?.push("update", toMention("60", { mentions: [] }));
    instance.streams[0]?.push("update", toMention("55", { mentions: [] }));
    expect((await heard).cursor).toBe('{"#flood":"60"}');
    expect(await listener.next()).toMatchObject({ eventId: "post:55", cursor: '{"#flood":"60"}' });
  });

  test("finds a post that arrived late while the stream was down", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { kinds: ["post"], hashtags: ["flood"], cursor: '{"#flood":"50"}' });
    const said = ["51", "60", "70"].map((id) => toMention(id, { mentions: [] }));
    const heard = listener.take(3);
    await until(() => listener.facts.length > 0);
    for (const status of said) instance.streams[0]?.push("update", status);
    await heard;
    instance.tagged.push(...said, toMention("65", { mentions: [] }), toMention("71", { mentions: [] }));
    instance.streams[0]?.end();
    expect(await listener.take(2)).toEqual(["post:65", "post:71"]);
    const next = listener.next();
    await until(() => listener.facts.length === 4);
    expect(listener.facts.at(-1)).toEqual({ fact: "backfilled", source: "hashtag", count: 2 });
    instance.streams[1]?.push("update", toMention("72", { mentions: [] }));
    expect(await next).toMatchObject({ eventId: "post:72", cursor: '{"#flood":"72"}' });
  });

  test("does not turn in circles on a server that ignores min_id", async () => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) =>
      path === "/api/v1/notifications" ? { json: [toNotification(2), toNotification(1)] } : undefined;
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    expect(await listener.take(2)).toEqual(["mention:91", "mention:92"]);
    const heard = listener.next();
    await until(() => listener.facts.some(({ fact }) => fact === "backfilled"));
    instance.streams[0]?.push("notification", toNotification(3));
    expect((await heard).eventId).toBe("mention:93");
  });

  test("refuses a cursor of somebody else before any request", async () => {
    const listener = listen(createTestInstance(), { cursor: "planted" });
    await expect(listener.next()).rejects.toMatchObject({ code: "config", path: "cursor" });
    expect(listener.requests).toHaveLength(0);
  });
});

describe("connections", () => {
  test("streams from where the instance says, and carries the token only there", async () => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) =>
      path === "/api/v2/instance"
        ? { json: { configuration: { urls: { streaming: "wss://streaming.example.org/" } } } }
        : undefined;
    const listener = listen(instance);
    void listener.iterator.next().catch(() => {});
    await until(() => instance.streams.length > 0);
    expect(instance.streams[0]?.request).toMatchObject({
      origin: "https://streaming.example.org",
      path: "/api/v1/streaming/user",
      headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
    });
  });

  test.each<[what: string, reply: Reply]>([
    ["in clear text", { json: { configuration: { urls: { streaming: "ws://streaming.example.org" } } } }],
    ["nowhere", { json: {} }],
    ["in no known form", { json: [] }],
    ["with 404", { status: 404 }],
  ])("streams from the instance itself when that says %s", async (_what, reply) => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) => (path.endsWith("/instance") ? reply : undefined);
    const listener = listen(instance);
    void listener.iterator.next().catch(() => {});
    await until(() => instance.streams.length > 0);
    expect(instance.streams[0]?.request.origin).toBe("https://social.example.org");
  });

  test("streams from the option", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, {}, { options: { streamingUrl: "wss://elsewhere.example.org" } });
    void listener.iterator.next().catch(() => {});
    await until(() => instance.streams.length > 0);
    expect(instance.streams[0]?.request.origin).toBe("https://elsewhere.example.org");
    expect(listener.requests.some(({ path }) => path.endsWith("/instance"))).toBe(false);
  });

  test.each([[404], [405], [426]])("polls where streaming is answered with %i", async (status) => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) => (path.includes("/streaming/") ? { status } : undefined);
    const clock = manualClock(nowMs);
    const listener = listen(instance, { cursor: '{"notifications":"0"}' }, { clock });
    instance.notifications.push(toNotification(1));
    expect(await listener.take(1)).toEqual(["mention:91"]);
    for (const id of [2, 3]) {
      const heard = listener.take(1);
      await clock.untilPending();
      instance.notifications.push(toNotification(id));
      await clock.advance(30_000);
      expect(await heard).toEqual([`mention:9${id}`]);
    }
    expect(listener.requests.filter(({ path }) => path.includes("/streaming/"))).toHaveLength(1);
    expect(listener.facts.filter(({ fact }) => fact === "connected")).toHaveLength(1);
  });

  test("while only the streams are down it pages before each new try", async () => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) => (path.includes("/streaming/") ? { status: 503 } : undefined);
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    instance.notifications.push(toNotification(1));
    expect(await listener.take(1)).toEqual(["mention:91"]);
    expect(listener.requests.filter(({ path }) => path.includes("/streaming/"))).toHaveLength(1);
    instance.notifications.push(toNotification(2));
    expect(await listener.take(1)).toEqual(["mention:92"]);
    instance.intercept = () => undefined;
    const heard = listener.take(1);
    await until(() => instance.streams.length > 0);
    instance.streams[0]?.push("notification", toNotification(3));
    expect(await heard).toEqual(["mention:93"]);
  });

  test("waits as long as a rate limit says", async () => {
    const instance = createTestInstance();
    const startMs = Date.now();
    let refused = 0;
    instance.intercept = ({ path }): Reply | undefined => {
      if (!path.includes("/streaming/") || refused++ > 0) return undefined;
      return { status: 429, headers: { "x-ratelimit-reset": new Date(startMs + 600_000).toISOString() } };
    };
    const clock = manualClock(startMs);
    const listener = listen(instance, { cursor: '{"notifications":"0"}' }, { clock });
    instance.notifications.push(toNotification(1));
    const heard = listener.take(1);
    await clock.untilPending();
    expect(listener.facts).toEqual([{ fact: "waiting", source: "notifications", retryAfterMs: 600_000 }]);
    await clock.advance(600_000);
    expect(await heard).toEqual(["mention:91"]);
  });

  test.each<[what: string, minId: string, facts: string[]]>([
    ["the first page", "0", ["waiting"]],
    ["a later page", "1", ["connected", "disconnected"]],
  ])("closes the stream when %s is refused", async (_what, minId, facts) => {
    const instance = createTestInstance(1);
    instance.intercept = ({ query }) => (query.get("min_id") === minId ? { status: 429 } : undefined);
    instance.notifications.push(toNotification(1));
    const listener = listen(instance, { cursor: '{"notifications":"0"}' }, { clock: manualClock(nowMs) });
    const ending = listener.take(2);
    await until(() => listener.facts.length === facts.length);
    expect(listener.facts.map(({ fact }) => fact)).toEqual(facts);
    expect(instance.streams.map(({ request }) => request.signal?.aborted)).toEqual([true]);
    listener.abort("over");
    await expect(ending).rejects.toBe("over");
  });

  test.each([["/api/v1/accounts/verify_credentials"], ["/api/v1/streaming/user"], ["/api/v1/notifications"]])(
    "ends with an auth error when the token is refused at %s",
    async (refused) => {
      const instance = createTestInstance();
      instance.intercept = ({ path }) => (path === refused ? { status: 401, json: { error: words } } : undefined);
      const listener = listen(instance);
      const ending = listener.next();
      await expect(ending).rejects.toMatchObject({ code: "auth", status: 401 });
      await expect(ending).rejects.not.toThrow(words);
    },
  );
});

describe("leaving", () => {
  test("an abort ends it with the reason itself, while it waits and before it began", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { hashtags: ["flood"] });
    const ending = listener.next();
    await until(() => instance.streams.length === 2);
    const reason = { leave: true };
    listener.abort(reason);
    await expect(ending).rejects.toBe(reason);
    const late = listen(instance);
    late.abort(reason);
    await expect(late.next()).rejects.toBe(reason);
    expect(late.requests).toHaveLength(0);
  });

  test("an abort does not wait for a transport that does not hear it", async () => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) => (path.includes("/streaming/") ? new Promise(() => {}) : undefined);
    const listener = listen(instance);
    const ending = listener.next();
    await until(() => listener.requests.some(({ path }) => path.includes("/streaming/")));
    listener.abort("leaving");
    await expect(ending).rejects.toBe("leaving");
  });

  test("leaving the loop ends every source, though nobody aborts", async () => {
    const instance = createTestInstance();
    const clock = manualClock(nowMs);
    instance.intercept = ({ path, query }) =>
      path.includes("/streaming/") && query.has("tag") ? { status: 404 } : undefined;
    const listener = listen(instance, { hashtags: ["flood"], cursor: '{"notifications":"0","#flood":"0"}' }, { clock });
    instance.notifications.push(toNotification(1));
    await listener.next();
    await until(() => clock.pending > 0);
    await listener.iterator.return?.();
    await until(() => clock.pending === 0);
  });

  test("reads no further than it is asked to", async () => {
    const instance = createTestInstance(1);
    for (let id = 1; id <= 100; id++) instance.notifications.push(toNotification(id));
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    await listener.take(3);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(listener.requests.filter(({ path }) => path === "/api/v1/notifications").length).toBeLessThanOrEqual(4);
  });
});
