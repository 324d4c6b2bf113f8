import { manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";
import { nowMs, ownAccount, toStatusJson } from "../test/scripted-transport.ts";
import { createTestInstance, listen, toMention, toNotification, until } from "../test/test-instance.ts";

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
