import { describe, expect, test } from "vitest";
import { parseStatus, type Status } from "./api.ts";
import { isPrivate, toFeedback, toFullText, toKind } from "./to-feedback.ts";
import { origin, stranger, toStatusJson } from "../test/scripted-transport.ts";

function statusOf(more: object = {}): Status {
  const status = parseStatus(toStatusJson({ account: stranger, ...more }));
  if (!status) throw new Error("The fixture is no status.");
  return status;
}

describe("toKind", () => {
  const us = { id: "1" };
  test.each<[kind: string, more: object]>([
    ["post", {}],
    ["post", { mentions: [{ id: "3" }], in_reply_to_account_id: "3" }],
    ["post", { mentions: null }],
    ["mention", { mentions: [{ id: "3" }, us] }],
    ["mention", { mentions: [us], in_reply_to_account_id: "3", in_reply_to_id: "9" }],
    ["reply", { mentions: [us], in_reply_to_account_id: "1", in_reply_to_id: "9" }],
    ["reply", { in_reply_to_account_id: "1", in_reply_to_id: "9" }],
    ["direct-message", { visibility: "direct", mentions: [us], in_reply_to_account_id: "1" }],
  ])("%s: %j", (kind, more) => {
    expect(toKind(statusOf(more), "1")).toBe(kind);
  });
});

test.each<[visibility: unknown, result: boolean]>([
  ["public", false],
  ["unlisted", false],
  ["private", true],
  ["direct", true],
  ["local", true],
  [null, true],
])("visibility %s is private: %s", (visibility, result) => {
  expect(isPrivate(statusOf({ visibility }))).toBe(result);
});

describe("toFeedback", () => {
  test("keeps everything that the model has a place for", () => {
    const status = statusOf({
      content:
        '<p><span class="h-card"><a href="https://social.example.org/@ward" class="u-url mention">@<span>ward</span></a></span> is <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">example.org/a</span><span class="invisible">?b=1&amp;c=2</span></a> right?<br />1 &lt; 2</p><p>Bye <a href="https://social.example.org/tags/flood" class="mention hashtag" rel="tag">#<span>flood</span></a></p>',
      in_reply_to_id: "114",
      in_reply_to_account_id: "1",
      edited_at: "2026-08-20T11:00:00.000Z",
      spoiler_text: "Water",
      visibility: "unlisted",
      language: "de",
      tags: [{ name: "flood", url: "x" }],
      media_attachments: [
        { id: "5", type: "image", url: `${origin}/5.png`, description: "A door." },
        { id: "6", type: "gifv", url: null, remote_url: "https://remote.example/6.mp4", description: null },
        { id: "7", type: "audio", url: `${origin}/7.ogg` },
        { id: "8", type: "unknown", url: null, preview_url: `${origin}/8` },
        { id: "9", type: "unknown", url: null },
      ],
    });
    expect(toFeedback(status, "reply", "edited")).toEqual({
      kind: "reply",
      change: "edited",
      network: "mastodon",
      ref: { id: status.id, url: status.url, data: { uri: status.uri } },
      author: { id: "2", handle: "robin@remote.example", name: "Robin", url: `${origin}/@ward`, bot: false },
      text: "@ward is example.org/a right?\n1 < 2\n\nBye #flood",
      language: "de",
      contentWarning: "Water",
      createdAt: "2026-08-20T10:00:00.000Z",
      private: false,
      hashtags: ["flood"],
      links: ["https://example.org/a?b=1&c=2"],
      media: [
        { kind: "image", url: `${origin}/5.png`, alt: "A door." },
        { kind: "video", url: "https://remote.example/6.mp4" },
        { kind: "audio", url: `${origin}/7.ogg` },
        { kind: "other", url: `${origin}/8` },
      ],
      inReplyTo: { id: "114" },
    });
  });

  test("leaves out what the instance does not say", () => {
    const bare = { id: "9", created_at: "2026-08-20T10:00:00Z", content: "", account: { id: "2", acct: "robin" } };
    const status = parseStatus(bare);
    expect(status && toFeedback(status, "mention", "created")).toEqual({
      kind: "mention",
      change: "created",
      network: "mastodon",
      ref: { id: "9" },
      author: { id: "2", handle: "robin" },
      text: "",
      createdAt: "2026-08-20T10:00:00Z",
      private: true,
      hashtags: [],
      links: [],
      media: [],
    });
  });

  test.each<[content: string, links: string[]]>([
    ["<a href='https://example.org/x'>x</a>", ["https://example.org/x"]],
    ['<a rel="nofollow" href="https://example.org/mention/hashtag">x</a>', ["https://example.org/mention/hashtag"]],
    ['<a class="u-url mention" href="https://example.org/@a">@a</a>', []],
    ['<a href="https://example.org/tags/a" rel="tag ugc">#a</a>', []],
    ['<a href="javascript:alert(1)">x</a>', []],
    ['<a name="x">x</a>', []],
    ['<abbr href="https://example.org/x">x</abbr>', []],
    ["plain", []],
  ])("finds the links of %s", (content, links) => {
    expect(toFeedback(statusOf({ content }), "post", "created").links).toEqual(links);
  });
});

test("toFullText reads what was escaped twice once", () => {
  expect(toFullText('<p><a href="https://example.org/?a&amp;amp;b">example.org</a> &amp;amp;</p>')).toBe(
    "https://example.org/?a&amp;b &amp;",
  );
});

test("toFullText writes links out, and leaves mentions and hashtags as they are shown", () => {
  expect(
    toFullText(
      '<p>(<a href="https://example.org/a&amp;b"><span class="invisible">https://</span>example.org</a>) <a class="mention" href="https://example.org/@a">@<span>a</span></a></p>',
    ),
  ).toBe("(https://example.org/a&b) @a");
});
