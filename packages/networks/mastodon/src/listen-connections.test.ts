import { NetworkError } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { nowMs, token, words, type Reply } from "../test/scripted-transport.ts";
import { createTestInstance, listen, toNotification, until } from "../test/test-instance.ts";

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

  test("does not guess where the streams are while the instance only asks to wait", async () => {
    const instance = createTestInstance();
    let refused = 0;
    instance.intercept = ({ path }): Reply | undefined =>
      path === "/api/v2/instance" && refused++ === 0 ? { status: 429 } : undefined;
    const listener = listen(instance);
    void listener.iterator.next().catch(() => {});
    await until(() => instance.streams.length > 0);
    expect(listener.facts[0]).toMatchObject({ fact: "waiting", source: "notifications" });
    expect(refused).toBe(2);
  });

  test("asks once who we are and where the streams are, for all sources", async () => {
    const instance = createTestInstance();
    const listener = listen(instance, { hashtags: ["flood", "storm"] });
    void listener.iterator.next().catch(() => {});
    await until(() => listener.facts.length === 3);
    const asked = listener.requests.map(({ path }) => path);
    expect(asked.filter((path) => /verify_credentials|instance/.test(path)).sort()).toEqual([
      "/api/v1/accounts/verify_credentials",
      "/api/v2/instance",
    ]);
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

  test.each<[what: string, fail: () => Reply]>([
    ["are down", () => ({ status: 503 })],
    [
      "cannot be reached",
      () => {
        throw new NetworkError("No answer.");
      },
    ],
  ])("while only the streams %s it pages before each new try", async (_what, fail) => {
    const instance = createTestInstance();
    instance.intercept = ({ path }) => (path.includes("/streaming/") ? fail() : undefined);
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

  test("leaves a stream that has fallen silent", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const instance = createTestInstance();
    const listener = listen(instance, { cursor: '{"notifications":"0"}' });
    const heard = listener.take(1);
    await until(() => listener.facts.length > 0);
    instance.notifications.push(toNotification(1));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(instance.streams).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(62_000);
    expect(await heard).toEqual(["mention:91"]);
    expect(instance.streams[0]?.request.signal?.aborted).toBe(true);
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
