import type { Audience, Part } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import {
  context,
  nowMs,
  scriptedAdapter,
  stillClock,
  token,
  toStatusJson,
  words,
  type Reply,
} from "../test/scripted-transport.ts";

const part: Part = { text: words, audience: "public", media: [] };
const image = { kind: "image", mimeType: "image/png", blob: new Blob(["bytes"]), alt: "A door." } as const;
const posted = (): Reply => ({ json: toStatusJson() });
const ref = { id: "115/?", url: "https://social.example.org/@ward/115" };

describe("prepare", () => {
  test.each<[audience: Audience, visibility: string]>([
    ["public", "public"],
    ["unlisted", "unlisted"],
    ["followers", "private"],
  ])("%s is the visibility %s", async (audience, visibility) => {
    const { adapter, transport } = scriptedAdapter(posted);
    const draft = await adapter.prepare({ ...part, audience }, context);
    expect(draft).toEqual({
      body: { post: { status: words, visibility, sensitive: false }, preparedAt: "2026-08-20T10:00:00.000Z" },
    });
    expect(transport.requests).toHaveLength(0);
  });

  test.each<[tag: string, language: string]>([
    ["en", "en"],
    ["pt-BR", "pt"],
    ["zh-Hant", "zh"],
    ["DE-at", "de"],
    ["yue", "yue"],
  ])("the language %s is sent as %s", async (language, sent) => {
    const { adapter } = scriptedAdapter(posted);
    expect((await adapter.prepare({ ...part, language }, context)).body).toMatchObject({ post: { language: sent } });
  });

  test("a content warning hides the media too", async () => {
    const { adapter } = scriptedAdapter(posted);
    const { body } = await adapter.prepare({ ...part, contentWarning: "Water" }, context);
    expect(body).toMatchObject({ post: { spoiler_text: "Water", sensitive: true } });
  });

  test("uploads media in order, always with a description, and waits for each", async () => {
    let polls = 0;
    const { adapter, transport } = scriptedAdapter(({ path, form }) => {
      if (form?.get("description") === "")
        return { status: 200, json: { id: "2", url: "https://social.example.org/2" } };
      if (path === "/api/v2/media") return { status: 202, json: { id: "1", url: null } };
      polls++;
      return polls < 3
        ? { status: 206, json: { id: "1", url: null } }
        : { json: { id: "1", url: "https://x.example/1" } };
    });
    const draft = await adapter.prepare({ ...part, media: [image, { ...image, alt: "" }] }, context);
    expect(draft.body).toMatchObject({ post: { media_ids: ["1", "2"] } });
    expect(draft.expiresAt).toBe("2026-08-20T22:00:00.000Z");
    expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
    const uploads = transport.requests.filter(({ method }) => method === "POST");
    expect(uploads.map(({ path, form }) => [path, form?.get("description")])).toEqual([
      ["/api/v2/media", "A door."],
      ["/api/v2/media", ""],
    ]);
    expect(await (uploads[0]?.form?.get("file") as Blob).text()).toBe("bytes");
    expect(polls).toBe(3);
  });

  test.each([[413], [422]])("names the file that the instance refuses with %i", async (status) => {
    const { adapter } = scriptedAdapter(({ form }) =>
      form?.get("description") === "bad" ? { status, json: { error: words } } : { json: { id: "1", url: "u" } },
    );
    const preparing = adapter.prepare({ ...part, media: [image, { ...image, alt: "bad" }] }, context);
    await expect(preparing).rejects.toMatchObject({
      code: "invalid-post",
      path: "media[1]",
      status,
      outcome: "not-sent",
    });
    await expect(preparing).rejects.not.toThrow(words);
  });

  test("refuses a type that the instance has told us it does not take, before any upload", async () => {
    const types = ["image/webp", "video/mp4"];
    const { adapter, transport } = scriptedAdapter(() => ({
      json: { configuration: { media_attachments: { supported_mime_types: types } } },
    }));
    await adapter.discover?.(context);
    const preparing = adapter.prepare({ ...part, media: [image] }, context);
    await expect(preparing).rejects.toMatchObject({ code: "invalid-post", path: "media[0]" });
    expect(transport.requests).toHaveLength(1);
  });

  test("refuses what is longer than the instance has told us it takes, with count and limit", async () => {
    const { adapter, transport } = scriptedAdapter(() => ({
      json: { configuration: { statuses: { max_characters: 25, characters_reserved_per_url: 20 } } },
    }));
    const text = "See https://example.org/wards";
    await expect(adapter.prepare({ ...part, text: text + text }, context)).resolves.toBeDefined();
    await adapter.discover?.(context);
    await expect(adapter.prepare({ ...part, text }, context)).resolves.toBeDefined();
    await expect(adapter.prepare({ ...part, text, contentWarning: "é!" }, context)).rejects.toMatchObject({
      code: "invalid-post",
      violations: [{ path: "text", rule: "text-too-long", count: 26, limit: 25 }],
    });
    expect(transport.requests).toHaveLength(1);
  });

  test("throws the reason of a signal that was aborted before", async () => {
    const { adapter } = scriptedAdapter(posted);
    const reason = { leave: true };
    await expect(adapter.prepare(part, { ...context, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("publish", () => {
  test("sends one request with the key and answers what the instance says", async () => {
    const { adapter, transport } = scriptedAdapter(posted);
    const draft = await adapter.prepare(part, context);
    expect(await adapter.publish(draft, context)).toEqual({
      id: "115000000000000001",
      url: "https://social.example.org/@ward/115000000000000001",
      state: "delivered",
      at: "2026-08-20T10:00:00.000Z",
    });
    expect(transport.requests).toHaveLength(1);
    expect(transport.requests[0]).toMatchObject({
      method: "POST",
      path: "/api/v1/statuses",
      headers: {
        "Idempotency-Key": "delivery-1",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
      },
      json: { status: words, visibility: "public", sensitive: false },
    });
  });

  test("answers the parent, not the root", async () => {
    const { adapter, transport } = scriptedAdapter(posted);
    const replyTo = { root: { id: "1" }, parent: { id: "2" } };
    await adapter.publish(await adapter.prepare(part, context), { ...context, replyTo });
    expect(transport.requests[0]?.json).toMatchObject({ in_reply_to_id: "2" });
  });

  test("counts the time of a poll from the moment of sending", async () => {
    const { adapter, transport } = scriptedAdapter(posted);
    const poll = { options: ["Yes", "No"], multiple: true, closesAt: "2026-08-21T10:00:00Z" };
    const draft = await adapter.prepare({ ...part, poll }, context);
    const later = { ...stillClock, now: () => nowMs + 3_600_000 };
    await adapter.publish(draft, { ...context, clock: later });
    expect(transport.requests[0]?.json).toMatchObject({
      poll: { options: ["Yes", "No"], multiple: true, expires_in: 23 * 3600 },
    });
  });

  test.each<[what: string, json: unknown]>([
    ["no id", toStatusJson({ id: undefined })],
    ["an empty id", toStatusJson({ id: "" })],
    ["a number as id", toStatusJson({ id: 7 })],
    ["no url", toStatusJson({ url: null })],
    ["no time", toStatusJson({ created_at: undefined })],
    [
      "a scheduled status",
      { id: "7", scheduled_at: "2026-08-21T10:00:00Z", params: { text: words }, media_attachments: [] },
    ],
    ["an error", { error: words }],
    ["a list", [toStatusJson()]],
    ["null", null],
  ])("does not believe a 200 with %s", async (_what, json) => {
    const { adapter, transport } = scriptedAdapter(() => ({ json }));
    const publishing = adapter.publish(await adapter.prepare(part, context), context);
    await expect(publishing).rejects.toMatchObject({ code: "bad-response", outcome: "unknown", network: "mastodon" });
    await expect(publishing).rejects.not.toThrow(words);
    expect(transport.requests).toHaveLength(1);
  });

  test.each<[status: number, code: string, outcome: string]>([
    [401, "auth", "not-sent"],
    [422, "invalid-post", "not-sent"],
    [429, "rate-limited", "not-sent"],
    [503, "platform", "unknown"],
  ])("%i is %s, %s, and is not repeated", async (status, code, outcome) => {
    const { adapter, transport } = scriptedAdapter(() => ({ status, json: { error: words } }));
    const publishing = adapter.publish(await adapter.prepare(part, context), context);
    await expect(publishing).rejects.toMatchObject({ code, outcome, status });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("revise", () => {
  test("replaces everything that can change, and says when", async () => {
    const { adapter, transport } = scriptedAdapter(() => ({
      json: toStatusJson({ edited_at: "2026-08-20T12:00:00.000Z" }),
    }));
    const draft = await adapter.prepare({ ...part, audience: "followers" }, context);
    expect(await adapter.revise?.(ref, draft, context)).toMatchObject({
      at: "2026-08-20T12:00:00.000Z",
      state: "delivered",
    });
    expect(transport.requests[0]).toMatchObject({ method: "PUT", path: "/api/v1/statuses/115%2F%3F" });
    expect(transport.requests[0]?.json).toEqual({ status: words, sensitive: false, spoiler_text: "", media_ids: [] });
  });

  test("keeps what the new content has", async () => {
    const { adapter, transport } = scriptedAdapter(({ path }) =>
      path === "/api/v2/media" ? { json: { id: "5", url: "u" } } : posted(),
    );
    const draft = await adapter.prepare({ ...part, contentWarning: "Water", media: [image] }, context);
    await adapter.revise?.(ref, draft, context);
    expect(transport.requests[1]?.json).toMatchObject({ spoiler_text: "Water", sensitive: true, media_ids: ["5"] });
  });
});

describe("retract", () => {
  test.each([[200], [404], [410]])("%i means removed", async (status) => {
    const { adapter, transport } = scriptedAdapter(() => ({ status, json: {} }));
    await expect(adapter.retract?.(ref, context)).resolves.toBeUndefined();
    expect(transport.requests).toMatchObject([{ method: "DELETE", path: "/api/v1/statuses/115%2F%3F" }]);
  });

  test.each([
    [401, "auth"],
    [403, "platform"],
    [500, "platform"],
  ])("%i is %s", async (status, code) => {
    const { adapter } = scriptedAdapter(() => ({ status, json: {} }));
    await expect(adapter.retract?.(ref, context)).rejects.toMatchObject({ code, status });
  });
});
