import { describe, expect, test } from "vitest";
import {
  context,
  nowMs,
  origin,
  ownAccount,
  scriptedAdapter,
  stranger,
  token,
  toStatusJson,
  words,
  type Reply,
} from "../test/scripted-transport.ts";

describe("profile", () => {
  test("reads our own account", async () => {
    const { adapter, transport } = scriptedAdapter(() => ({ json: ownAccount }));
    expect(await adapter.profile?.(undefined, context)).toEqual({
      id: "1",
      handle: "ward",
      name: "Example Ward",
      url: `${origin}/@ward`,
      followers: 10,
      following: 4,
      posts: 20,
    });
    expect(transport.requests[0]?.path).toBe("/api/v1/accounts/verify_credentials");
  });

  test("looks another one up, and leaves out what is not told", async () => {
    const { adapter, transport } = scriptedAdapter(() => ({ json: { id: "2", acct: "robin@remote.example" } }));
    expect(await adapter.profile?.("@robin@remote.example", context)).toEqual({
      id: "2",
      handle: "robin@remote.example",
    });
    expect(transport.requests[0]?.query.get("acct")).toBe("robin@remote.example");
  });
});

describe("recentPosts", () => {
  const pageOf = (first: number, count: number, more: object = {}): Reply => ({
    json: Array.from({ length: count }, (_, index) => toStatusJson({ id: String(first - index), ...more })),
  });

  test("reads figures and plain text", async () => {
    const { adapter, transport } = scriptedAdapter(({ path }) =>
      path.endsWith("statuses") ? pageOf(100, 1) : { json: stranger },
    );
    expect(await adapter.recentPosts?.("robin@remote.example", 1, context)).toEqual([
      {
        ref: { id: "100", url: `${origin}/@ward/115000000000000001` },
        text: "Hello",
        createdAt: "2026-08-20T10:00:00.000Z",
        replies: 1,
        reposts: 2,
        likes: 3,
      },
    ]);
    expect(transport.requests[1]?.path).toBe("/api/v1/accounts/2/statuses");
  });

  test("pages until there are enough, and no further", async () => {
    const { adapter, transport } = scriptedAdapter(({ path, query }) => {
      if (!path.endsWith("statuses")) return { json: ownAccount };
      return pageOf(Number(query.get("max_id") ?? 201) - 1, 40);
    });
    const posts = await adapter.recentPosts?.(undefined, 50, context);
    expect(posts?.map(({ ref }) => ref.id)).toEqual(Array.from({ length: 50 }, (_, index) => String(200 - index)));
    expect(transport.requests).toHaveLength(3);
  });

  test("stops where the account ends, and shows nothing private", async () => {
    const { adapter } = scriptedAdapter(({ path, query }) => {
      if (!path.endsWith("statuses")) return { json: ownAccount };
      return query.has("max_id") ? { json: [] } : pageOf(10, 5, { visibility: "private" });
    });
    expect(await adapter.recentPosts?.(undefined, 3, context)).toEqual([]);
  });

  test("does not turn in circles on a server that does not page", async () => {
    const { adapter } = scriptedAdapter(({ path }) =>
      path.endsWith("statuses") ? pageOf(10, 2) : { json: ownAccount },
    );
    expect(await adapter.recentPosts?.(undefined, 3, context)).toHaveLength(2);
  });
});

describe("check", () => {
  const headers = {
    "x-ratelimit-limit": "300",
    "x-ratelimit-remaining": "297",
    "x-ratelimit-reset": "2026-08-20T10:05:00.123456Z",
  };
  const answering = (app: Reply, account: Reply = { json: ownAccount, headers }) =>
    scriptedAdapter(({ path }) => (path.includes("/apps/") ? app : account)).adapter;

  test("tells account, quota and that nothing is missing", async () => {
    const scopes = ["profile", "read:statuses", "read:notifications", "write"];
    expect(await answering({ json: { scopes } }).check?.(context)).toEqual({
      ready: true,
      account: { id: "1", handle: "ward", url: `${origin}/@ward` },
      scopes: { granted: scopes, missing: [] },
      quota: { remaining: 297, limit: 300, resetsAt: new Date(nowMs + 300_123).toISOString() },
      problems: [],
    });
  });

  test.each<[scopes: string[], ready: boolean, problems: [level: string, scope: string][]]>([
    [["read", "write"], true, []],
    [["read", "write:statuses", "write:accounts"], true, [["warn", "write:media"]]],
    [["read", "write:statuses", "write:media"], true, [["warn", "write:accounts"]]],
    [
      ["read"],
      false,
      [
        ["stop", "write:statuses"],
        ["warn", "write:media"],
        ["warn", "write:accounts"],
      ],
    ],
    [
      ["profile", "write"],
      true,
      [
        ["warn", "read:statuses"],
        ["warn", "read:notifications"],
      ],
    ],
  ])("the scopes %j: ready %s", async (scopes, ready, problems) => {
    const result = await answering({ json: { scopes } }).check?.(context);
    expect(result?.ready).toBe(ready);
    expect(result?.problems.map(({ level, message }) => [level, /scope (\w+:\w+)/.exec(message)?.[1]])).toEqual(
      problems,
    );
    expect(result?.scopes).toEqual({ granted: scopes, missing: problems.map(([, scope]) => scope) });
  });

  test.each([
    [{ limited: true }, true, "warn", "limited"],
    [{ moved: { ...stranger, acct: "ward@elsewhere.example" } }, true, "warn", "moved"],
    [{ suspended: true }, false, "stop", "suspended"],
  ])("of an account that says %j", async (state, ready, level, word) => {
    const account = { json: { ...ownAccount, ...state } };
    const result = await answering({ json: { scopes: ["read", "write"] } }, account).check?.(context);
    expect(result).toMatchObject({ ready, problems: [{ level }] });
    expect(result?.problems[0]?.message).toContain(word);
  });

  test("finds nothing wrong with an account of which nothing is said", async () => {
    const account = { json: { ...ownAccount, limited: null, suspended: false, moved: null } };
    const result = await answering({ json: { scopes: ["read", "write"] } }, account).check?.(context);
    expect(result).toMatchObject({ ready: true, problems: [] });
  });

  test.each<[what: string, app: Reply]>([
    ["no endpoint", { status: 404, json: { error: words } }],
    ["an app token only", { status: 403, json: { error: words } }],
    ["no scopes", { json: { name: "App" } }],
    ["another shape", { json: [] }],
  ])("lives with %s for the scopes", async (_what, app) => {
    expect(await answering(app, { json: ownAccount }).check?.(context)).toEqual({
      ready: true,
      account: { id: "1", handle: "ward", url: `${origin}/@ward` },
      problems: [],
    });
  });

  test.each([[401], [403]])("a credential refused with %i is a problem, not an error", async (status) => {
    const error = `Your login is disabled ${words}`;
    const result = await answering({ json: {} }, { status, json: { error } }).check?.(context);
    expect(result).toMatchObject({ ready: false, problems: [{ level: "stop" }] });
    expect(JSON.stringify(result)).not.toContain("planted");
    expect(JSON.stringify(result)).not.toContain(token);
  });

  test("an address that is no instance is an error", async () => {
    await expect(answering({ json: {} }, { status: 404 }).check?.(context)).rejects.toMatchObject({ code: "platform" });
  });
});
