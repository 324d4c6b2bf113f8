import { describe, expect, it } from "vitest";
import { createdAt, openBluesky, type Tokens } from "../testing/open-bluesky.ts";

const hourMs = 3_600_000;
const refresh = "com.atproto.server.refreshSession";
const post = { text: "Heat warning", createdAt };

describe("logging in", () => {
  it("takes a handle or a DID with the right password only", async () => {
    await using bluesky = await openBluesky();
    expect((await bluesky.logIn(bluesky.server.did)).status).toBe(200);
    const wrong = await bluesky.logIn(bluesky.server.identifier, "wrong");
    const nobody = await bluesky.logIn("nobody.example.org");
    const refusal = { error: "AuthenticationRequired", message: "Invalid identifier or password" };
    expect([wrong.status, wrong.json(), nobody.status, nobody.json()]).toEqual([401, refusal, 401, refusal]);
  });

  it("is held to 30 in five minutes", async () => {
    await using bluesky = await openBluesky();
    for (let count = 1; count < 30; count += 1) expect((await bluesky.logIn()).status).toBe(200);
    const refused = await bluesky.logIn();
    expect([refused.status, refused.json()]).toEqual([
      429,
      { error: "RateLimitExceeded", message: "Rate Limit Exceeded" },
    ]);
    expect(refused.headers.get("retry-after")).toBe("300");
    expect(refused.headers.get("ratelimit-reset")).toBe(String(Date.parse("2026-08-20T10:05:00Z") / 1000));
    bluesky.clock.advance(300_000);
    expect((await bluesky.logIn()).status).toBe(200);
  });

  it("is needed to write, and only for the own repository", async () => {
    await using bluesky = await openBluesky();
    const other = bluesky.server.addAccount({ handle: "wards.example.org" });
    const none = await bluesky.call("com.atproto.repo.createRecord", {}, { token: undefined });
    expect([none.status, none.json()]).toEqual([401, { error: "AuthMissing", message: "Authentication Required" }]);
    const wrong = await bluesky.call("com.atproto.repo.createRecord", {}, { token: "wrong" });
    expect([wrong.status, wrong.json()]).toMatchObject([400, { error: "InvalidToken" }]);
    expect(await bluesky.write(post, { repo: other.did })).toMatchObject({ status: 401 });
    expect((await bluesky.write(post, { repo: "did:plc:nobody" })).json()).toMatchObject({ error: "AccountNotFound" });
  });
});

describe("a session", () => {
  it("expires after two hours, with a 400", async () => {
    await using bluesky = await openBluesky();
    bluesky.clock.advance(2 * hourMs - 1);
    expect((await bluesky.write(post)).status).toBe(200);
    bluesky.clock.advance(1);
    const late = await bluesky.write(post);
    expect([late.status, late.json()]).toEqual([400, { error: "ExpiredToken", message: "Token has expired" }]);
  });

  it("keeps its two tokens apart", async () => {
    await using bluesky = await openBluesky();
    const { accessJwt, refreshJwt } = bluesky.tokens;
    expect((await bluesky.call(refresh, undefined, { token: accessJwt })).json()).toMatchObject({
      message: "Token could not be verified",
    });
    expect((await bluesky.call("com.atproto.repo.createRecord", {}, { token: refreshJwt })).json()).toMatchObject({
      message: "Token could not be verified",
    });
  });

  it("rotates, and the old refresh token lives for two hours more", async () => {
    await using bluesky = await openBluesky();
    const { refreshJwt } = bluesky.tokens;
    const fresh = (await bluesky.call(refresh, undefined, { token: refreshJwt })).json<Tokens>();
    expect(fresh.refreshJwt).not.toBe(refreshJwt);
    expect((await bluesky.get("com.atproto.server.getSession", {}, { token: fresh.accessJwt })).status).toBe(200);
    bluesky.clock.advance(2 * hourMs - 1);
    expect((await bluesky.call(refresh, undefined, { token: refreshJwt })).status).toBe(200);
    bluesky.clock.advance(1);
    expect((await bluesky.call(refresh, undefined, { token: refreshJwt })).json()).toMatchObject({
      error: "ExpiredToken",
    });
    expect((await bluesky.call(refresh, undefined, { token: fresh.refreshJwt })).status).toBe(200);
  });

  it("ends when it is deleted", async () => {
    await using bluesky = await openBluesky();
    const token = bluesky.tokens.refreshJwt;
    expect((await bluesky.call("com.atproto.server.deleteSession", undefined, { token })).status).toBe(200);
    expect((await bluesky.call(refresh, undefined, { token })).status).toBe(400);
  });

  it("has tokens in which a client can read the expiry", async () => {
    await using bluesky = await openBluesky();
    const payload = JSON.parse(atob(bluesky.tokens.accessJwt.split(".")[1] ?? "")) as { exp: number; sub: string };
    expect([payload.sub, payload.exp * 1000]).toEqual([bluesky.server.did, bluesky.clock.now() + 2 * hourMs]);
  });
});

describe("rate limits", () => {
  it("count writing in points", async () => {
    await using bluesky = await openBluesky({ rateLimits: { writes: { requests: 7, perMs: hourMs } } });
    expect((await bluesky.write(post)).status).toBe(200);
    expect((await bluesky.write(post)).status).toBe(200);
    expect((await bluesky.write(post)).status).toBe(429);
    const gone = { repo: bluesky.server.did, collection: "app.bsky.feed.post", rkey: "3ke6kg3wk2222" };
    expect((await bluesky.call("com.atproto.repo.deleteRecord", gone)).status).toBe(200);
    expect((await bluesky.call("com.atproto.repo.deleteRecord", gone)).status).toBe(429);
  });

  it("are told in every answer, in epoch seconds", async () => {
    await using bluesky = await openBluesky({ rateLimits: { requests: { requests: 3000, perMs: 300_000 } } });
    const { headers } = await bluesky.get("com.atproto.server.getSession");
    expect([...headers].filter(([name]) => name.startsWith("ratelimit"))).toEqual([
      ["ratelimit-limit", "3000"],
      ["ratelimit-policy", "3000;w=300"],
      ["ratelimit-remaining", "2999"],
      ["ratelimit-reset", String(Date.parse("2026-08-20T10:05:00Z") / 1000)],
    ]);
  });

  it("are told of the budget of which the least is left", async () => {
    await using bluesky = await openBluesky({
      rateLimits: { requests: { requests: 10, perMs: 300_000 }, writes: { requests: 12, perMs: hourMs } },
    });
    const told = ({ headers }: { readonly headers: Headers }): string =>
      ["remaining", "policy"].map((name) => headers.get(`ratelimit-${name}`)).join(" of ");
    const gone = { repo: bluesky.server.did, collection: "app.bsky.feed.post", rkey: "3ke6kg3wk2222" };
    // The log-in was the first request, by nobody: it counts for itself.
    expect(told(await bluesky.write(post))).toBe("9 of 10;w=300");
    expect(told(await bluesky.write(post))).toBe("6 of 12;w=3600");
    expect(told(await bluesky.get("com.atproto.server.getSession"))).toBe("7 of 10;w=300");
    expect(told(await bluesky.write(post))).toBe("3 of 12;w=3600");
    expect(told(await bluesky.call("com.atproto.repo.deleteRecord", gone))).toBe("2 of 12;w=3600");
    const refused = await bluesky.write(post);
    expect([refused.status, told(refused)]).toEqual([429, "0 of 12;w=3600"]);
    expect(told(await bluesky.logIn())).toBe("8 of 10;w=300");
  });
});
