import { describe, expect, test } from "vitest";
import { context, did, nowMs, scriptedAdapter, toSessionJson } from "../test/scripted-network.ts";

const own = { did, handle: "clinic.example.org", active: true, emailConfirmed: true };

function check(
  session: object,
  scope: unknown = "com.atproto.appPass",
  headers: Readonly<Record<string, string>> = {},
) {
  const claims = { scope, iat: nowMs / 1000, exp: nowMs / 1000 + 7200 };
  const accessJwt = ["head", btoa(JSON.stringify(claims)).replaceAll("=", ""), "tail"].join(".");
  const { adapter } = scriptedAdapter({
    "com.atproto.server.createSession": () => ({ json: toSessionJson("first", { accessJwt }) }),
    "com.atproto.server.getSession": () => ({ json: { ...own, ...session }, headers }),
  });
  return adapter.check?.(context);
}

describe("check", () => {
  test("tells account, scope and quota, and that nothing is missing", async () => {
    const headers = {
      "ratelimit-limit": "3000",
      "ratelimit-remaining": "2999",
      "ratelimit-reset": String(nowMs / 1000 + 300),
    };
    expect(await check({}, "com.atproto.appPassPrivileged", headers)).toEqual({
      ready: true,
      account: { id: did, handle: "clinic.example.org", url: `https://bsky.app/profile/${did}` },
      scopes: { granted: ["com.atproto.appPassPrivileged"], missing: [] },
      quota: { remaining: 2999, limit: 3000, resetsAt: new Date(nowMs + 300_000).toISOString() },
      problems: [],
    });
  });

  test("warns of the account's own password, which can do everything", async () => {
    const result = await check({}, "com.atproto.access");
    expect(result).toMatchObject({ ready: true, problems: [{ level: "warn" }] });
    expect(result?.problems[0]?.message).toContain("app password");
  });

  test("says nothing of the scope of a token that tells none", async () => {
    const result = await check({}, null);
    expect(result?.problems).toEqual([]);
    expect(result).not.toHaveProperty("scopes");
  });

  test.each([
    ["deactivated", "deactivated"],
    ["suspended", "suspended"],
    ["takendown", "taken down"],
    ["somewhere-else", "not active"],
    [undefined, "not active"],
    [7, "not active"],
  ])("of an account with the status %j stops: it is %s", async (status, words) => {
    const result = await check({ active: false, status });
    expect(result).toMatchObject({ ready: false, problems: [{ level: "stop" }] });
    expect(result?.problems[0]?.message).toContain(`The account is ${words}.`);
  });

  test("warns of an address that is not confirmed", async () => {
    expect(await check({ emailConfirmed: false })).toMatchObject({ ready: true, problems: [{ level: "warn" }] });
  });

  test("lives with a server that tells less", async () => {
    const less = { active: undefined, emailConfirmed: undefined };
    expect(await check(less)).toMatchObject({ ready: true, problems: [] });
  });
});
