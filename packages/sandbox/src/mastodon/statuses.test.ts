import { describe, expect, it } from "vitest";
import { openMastodon } from "../testing/open-mastodon.ts";

interface StatusJson {
  readonly id: string;
  readonly content: string;
  readonly text?: string;
  readonly edited_at: string | null;
  readonly language: string;
  readonly spoiler_text: string;
  readonly sensitive: boolean;
  readonly visibility: string;
  readonly mentions: readonly { readonly acct: string }[];
}

const errorOf = (text: string): string => (JSON.parse(text) as { error: string }).error;

describe("who may post", () => {
  it.each([
    ["no token", undefined],
    ["a wrong token", "wrong"],
  ])("refuses %s with 401", async (_, token) => {
    await using mastodon = await openMastodon();
    const answer = await mastodon.post({ status: "Hello" }, { token });
    expect([answer.status, errorOf(answer.text)]).toEqual([401, "The access token is invalid"]);
    expect(mastodon.server.posts()).toHaveLength(0);
  });

  it("refuses a revoked token, also where none is needed", async () => {
    await using mastodon = await openMastodon();
    mastodon.server.revokeToken(mastodon.server.accessToken);
    expect((await mastodon.call("GET", "/api/v1/timelines/tag/flood")).status).toBe(401);
    expect((await mastodon.call("GET", "/api/v1/timelines/tag/flood", { token: undefined })).status).toBe(200);
  });

  it("holds a token to its scopes", async () => {
    await using mastodon = await openMastodon();
    const reader = mastodon.server.issueToken({ scopes: ["read"] });
    const writer = mastodon.server.issueToken({ scopes: ["write:statuses"] });
    const refused = await mastodon.post({ status: "Hello" }, { token: reader });
    expect([refused.status, errorOf(refused.text)]).toEqual([403, "This action is outside the authorized scopes"]);
    expect((await mastodon.post({ status: "Hello" }, { token: writer })).status).toBe(200);
    expect((await mastodon.call("GET", "/api/v1/notifications", { token: writer })).status).toBe(403);
  });
});

describe("how long a status may be", () => {
  const url = `https://example.org/${"x".repeat(200)}`;
  it.each([
    ["500 characters", "x".repeat(500), 200],
    ["501 characters", "x".repeat(501), 422],
    ["a long address as 23", `${url} ${"x".repeat(476)}`, 200],
    ["a long address as 23, and one more", `${url} ${"x".repeat(477)}`, 422],
    ["a short address as 23 too", `https://a.io ${"x".repeat(477)}`, 422],
    ["an address without a scheme in full", `example.org/${"x".repeat(489)}`, 422],
    ["a remote mention as its local part", `@bob@${"long.".repeat(20)}example.org ${"x".repeat(495)}`, 200],
    ["a remote mention as its local part, and one more", `@bob@example.org ${"x".repeat(496)}`, 422],
    ["a family of three as one", "👨‍👩‍👧".repeat(500), 200],
    ["a family of three as one, and one more", "👨‍👩‍👧".repeat(501), 422],
  ])("counts %s", async (_, status, expected) => {
    await using mastodon = await openMastodon();
    const answer = await mastodon.post({ status });
    expect(answer.status).toBe(expected);
    if (expected === 422) expect(errorOf(answer.text)).toBe("Validation failed: Text character limit of 500 exceeded");
  });

  it("counts the content warning, with addresses in full", async () => {
    await using mastodon = await openMastodon({ maxCharacters: 30 });
    expect((await mastodon.post({ status: "x".repeat(20), spoiler_text: "x".repeat(10) })).status).toBe(200);
    expect((await mastodon.post({ status: "x".repeat(20), spoiler_text: "x".repeat(11) })).status).toBe(422);
    expect((await mastodon.post({ status: "x", spoiler_text: "https://example.org/123456789" })).status).toBe(200);
    expect((await mastodon.post({ status: "x", spoiler_text: "https://example.org/1234567890" })).status).toBe(422);
  });

  it("is what the instance says", async () => {
    await using mastodon = await openMastodon({ maxCharacters: 5000 });
    const instance = await mastodon.call("GET", "/api/v2/instance");
    expect(instance.text).toContain('"max_characters":5000');
    expect((await mastodon.post({ status: "x".repeat(5000) })).status).toBe(200);
    expect((await mastodon.post({ status: "x".repeat(5001) })).status).toBe(422);
  });
});

describe("what a status must have", () => {
  it.each([
    ["nothing", {}, 422, "Validation failed: Text can't be blank"],
    ["only spaces", { status: "  \n" }, 422, "Validation failed: Text can't be blank"],
    ["a visibility nobody knows", { status: "x", visibility: "everyone" }, 422, "'everyone' is not a valid visibility"],
    [
      "a parent nobody knows",
      { status: "x", in_reply_to_id: "1" },
      404,
      "The post you are trying to reply to does not appear to exist.",
    ],
    [
      "media nobody knows",
      { status: "x", media_ids: ["1", "2"] },
      422,
      "Media 1, 2 not found or already attached to another post",
    ],
    ["five media", { status: "x", media_ids: ["1", "2", "3", "4", "5"] }, 422, "Cannot attach more than 4 files"],
    [
      "media and a poll",
      { status: "x", media_ids: ["1"], poll: { options: ["a", "b"], expires_in: 300 } },
      422,
      "Cannot attach more than 4 files",
    ],
  ])("refuses %s", async (_, fields, status, error) => {
    await using mastodon = await openMastodon();
    const answer = await mastodon.post(fields);
    expect([answer.status, errorOf(answer.text)]).toEqual([status, error]);
  });

  it.each([
    ["one option", { options: ["a"], expires_in: 300 }, "Poll options must have more than one item"],
    [
      "five options",
      { options: ["a", "b", "c", "d", "e"], expires_in: 300 },
      "Poll options can't contain more than 4 items",
    ],
    [
      "a long option",
      { options: ["a", "x".repeat(51)], expires_in: 300 },
      "Poll options cannot be longer than 50 characters each",
    ],
    ["equal options", { options: ["a", "a"], expires_in: 300 }, "Poll options contain duplicate items"],
    ["no end", { options: ["a", "b"] }, "Poll expires at is too soon"],
    ["an early end", { options: ["a", "b"], expires_in: 299 }, "Poll expires at is too soon"],
    ["a late end", { options: ["a", "b"], expires_in: 2_629_747 }, "Poll expires at is too far into the future"],
  ])("refuses a poll with %s", async (_, poll, problem) => {
    await using mastodon = await openMastodon();
    const answer = await mastodon.post({ status: "Enough water?", poll });
    expect([answer.status, errorOf(answer.text)]).toEqual([422, `Validation failed: ${problem}`]);
  });

  it("reads JSON, form and multipart alike, and refuses what it cannot read", async () => {
    await using mastodon = await openMastodon();
    const path = "/api/v1/statuses";
    const body = new TextEncoder().encode("status=Hello&poll[options][]=a&poll[options][]=b&poll[expires_in]=300");
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(new TextDecoder().decode(body))) form.append(name, value);
    expect((await mastodon.call("POST", path, { body, type: "application/x-www-form-urlencoded" })).status).toBe(200);
    expect((await mastodon.call("POST", path, { form })).status).toBe(200);
    expect(mastodon.server.posts().map(({ poll }) => poll?.options)).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    const broken = new TextEncoder().encode('{"status":');
    expect((await mastodon.call("POST", path, { body: broken, type: "application/json" })).status).toBe(400);
  });

  it("loses media that are not a list, as the real server does", async () => {
    await using mastodon = await openMastodon();
    expect((await mastodon.post({ status: "x", media_ids: "1,2" })).status).toBe(200);
    expect(mastodon.server.posts()[0]?.media).toEqual([]);
  });
});

describe("what a status becomes", () => {
  it("is HTML with links, mentions and hashtags", async () => {
    await using mastodon = await openMastodon();
    mastodon.server.others.post("hello");
    const status =
      "A <b>\nsecond line\n\n#Flood @visitor@elsewhere.example.org https://www.example.org/a/very/long/path/to/a/page.";
    const { content, mentions } = (await mastodon.post({ status })).json<StatusJson>();
    expect(content).toMatch(/^<p>A &lt;b&gt;<br \/>second line<\/p><p><a href="[^"]+\/tags\/flood"/);
    expect(content).toContain(
      '<a href="https://elsewhere.example.org/@visitor" class="u-url mention">@<span>visitor</span></a>',
    );
    expect(content).toContain(
      '<span class="invisible">https://www.</span><span class="ellipsis">example.org/a/very/long/path/t</span><span class="invisible">o/a/page</span></a>.</p>',
    );
    expect(mentions.map(({ acct }) => acct)).toEqual(["visitor@elsewhere.example.org"]);
  });

  it("makes a lone warning the text, and a warning sensitive", async () => {
    await using mastodon = await openMastodon();
    const alone = (await mastodon.post({ spoiler_text: "Weather" })).json<StatusJson>();
    expect([alone.spoiler_text, alone.content, alone.sensitive]).toEqual(["", "<p>Weather</p>", true]);
    const both = (await mastodon.post({ spoiler_text: "Weather", status: "Hot" })).json<StatusJson>();
    expect([both.spoiler_text, both.sensitive]).toEqual(["Weather", true]);
  });

  it("replaces a language that it does not know", async () => {
    await using mastodon = await openMastodon();
    const languageOf = async (language: string): Promise<string> =>
      (await mastodon.post({ status: "x", language })).json<StatusJson>().language;
    expect([await languageOf("de"), await languageOf("pt-BR"), await languageOf("German")]).toEqual([
      "de",
      "pt-BR",
      "en",
    ]);
  });

  it.each(["private", "direct"])("shows a %s status to nobody else", async (visibility) => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.post({ status: "#flood", visibility })).json<StatusJson>();
    const path = `/api/v1/statuses/${id}`;
    expect((await mastodon.call("GET", path)).status).toBe(200);
    expect((await mastodon.call("GET", path, { token: undefined })).status).toBe(404);
    const { accessToken } = mastodon.server.addAccount({ username: "wards" });
    expect((await mastodon.call("GET", path, { token: accessToken })).status).toBe(404);
    expect((await mastodon.post({ status: "x", in_reply_to_id: id }, { token: accessToken })).status).toBe(404);
    expect((await mastodon.call("GET", "/api/v1/timelines/tag/flood")).json()).toEqual([]);
    expect((await mastodon.call("DELETE", path, { token: accessToken })).status).toBe(404);
  });
});
