import { describe, expect, test } from "vitest";
import { earlierOf, readPostRecord } from "./post-record.ts";
import { toFeedback, toKind, type FoundPost } from "./to-feedback.ts";

const own = "did:plc:clinic";
const uri = "at://did:plc:robin/app.bsky.feed.post/3kpost";
const ours = { uri: `at://${own}/app.bsky.feed.post/3kours`, cid: "cid-ours" };
const theirs = { uri: "at://did:plc:other/app.bsky.feed.post/3kother", cid: "cid-other" };
const facet = (feature: object) => ({ index: { byteStart: 0, byteEnd: 1 }, features: [feature] });
const mention = (did: string) => facet({ $type: "app.bsky.richtext.facet#mention", did });
const quote = ({ uri: quoted, cid }: typeof ours) => ({ $type: "app.bsky.embed.record", record: { uri: quoted, cid } });

const toFound = (record: unknown, more: Partial<FoundPost> = {}): FoundPost => ({
  uri,
  cid: "cid-post",
  record: readPostRecord(record),
  author: { did: "did:plc:robin", handle: "robin.example.org", displayName: "Robin", labels: undefined },
  createdAt: "2026-08-20T10:05:00.000Z",
  ...more,
});

/** What the record holds, why the network told us of it, what it is to us. */
const kinds: readonly (readonly [record: object, reason: string | undefined, kind: string])[] = [
  [{ reply: { root: theirs, parent: ours } }, undefined, "reply"],
  [{ reply: { root: ours, parent: theirs } }, undefined, "reply"],
  [{ reply: { root: theirs, parent: theirs } }, "reply", "reply"],
  [{ reply: { root: theirs, parent: theirs } }, undefined, "post"],
  [{ reply: { root: theirs, parent: ours }, facets: [mention(own)] }, "mention", "reply"],
  [{ facets: [mention(own)] }, undefined, "mention"],
  [{ facets: [mention("did:plc:other")] }, undefined, "post"],
  [{ facets: [facet({ $type: "app.bsky.richtext.facet#link", uri: own })] }, undefined, "post"],
  [{ embed: quote(ours) }, undefined, "mention"],
  [{ embed: { $type: "app.bsky.embed.recordWithMedia", record: { record: ours } } }, undefined, "mention"],
  [{ embed: quote(theirs) }, undefined, "post"],
  [{ embed: quote(theirs) }, "quote", "mention"],
  [{ text: own }, undefined, "post"],
];
test.each(kinds)("%j with reason %s is a %s", (record, reason, kind) => {
  expect(toKind({ record: readPostRecord(record), ...(reason !== undefined && { reason }) }, own)).toBe(kind);
});

test("a reply becomes feedback that can be answered", () => {
  const record = {
    $type: "app.bsky.feed.post",
    text: "thanks #flood https://example.org/a",
    createdAt: "2026-08-20T10:05:00Z",
    langs: ["en", "de"],
    reply: { root: ours, parent: theirs },
    facets: [
      facet({ $type: "app.bsky.richtext.facet#tag", tag: "flood" }),
      facet({ $type: "app.bsky.richtext.facet#link", uri: "https://example.org/a" }),
      facet({ $type: "app.bsky.richtext.facet#link", uri: "javascript:alert(1)" }),
    ],
    tags: ["water", "flood"],
    labels: { $type: "com.atproto.label.defs#selfLabels", values: [{ val: "graphic-media" }] },
  };
  expect(toFeedback(toFound(record), "reply")).toEqual({
    kind: "reply",
    change: "created",
    network: "bluesky",
    ref: { id: uri, url: "https://bsky.app/profile/did:plc:robin/post/3kpost", data: { cid: "cid-post" } },
    author: {
      id: "did:plc:robin",
      handle: "robin.example.org",
      name: "Robin",
      url: "https://bsky.app/profile/did:plc:robin",
    },
    text: "thanks #flood https://example.org/a",
    language: "en",
    contentWarning: "graphic-media",
    createdAt: "2026-08-20T10:05:00.000Z",
    private: false,
    hashtags: ["flood", "water"],
    links: ["https://example.org/a"],
    media: [],
    inReplyTo: {
      id: theirs.uri,
      url: "https://bsky.app/profile/did:plc:other/post/3kother",
      data: { cid: "cid-other" },
    },
    root: { id: ours.uri, url: `https://bsky.app/profile/${own}/post/3kours`, data: { cid: "cid-ours" } },
  });
});

describe("media come from the network's view", () => {
  const image = { fullsize: "https://cdn.example.org/full", thumb: "https://cdn.example.org/thumb", alt: "A door." };
  const vectors: readonly (readonly [view: unknown, media: readonly object[]])[] = [
    [
      { $type: "app.bsky.embed.images#view", images: [image, { ...image, alt: "" }] },
      [
        { kind: "image", url: image.fullsize, alt: "A door." },
        { kind: "image", url: image.fullsize },
      ],
    ],
    [
      { $type: "app.bsky.embed.gallery#view", items: [image] },
      [{ kind: "image", url: image.fullsize, alt: "A door." }],
    ],
    [
      { $type: "app.bsky.embed.video#view", cid: "x", playlist: "https://cdn.example.org/p.m3u8" },
      [{ kind: "video", url: "https://cdn.example.org/p.m3u8" }],
    ],
    [
      { $type: "app.bsky.embed.recordWithMedia#view", media: { images: [image] }, record: {} },
      [{ kind: "image", url: image.fullsize, alt: "A door." }],
    ],
    [{ $type: "app.bsky.embed.external#view", external: { uri: "https://example.org" } }, []],
    [undefined, []],
    ["nonsense", []],
  ];
  test.each(vectors)("%j", (embedView, media) => {
    expect(toFeedback(toFound({}, { embedView }), "post").media).toEqual(media);
  });
});

test("who says to be automated is called a bot", () => {
  const author = { did: "did:plc:robin", handle: "robin.example.org", displayName: undefined };
  const bot = (src: string) =>
    toFeedback(toFound({}, { author: { ...author, labels: [{ val: "bot", src }] } }), "post").author?.bot;
  expect(bot("did:plc:robin")).toBe(true);
  expect(bot("did:plc:labeler")).toBe(false);
});

test.each([
  null,
  7,
  "text",
  { text: 7 },
  { text: "ok", facets: "none", reply: { root: 7 }, langs: [7], labels: [], embed: 7, tags: {} },
  { facets: [{ features: [{ $type: "app.bsky.richtext.facet#mention" }] }] },
])("a record of any form can be read: %j", (record) => {
  const feedback = toFeedback(toFound(record), "post");
  expect(feedback.text).toBe(typeof record === "object" && record?.text === "ok" ? "ok" : "");
  expect(feedback.hashtags).toEqual([]);
});

/** What the author says, when the network saw it, what counts. */
const times: readonly (readonly [created: string | undefined, indexed: string, at: string])[] = [
  ["2026-08-20T10:00:00.000Z", "2026-08-20T10:05:00.000Z", "2026-08-20T10:00:00.000Z"],
  ["2030-01-01T00:00:00.000Z", "2026-08-20T10:05:00.000Z", "2026-08-20T10:05:00.000Z"],
  ["2026-08-20T12:00:00+02:00", "2026-08-20T10:05:00.000Z", "2026-08-20T10:00:00.000Z"],
  [undefined, "2026-08-20T10:05:00.000Z", "2026-08-20T10:05:00.000Z"],
  ["yesterday", "2026-08-20T10:05:00.000Z", "2026-08-20T10:05:00.000Z"],
  ["-271821-04-20T00:00:00Z", "2026-08-20T10:05:00.000Z", "1970-01-01T00:00:00.000Z"],
  ["yesterday", "never", "1970-01-01T00:00:00.000Z"],
];
test.each(times)("of %s and %s the earlier counts", (created, indexed, at) => {
  expect(earlierOf(created, indexed)).toBe(at);
});
