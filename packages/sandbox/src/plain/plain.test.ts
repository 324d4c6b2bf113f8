import { describe, expect, it } from "vitest";
import { startSandbox } from "../index.ts";
import { ask, type Answer } from "../testing/ask.ts";
import { textFile } from "../testing/files.ts";
import { openPlain } from "../testing/open-plain.ts";
import { createStillClock } from "../testing/still-clock.ts";

const idOf = (answer: Answer): string => answer.json<{ id: string }>().id;
const codeOf = (answer: Answer): unknown => [answer.status, answer.json<{ error: { code: string } }>().error.code];

describe("a repeated post", () => {
  it("is the same post under its idempotency key, whatever it says now", async () => {
    await using plain = await openPlain({ lever: "idempotency-key" });
    const first = await plain.post({ text: "one" }, { "idempotency-key": "k" });
    expect(idOf(await plain.post({ text: "two" }, { "idempotency-key": "k" }))).toBe(idOf(first));
    expect(idOf(await plain.post({ text: "one" }, { "idempotency-key": "l" }))).not.toBe(idOf(first));
    expect(plain.server.posts().map(({ text }) => text)).toEqual(["one", "one"]);
  });

  it("is refused under its record key, where the first one can be read", async () => {
    await using plain = await openPlain({ lever: "record-key" });
    expect(idOf(await plain.post({ text: "one", id: "k" }))).toBe("k");
    expect(codeOf(await plain.post({ text: "one", id: "k" }))).toEqual([409, "exists"]);
    expect(idOf(await plain.call("GET", "/v1/posts/k"))).toBe("k");
    expect(codeOf(await plain.call("GET", "/v1/posts/l"))).toEqual([404, "not-found"]);
    expect(codeOf(await plain.post({ text: "one" }))).toEqual([422, "bad-id"]);
    expect(plain.server.posts()).toHaveLength(1);
  });

  it("is the same post of its container", async () => {
    await using plain = await openPlain({ lever: "container" });
    const container = idOf(await plain.call("POST", "/v1/containers", { json: { text: "one" } }));
    expect(plain.server.posts()).toEqual([]);
    const publish = (): Promise<Answer> => plain.call("POST", `/v1/containers/${container}/publish`, { json: {} });
    expect(idOf(await publish())).toBe(idOf(await publish()));
    expect(codeOf(await plain.post({ text: "one" }))).toEqual([404, "not-found"]);
    expect(plain.server.posts()).toHaveLength(1);
  });

  it("is the same post under its nonce, until the window is over", async () => {
    const clock = createStillClock();
    await using plain = await openPlain({ lever: "nonce", windowMs: 1000, clock });
    const first = idOf(await plain.post({ text: "one", nonce: "n" }));
    clock.advance(999);
    expect(idOf(await plain.post({ text: "one", nonce: "n" }))).toBe(first);
    clock.advance(1);
    expect(idOf(await plain.post({ text: "one", nonce: "n" }))).not.toBe(first);
  });

  it("is refused for its text, without an id", async () => {
    await using plain = await openPlain({ lever: "duplicate-refusal" });
    await plain.post({ text: "one" });
    const again = await plain.post({ text: "one" });
    expect(codeOf(again)).toEqual([403, "duplicate"]);
    expect(again.text).not.toContain("id");
    expect(plain.server.posts()).toHaveLength(1);
  });

  it("is a second post where nothing tells it apart; `find` lists both", async () => {
    await using plain = await openPlain({ lever: "find" });
    await plain.post({ text: "one" }, { "idempotency-key": "k" });
    await plain.post({ text: "one", id: "k", nonce: "k" }, { "idempotency-key": "k" });
    const listed = await plain.call("GET", "/v1/posts?since=0");
    expect(listed.json<readonly unknown[]>()).toHaveLength(2);
    await using none = await openPlain({ lever: "none" });
    await none.post({ text: "one" }, { "idempotency-key": "k" });
    await none.post({ text: "one" }, { "idempotency-key": "k" });
    expect(none.server.posts()).toHaveLength(2);
    expect((await none.call("GET", "/v1/posts")).status).toBe(404);
  });
});

describe("a post", () => {
  it("answers another one of the same account only", async () => {
    await using plain = await openPlain({ lever: "none", accounts: ["north", "south"] });
    const root = idOf(await plain.post({ text: "one", reference: "first" }));
    await plain.post({ text: "two", parent: root });
    const token = plain.server.accounts[1]?.token;
    const foreign = await plain.call("POST", "/v1/posts", { token, json: { text: "three", parent: root } });
    expect(codeOf(foreign)).toEqual([422, "no-parent"]);
    expect(plain.server.posts()).toMatchObject([
      { account: "north", text: "one", reference: "first", parentId: null },
      { account: "north", text: "two", reference: null, parentId: root },
    ]);
  });

  it("shows pictures that are ready and have not expired", async () => {
    const clock = createStillClock();
    await using plain = await openPlain({ lever: "none", mediaLifeMs: 1000, mediaPolls: 1, clock });
    const media = [await plain.upload("A map")];
    expect(codeOf(await plain.post({ text: "one", media }))).toEqual([422, "media-not-ready"]);
    const look = async (): Promise<unknown> =>
      (await plain.call("GET", `/v1/media/${media[0] ?? ""}`)).json<{ state: string }>().state;
    expect([await look(), await look()]).toEqual(["processing", "ready"]);
    clock.advance(1000);
    expect(codeOf(await plain.post({ text: "one", media }))).toEqual([422, "media-gone"]);
    plain.server.faults.order({ kind: "media-failure" });
    const failing = await plain.upload();
    await plain.call("GET", `/v1/media/${failing}`);
    expect(codeOf(await plain.post({ text: "one", media: [failing] }))).toEqual([422, "media-not-ready"]);
    expect(plain.server.posts()).toEqual([]);
  });

  it("keeps a shown picture, and the order of several", async () => {
    const clock = createStillClock();
    await using plain = await openPlain({ lever: "none", mediaLifeMs: 1000, clock });
    const media = [await plain.upload("A map"), await plain.upload("A door")];
    await plain.post({ text: "", media });
    clock.advance(5000);
    expect((await plain.post({ text: "two", media })).status).toBe(200);
    expect(plain.server.posts().map(({ alts }) => alts)).toEqual([
      ["A map", "A door"],
      ["A map", "A door"],
    ]);
  });

  it("is refused where it is empty, too long, unreadable or somebody else's", async () => {
    await using plain = await openPlain({ maxCharacters: 5 });
    expect(codeOf(await plain.post({ text: " " }))).toEqual([422, "empty"]);
    expect(codeOf(await plain.post({ text: "sixsix" }))).toEqual([422, "too-long"]);
    expect(codeOf(await plain.post({ text: 5 }))).toEqual([422, "bad-field"]);
    expect(codeOf(await plain.post({ text: "one", media: ["1", "2", "3", "4", "5"] }))).toEqual([
      422,
      "too-many-media",
    ]);
    expect(codeOf(await plain.call("POST", "/v1/posts", { body: textFile }))).toEqual([400, "not-json"]);
    expect(codeOf(await plain.call("POST", "/v1/posts", { token: "x", json: {} }))).toEqual([401, "bad-token"]);
    const form = new FormData();
    form.append("file", new Blob([textFile]));
    expect(codeOf(await plain.call("POST", "/v1/media", { form }))).toEqual([422, "bad-type"]);
    expect(codeOf(await plain.call("POST", "/v1/media", {}))).toEqual([422, "no-file"]);
    expect(plain.server.posts()).toEqual([]);
  });
});

describe("what ends", () => {
  it("is a container after its life, unless it was published", async () => {
    const clock = createStillClock();
    await using plain = await openPlain({ lever: "container", containerLifeMs: 1000, clock });
    const make = async (): Promise<string> => idOf(await plain.call("POST", "/v1/containers", { json: { text: "a" } }));
    const publish = (id: string): Promise<Answer> => plain.call("POST", `/v1/containers/${id}/publish`, { json: {} });
    const [early, late] = [await make(), await make()];
    await publish(early);
    clock.advance(1000);
    expect((await publish(early)).status).toBe(200);
    expect(codeOf(await publish(late))).toEqual([422, "container-gone"]);
    expect(codeOf(await publish("container-99"))).toEqual([404, "not-found"]);
  });

  it("is the budget of an account, which its headers tell", async () => {
    const clock = createStillClock();
    const limits = { rateLimit: { requests: 2, perMs: 10_000 }, accounts: ["north", "south"], clock };
    await using plain = await openPlain({ lever: "none", ...limits });
    const first = await plain.post({ text: "one" });
    const resetAt = Number(first.headers.get("x-ratelimit-reset")) * 1000;
    expect(first.headers.get("x-ratelimit-remaining")).toBe("1");
    expect(resetAt).toBe(Math.floor(clock.now() / 10_000) * 10_000 + 10_000);
    await plain.post({ text: "two" });
    const over = await plain.post({ text: "three" });
    expect(codeOf(over)).toEqual([429, "too-many-requests"]);
    expect(over.headers.get("retry-after")).toBe(String((resetAt - clock.now()) / 1000));
    const token = plain.server.accounts[1]?.token;
    expect((await plain.call("POST", "/v1/posts", { token, json: { text: "four" } })).status).toBe(200);
    clock.advance(10_000);
    expect((await plain.post({ text: "three" })).status).toBe(200);
  });
});

describe("faults", () => {
  it("meet the call that publishes, whichever that is", async () => {
    await using plain = await openPlain({ lever: "container" });
    plain.server.faults.order({ kind: "accept-then-drop" });
    const container = idOf(await plain.call("POST", "/v1/containers", { json: { text: "one" } }));
    const dropped = plain.call("POST", `/v1/containers/${container}/publish`, { json: {} });
    await expect(dropped).rejects.toThrow();
    expect(plain.server.posts()).toHaveLength(1);
  });

  it("break a thread at its n-th post", async () => {
    await using plain = await openPlain({ lever: "none" });
    plain.server.faults.order({ kind: "broken-thread", at: 2 });
    const root = await plain.post({ text: "one" });
    expect((await plain.post({ text: "two", parent: idOf(root) })).status).toBe(500);
    expect((await plain.post({ text: "two", parent: idOf(root) })).status).toBe(200);
  });

  it("are worded as this network words them", async () => {
    await using plain = await openPlain({ lever: "none" });
    const { faults } = plain.server;
    const next = async (fault: Parameters<typeof faults.order>[0]): Promise<Answer> => {
      faults.clear();
      faults.order(fault);
      return plain.post({ text: "one" });
    };
    expect(codeOf(await next({ kind: "error-with-200" }))).toEqual([200, "refused"]);
    expect(codeOf(await next({ kind: "server-error", status: 502 }))).toEqual([502, "broken"]);
    expect(codeOf(await next({ kind: "expired-token" }))).toEqual([401, "expired-token"]);
    expect((await next({ kind: "rate-limited" })).headers.get("retry-after")).toBe("60");
    expect((await next({ kind: "rate-limited", headers: false })).headers.get("retry-after")).toBeNull();
    expect(plain.server.posts()).toHaveLength(0);
    expect((await next({ kind: "without-id" })).json<Record<string, unknown>>()["id"]).toBeUndefined();
    expect(plain.server.posts()).toHaveLength(1);
  });
});

describe("startSandbox", () => {
  it("starts plain networks only where they are asked for", async () => {
    await using sandbox = await startSandbox({ mastodon: 0, bluesky: 0 });
    expect(() => sandbox.plain).toThrow(RangeError);
  });

  it("starts many of them, each with a port of its own", async () => {
    await using sandbox = await startSandbox({ mastodon: 0, bluesky: 0, plain: 3 });
    const [, , third] = sandbox.all.plain;
    if (third === undefined) throw new Error("three networks were asked for");
    await ask(`${third.baseUrl}/v1/posts`, "POST", { token: third.accounts[0]?.token, json: { text: "one" } });
    expect(sandbox.all.plain.map((server) => server.posts().length)).toEqual([0, 0, 1]);
  });
});
