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

describe("a key used again", () => {
  const withKey = { headers: { "idempotency-key": "one" } };

  it("gives the first status for an hour, whatever the text is now", async () => {
    await using mastodon = await openMastodon();
    const first = (await mastodon.post({ status: "old text" }, withKey)).json<StatusJson>();
    mastodon.clock.advance(3_599_999);
    const again = (await mastodon.post({ status: "new text" }, withKey)).json<StatusJson>();
    expect([again.id, again.content]).toEqual([first.id, "<p>old text</p>"]);
    mastodon.clock.advance(1);
    const later = (await mastodon.post({ status: "new text" }, withKey)).json<StatusJson>();
    expect(later.id).not.toBe(first.id);
    expect(mastodon.server.posts().map(({ text }) => text)).toEqual(["old text", "new text"]);
  });

  it("is looked at before the text", async () => {
    await using mastodon = await openMastodon();
    await mastodon.post({ status: "old text" }, withKey);
    expect((await mastodon.post({}, withKey)).status).toBe(200);
  });

  it("belongs to one account", async () => {
    await using mastodon = await openMastodon();
    const { accessToken } = mastodon.server.addAccount({ username: "wards" });
    await mastodon.post({ status: "Hello" }, withKey);
    await mastodon.post({ status: "Hello" }, { ...withKey, token: accessToken });
    expect(mastodon.server.posts().map(({ author }) => author)).toEqual(["hospital", "wards"]);
  });

  it("finds nothing when the status was deleted, and is not kept for a refusal", async () => {
    await using mastodon = await openMastodon();
    expect((await mastodon.post({}, withKey)).status).toBe(422);
    const { id } = (await mastodon.post({ status: "Hello" }, withKey)).json<StatusJson>();
    await mastodon.call("DELETE", `/api/v1/statuses/${id}`);
    expect((await mastodon.post({ status: "Hello" }, withKey)).status).toBe(404);
  });
});

describe("an edit", () => {
  it("replaces the whole status, but not who sees it", async () => {
    await using mastodon = await openMastodon();
    const { id } = (
      await mastodon.post({ status: "Hot", spoiler_text: "Weather", language: "de", visibility: "unlisted" })
    ).json<StatusJson>();
    const edited = (
      await mastodon.call("PUT", `/api/v1/statuses/${id}`, { json: { status: "Hotter", visibility: "public" } })
    ).json<StatusJson>();
    expect(edited).toMatchObject({
      id,
      content: "<p>Hotter</p>",
      spoiler_text: "",
      language: "de",
      visibility: "unlisted",
    });
    expect(edited.edited_at).not.toBeNull();
  });

  it("that changes nothing leaves no trace", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.post({ status: "Hot" })).json<StatusJson>();
    const same = (await mastodon.call("PUT", `/api/v1/statuses/${id}`, { json: { status: "Hot" } })).json<StatusJson>();
    expect(same.edited_at).toBeNull();
  });

  it("is refused like a post, and to everybody else", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.post({ status: "Hot" })).json<StatusJson>();
    const path = `/api/v1/statuses/${id}`;
    expect((await mastodon.call("PUT", path, { json: { status: "x".repeat(501) } })).status).toBe(422);
    const { accessToken } = mastodon.server.addAccount({ username: "wards" });
    expect((await mastodon.call("PUT", path, { json: { status: "Cold" }, token: accessToken })).status).toBe(404);
    expect(mastodon.server.posts()[0]?.text).toBe("Hot");
  });
});

describe("deletion", () => {
  it("gives the text back, and a second one finds nothing", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.post({ status: "Hot" })).json<StatusJson>();
    expect((await mastodon.call("DELETE", `/api/v1/statuses/${id}`)).json<StatusJson>().text).toBe("Hot");
    const again = await mastodon.call("DELETE", `/api/v1/statuses/${id}`);
    expect([again.status, errorOf(again.text)]).toEqual([404, "Record not found"]);
  });
});

describe("a context", () => {
  it("is short for strangers", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.post({ status: "Hot" })).json<StatusJson>();
    for (let index = 0; index < 61; index += 1) mastodon.server.others.reply(id, "thanks");
    const sizeFor = async (token: string | undefined): Promise<number> =>
      (await mastodon.call("GET", `/api/v1/statuses/${id}/context`, { token })).json<{ descendants: unknown[] }>()
        .descendants.length;
    expect([await sizeFor(undefined), await sizeFor(mastodon.server.accessToken)]).toEqual([60, 61]);
  });
});

describe("a scheduled status", () => {
  const inMs = (now: number, ms: number): string => new Date(now + ms).toISOString();

  it("needs five minutes", async () => {
    await using mastodon = await openMastodon();
    const tooSoon = await mastodon.post({ status: "x", scheduled_at: inMs(mastodon.clock.now(), 299_999) });
    expect([tooSoon.status, errorOf(tooSoon.text)]).toEqual([
      422,
      "Validation failed: Scheduled at The scheduled date must be in the future",
    ]);
    expect((await mastodon.post({ status: "x", scheduled_at: inMs(mastodon.clock.now(), 300_000) })).text).toContain(
      '"scheduled_at"',
    );
    expect(mastodon.server.posts()).toHaveLength(0);
  });

  it("in the past is posted at once", async () => {
    await using mastodon = await openMastodon();
    await mastodon.post({ status: "x", scheduled_at: inMs(mastodon.clock.now(), -1) });
    expect(mastodon.server.posts()).toHaveLength(1);
  });

  it("is posted under another id when its time has come", async () => {
    await using mastodon = await openMastodon();
    const at = inMs(mastodon.clock.now(), 600_000);
    const { id } = (await mastodon.post({ status: "x", visibility: "unlisted", scheduled_at: at })).json<StatusJson>();
    expect((await mastodon.call("GET", "/api/v1/scheduled_statuses")).json()).toMatchObject([{ id }]);
    mastodon.clock.advance(600_000);
    expect((await mastodon.call("GET", `/api/v1/scheduled_statuses/${id}`)).status).toBe(404);
    expect(mastodon.server.posts()).toMatchObject([{ text: "x", visibility: "unlisted" }]);
    expect(mastodon.server.posts()[0]?.id).not.toBe(id);
  });

  it("moves and goes away", async () => {
    await using mastodon = await openMastodon();
    const { id } = (
      await mastodon.post({ status: "x", scheduled_at: inMs(mastodon.clock.now(), 600_000) })
    ).json<StatusJson>();
    const path = `/api/v1/scheduled_statuses/${id}`;
    expect(
      (await mastodon.call("PUT", path, { json: { scheduled_at: inMs(mastodon.clock.now(), 1000) } })).status,
    ).toBe(422);
    const moved = inMs(mastodon.clock.now(), 900_000);
    expect((await mastodon.call("PUT", path, { json: { scheduled_at: moved } })).json()).toMatchObject({
      scheduled_at: moved,
    });
    expect((await mastodon.call("DELETE", path)).json()).toEqual({});
    mastodon.clock.advance(900_000);
    await mastodon.call("GET", path);
    expect(mastodon.server.posts()).toHaveLength(0);
  });
});
