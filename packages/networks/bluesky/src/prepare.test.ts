import { inspect } from "node:util";
import type { Part } from "@carecast/adapter";
import { expect, test } from "vitest";
import { context, did, refuse, scriptedAdapter, toPart, words } from "../test/scripted-network.ts";
import { readDraft } from "./to-record.ts";

const resolve = "com.atproto.identity.resolveHandle";

test("writes the whole record, with its key and its time", async () => {
  const { adapter } = scriptedAdapter();
  const { body, expiresAt } = await adapter.prepare(
    toPart({ text: "See example.org #flood", language: "en" }),
    context,
  );
  expect(body).toEqual({
    repo: did,
    rkey: expect.stringMatching(/^3m[a-z2-7]{11}$/) as string,
    record: {
      $type: "app.bsky.feed.post",
      text: "See example.org #flood",
      createdAt: "2026-08-20T10:00:00.000Z",
      langs: ["en"],
      facets: [
        {
          index: { byteStart: 4, byteEnd: 15 },
          features: [{ $type: "app.bsky.richtext.facet#link", uri: "https://example.org" }],
        },
        { index: { byteStart: 16, byteEnd: 22 }, features: [{ $type: "app.bsky.richtext.facet#tag", tag: "flood" }] },
      ],
    },
  });
  expect(expiresAt).toBeUndefined();
});

test("gives every draft a key of its own", async () => {
  const { adapter } = scriptedAdapter();
  const drafts = await Promise.all(Array.from({ length: 20 }, () => adapter.prepare(toPart(), context)));
  expect(new Set(drafts.map((draft) => readDraft(draft).rkey)).size).toBe(20);
});

/** Language of the part, what is stored. */
const languages: readonly (readonly [string, ...string[]])[] = [
  ["en", "en"],
  ["pt-BR", "pt-BR", "pt"],
  ["zh-Hant-TW", "zh-Hant-TW", "zh"],
];
test.each(languages)("stores the language %s", async (language, ...langs) => {
  const { adapter } = scriptedAdapter();
  expect(readDraft(await adapter.prepare(toPart({ language }), context)).record.langs).toEqual(langs);
});

test("asks whose the mentioned handles are, and leaves unknown ones plain", async () => {
  const { adapter, network } = scriptedAdapter({
    [resolve]: (request, times) =>
      request.query.get("handle") === "redaid.example.org"
        ? { json: { did: "did:plc:redaid" } }
        : refuse(400, "HandleNotFound")(request, times),
  });
  const draft = await adapter.prepare(toPart({ text: "@RedAid.example.org and @nobody.example.org" }), context);
  expect(readDraft(draft).record.facets).toEqual([
    {
      index: { byteStart: 0, byteEnd: 19 },
      features: [{ $type: "app.bsky.richtext.facet#mention", did: "did:plc:redaid" }],
    },
  ]);
  expect(network.names().filter((name) => name === resolve)).toHaveLength(2);
});

test("does not drop a mention because the network was busy", async () => {
  const { adapter } = scriptedAdapter({ [resolve]: refuse(429, "RateLimitExceeded") });
  await expect(adapter.prepare(toPart({ text: "@redaid.example.org" }), context)).rejects.toMatchObject({
    code: "rate-limited",
  });
});

test("builds the link card, which the network does not", async () => {
  const { adapter } = scriptedAdapter();
  const card = { url: "https://example.org/flood", title: "Flood" };
  expect(readDraft(await adapter.prepare(toPart({ card }), context)).record.embed).toEqual({
    $type: "app.bsky.embed.external",
    external: { uri: "https://example.org/flood", title: "Flood", description: "" },
  });
});

test("mends what cannot be written as UTF-8, because the server would", async () => {
  const { adapter } = scriptedAdapter();
  const { record } = readDraft(await adapter.prepare(toPart({ text: "a\ud800b #c" }), context));
  expect(record.text).toBe("a\ufffdb #c");
  expect(record.facets?.[0]?.index).toEqual({ byteStart: 6, byteEnd: 8 });
});

const png = new Blob([new Uint8Array(8)]);
const image = { kind: "image", mimeType: "image/png", blob: png, alt: "" } as const;
const gif = { ...image, mimeType: "image/gif" } as const;
const large = new Blob([new Uint8Array(2_000_001)]);
const poll = { options: ["a", "b"], closesAt: "2026-09-01T00:00:00Z", multiple: false };
const video = { kind: "video", mimeType: "video/mp4", blob: png, alt: "" } as const;
/** What is refused before anything is sent: why, code, path, count, limit. */
const refused: readonly (readonly [why: string, part: Partial<Part>, code: string, path: string])[] = [
  ["301 characters", { text: "x".repeat(301) }, "invalid-post", "text"],
  ["121 families of 25 bytes", { text: "👨‍👩‍👧‍👦".repeat(121) }, "invalid-post", "text"],
  ["no text and no media", { text: " \n" }, "invalid-post", "text"],
  ["an audience", { audience: "followers" }, "unsupported", "audience"],
  ["a content warning", { contentWarning: words }, "unsupported", "contentWarning"],
  ["a poll", { poll }, "unsupported", "poll"],
  ["five pictures", { media: [image, image, image, image, image] }, "invalid-post", "media"],
  ["two videos", { media: [video, video] }, "invalid-post", "media"],
  ["a video beside a picture", { media: [image, video] }, "invalid-post", "media"],
  ["a GIF, whose movement would be lost", { media: [image, gif] }, "invalid-post", "media[1]"],
  ["a large picture", { media: [{ ...image, blob: large }] }, "invalid-post", "media[0]"],
];
test.each(refused)("refuses %s", async (_why, part, code, path) => {
  const { adapter, network } = scriptedAdapter();
  const error: unknown = await adapter.prepare(toPart(part), context).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, path, outcome: "not-sent", network: "bluesky" });
  expect(network.requests).toEqual([]);
  expect(inspect(error, { depth: 9 })).not.toContain("planted");
});

test("a text that is too long comes with its count and the limit", async () => {
  const { adapter } = scriptedAdapter();
  await expect(adapter.prepare(toPart({ text: "x".repeat(301) }), context)).rejects.toMatchObject({
    violations: [{ path: "text", rule: "text-too-long", count: 301, limit: 300 }],
  });
});
