import { manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";
import { nowMs, type Reply } from "../test/scripted-transport.ts";
import { createTestInstance, listen, toMention, toNotification, until } from "../test/test-instance.ts";

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
