import type { Draft, FindResult, Part, PublishContext } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import {
  context,
  nowMs,
  ownAccount,
  scriptedAdapter,
  stillClock,
  toStatusJson,
  words,
} from "../test/scripted-transport.ts";

const part: Part = {
  text: "Flood at https://example.org/a?b=1. Ask @bob@example.social\n\n#flood",
  audience: "public",
  media: [],
};
const content =
  '<p>Flood at <a href="https://example.org/a?b=1" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">example.org/a</span></a>. Ask <span class="h-card"><a href="https://example.social/@bob" class="u-url mention">@<span>bob</span></a></span></p><p><a href="https://social.example.org/tags/flood" class="mention hashtag" rel="tag">#<span>flood</span></a></p>';
const old = toStatusJson({ id: "9", created_at: "2026-08-20T09:00:00.000Z" });

async function findAmong(
  statuses: readonly object[],
  { more = {}, late = {}, date }: { more?: Partial<Part>; late?: Partial<PublishContext>; date?: string } = {},
): Promise<FindResult | undefined> {
  const { adapter } = scriptedAdapter(({ path, method }) => {
    if (method === "POST") return { json: { id: "5", url: "u" } };
    return path.endsWith("verify_credentials")
      ? { json: ownAccount }
      : { json: statuses, ...(date !== undefined && { headers: { date } }) };
  });
  const draft: Draft = await adapter.prepare({ ...part, ...more }, context);
  return adapter.find?.(draft, { ...context, ...late });
}

const certain = { found: false, certain: true };
const uncertain = { found: false, certain: false };
const image = { kind: "image", mimeType: "image/png", blob: new Blob(["bytes"]), alt: "A door." } as const;

describe("find", () => {
  test("asks for the newest posts of the account", async () => {
    const { adapter, transport } = scriptedAdapter(({ path }) => ({
      json: path.endsWith("statuses") ? [] : ownAccount,
    }));
    await adapter.find?.(await adapter.prepare(part, context), context);
    expect(transport.requests.map(({ path, query }) => `${path}?${String(query)}`)).toEqual([
      "/api/v1/accounts/verify_credentials?",
      "/api/v1/accounts/1/statuses?exclude_reblogs=true&limit=40",
    ]);
  });

  test("recognises the text in the HTML that the instance made of it", async () => {
    const found = await findAmong([toStatusJson({ id: "11" }), toStatusJson({ id: "10", content }), old]);
    expect(found).toMatchObject({
      found: true,
      receipt: { id: "10", state: "delivered", at: "2026-08-20T10:00:00.000Z" },
    });
  });

  test.each<[what: string, statuses: object[], result: object]>([
    ["no post", [], certain],
    ["other posts only", [toStatusJson({ content: "<p>Other</p>" }), old], certain],
    ["an older post with the same text", [toStatusJson({ content, created_at: "2026-08-20T09:59:00.000Z" })], certain],
    ["the text with another warning", [toStatusJson({ content, spoiler_text: "Water" }), old], uncertain],
    [
      "the text with a picture",
      [toStatusJson({ content, media_attachments: [{ id: "5", type: "image" }] }), old],
      uncertain,
    ],
    ["the text as an answer", [toStatusJson({ content, in_reply_to_id: "7" }), old], certain],
    ["the text without its marks", [toStatusJson({ content: content.replaceAll(".", "") }), old], uncertain],
    ["40 new posts", Array.from({ length: 40 }, () => toStatusJson()), uncertain],
    ["39 new posts and an old one", [...Array.from({ length: 39 }, () => toStatusJson()), old], certain],
  ])("among %s", async (_what, statuses, result) => {
    expect(await findAmong(statuses)).toEqual(result);
  });

  test("looks for an answer to the same post", async () => {
    const late = { replyTo: { root: { id: "1" }, parent: { id: "7" } } };
    expect(await findAmong([toStatusJson({ content, in_reply_to_id: "7" })], { late })).toMatchObject({ found: true });
    expect(await findAmong([toStatusJson({ content, in_reply_to_id: "1" })], { late })).toEqual(certain);
    expect(await findAmong([toStatusJson({ content })], { late })).toEqual(certain);
  });

  test("knows its own media, whatever became of the text", async () => {
    const attached = (id: string) => [
      toStatusJson({ id: "12", content: "<p>New</p>", media_attachments: [{ id, type: "image" }] }),
    ];
    expect(await findAmong(attached("5"), { more: { media: [image] } })).toMatchObject({
      found: true,
      receipt: { id: "12" },
    });
    expect(await findAmong(attached("6"), { more: { media: [image] } })).toEqual(certain);
    expect(await findAmong([toStatusJson({ content })], { more: { media: [image] } })).toEqual(certain);
  });

  test("compares the warning", async () => {
    const more = { contentWarning: "Water" };
    expect(await findAmong([toStatusJson({ content, spoiler_text: "Water" })], { more })).toMatchObject({
      found: true,
    });
    expect(await findAmong([toStatusJson({ content })], { more })).toEqual(uncertain);
  });

  test("tells a dose from ten times the dose", async () => {
    const more = { text: "Take 1.5 mg" };
    expect(await findAmong([toStatusJson({ content: "<p>Take 15 mg</p>" }), old], { more })).toEqual(uncertain);
  });

  test("goes by the clock of the instance when ours is ahead", async () => {
    const statuses = [toStatusJson({ content, created_at: "2026-08-20T09:00:00.000Z" })];
    expect(await findAmong(statuses, { date: "Thu, 20 Aug 2026 09:00:05 GMT" })).toMatchObject({ found: true });
    expect(await findAmong(statuses, { date: "Thu, 20 Aug 2026 10:00:05 GMT" })).toEqual(certain);
    const later = { ...stillClock, now: () => nowMs + 3_600_000 };
    expect(await findAmong(statuses, { date: "Thu, 20 Aug 2026 11:00:00 GMT", late: { clock: later } })).toEqual(
      certain,
    );
  });

  test("an answer of another shape is not trusted", async () => {
    await expect(findAmong([{ id: "1", words }])).rejects.toMatchObject({ code: "bad-response", outcome: "not-sent" });
  });
});
