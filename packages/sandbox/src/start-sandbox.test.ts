import { describe, expect, it } from "vitest";
import { startSandbox } from "./index.ts";
import { ask } from "./testing/ask.ts";
import { createStillClock } from "./testing/still-clock.ts";

describe("startSandbox", () => {
  it("starts one server of each network on loopback", async () => {
    await using sandbox = await startSandbox();
    expect(new URL(sandbox.mastodon.baseUrl).hostname).toBe("127.0.0.1");
    expect(new URL(sandbox.bluesky.service).hostname).toBe("127.0.0.1");
    expect((await ask(`${sandbox.mastodon.baseUrl}/api/v2/instance`, "GET")).status).toBe(200);
    expect((await ask(`${sandbox.bluesky.service}/xrpc/com.atproto.server.describeServer`, "GET")).status).toBe(200);
  });

  it("keeps several servers apart", async () => {
    await using sandbox = await startSandbox({ mastodon: 2, bluesky: [{ handle: "clinic.example.org" }] });
    const [first, second] = sandbox.all.mastodon;
    if (first === undefined || second === undefined) throw new Error("two servers were asked for");
    const posted = await ask(`${first.baseUrl}/api/v1/statuses`, "POST", {
      token: first.accessToken,
      json: { status: "Hello" },
    });
    expect(posted.status).toBe(200);
    expect(first.posts()).toHaveLength(1);
    expect(second.posts()).toHaveLength(0);
    expect(sandbox.bluesky.identifier).toBe("clinic.example.org");
  });

  it("gives every server the clock", async () => {
    const clock = createStillClock();
    await using sandbox = await startSandbox({ clock });
    const { baseUrl, accessToken } = sandbox.mastodon;
    clock.advance(1000);
    await ask(`${baseUrl}/api/v1/statuses`, "POST", { token: accessToken, json: { status: "Hello" } });
    expect(sandbox.mastodon.posts()[0]?.createdAt).toBe("2026-08-20T10:00:01.000Z");
  });

  it("says so when a network was left out", async () => {
    await using sandbox = await startSandbox({ mastodon: 0 });
    expect(() => sandbox.mastodon).toThrow(RangeError);
    expect(sandbox.all.mastodon).toEqual([]);
  });

  it("ends open streams and connections when it closes", async () => {
    const sandbox = await startSandbox({ bluesky: 0 });
    const { baseUrl, accessToken } = sandbox.mastodon;
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${baseUrl}/api/v1/streaming/user`, { headers });
    const reading = response.text();
    await sandbox.close();
    await expect(reading).rejects.toThrow();
    await expect(fetch(`${baseUrl}/api/v2/instance`)).rejects.toThrow();
  });

  it("logs what was asked, without words, queries or headers", async () => {
    await using sandbox = await startSandbox({ bluesky: 0 });
    const { baseUrl, accessToken, requests } = sandbox.mastodon;
    await ask(`${baseUrl}/api/v1/statuses`, "POST", { token: accessToken, json: { status: "a secret of somebody" } });
    await ask(`${baseUrl}/api/v2/search?q=somebody`, "GET", { token: accessToken });
    await ask(`${baseUrl}/nowhere`, "GET");
    expect(requests.all().map(({ method, path, status }) => [method, path, status])).toEqual([
      ["POST", "/api/v1/statuses", 200],
      ["GET", "/api/v2/search", 200],
      ["GET", "/nowhere", 404],
    ]);
    expect(JSON.stringify(requests.all())).not.toMatch(/somebody|sandbox-token/);
    expect(requests.count("POST /api/v1/statuses")).toBe(1);
    requests.clear();
    expect(requests.count()).toBe(0);
  });
});
