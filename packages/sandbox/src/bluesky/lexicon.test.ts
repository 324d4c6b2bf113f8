import { AppBskyFeedPost } from "@atproto/api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createdAt } from "../testing/open-bluesky.ts";
import { findProblem } from "./lexicon.ts";
import vectors from "./lexicon.vectors.json" with { type: "json" };
import { collections } from "./record-schemas.ts";

const cid = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua";
const uri = "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3ke6kg3wk2222";

const ref = fc.record(
  { uri: fc.constantFrom(uri, "https://example.org", ""), cid: fc.constantFrom(cid, "x") },
  { noNullPrototype: true, requiredKeys: [] },
);
const feature = fc.oneof(
  fc.record({
    $type: fc.constant("app.bsky.richtext.facet#link"),
    uri: fc.constantFrom("https://example.org/a", "x", "mailto:a@example.org"),
  }),
  fc.record({
    $type: fc.constant("app.bsky.richtext.facet#mention"),
    did: fc.constantFrom("did:plc:abc", "bob", "did:web:example.org"),
  }),
  fc.record({ $type: fc.constant("app.bsky.richtext.facet#tag"), tag: fc.constantFrom("flood", "", "x".repeat(65)) }),
  fc.record({ $type: fc.constant("org.example.facet") }),
  fc.constant({}),
);
const record = fc.record(
  {
    text: fc.oneof(
      fc.constant(undefined),
      fc.constantFrom("hi", "x".repeat(300), "x".repeat(301), "👨‍👩‍👧".repeat(166), "👨‍👩‍👧".repeat(167)),
    ),
    createdAt: fc.constantFrom(
      createdAt,
      "2026-08-20",
      "2026-08-20T10:00:00+02:00",
      "2026-13-01T00:00:00Z",
      "yesterday",
    ),
    langs: fc.array(fc.constantFrom("en", "pt-BR", "zh-Hant", "not a lang", "x"), { maxLength: 4 }),
    tags: fc.array(fc.constantFrom("flood", "x".repeat(64), "x".repeat(65)), { maxLength: 9 }),
    reply: fc.record({ root: ref, parent: ref }, { requiredKeys: [], noNullPrototype: true }),
    facets: fc.array(
      fc.record({
        index: fc.record({ byteStart: fc.constantFrom(-1, 0, 1), byteEnd: fc.constantFrom(1, 2) }),
        features: fc.array(feature, { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    labels: fc.record({
      $type: fc.constant("com.atproto.label.defs#selfLabels"),
      values: fc.array(fc.record({ val: fc.constantFrom("porn", "x".repeat(129)) }), { maxLength: 11 }),
    }),
    embed: fc.oneof(
      fc.record({
        $type: fc.constant("app.bsky.embed.external"),
        external: fc.record(
          { uri: fc.constantFrom("https://example.org", "x"), title: fc.constant("t"), description: fc.constant("d") },
          { requiredKeys: ["uri"] },
        ),
      }),
      fc.record({ $type: fc.constant("app.bsky.embed.record"), record: ref }),
      fc.record({ $type: fc.constant("org.example.embed") }),
    ),
  },
  { requiredKeys: ["text", "createdAt"], noNullPrototype: true },
);

const schema = collections["app.bsky.feed.post"]?.schema ?? { type: "boolean" };

describe("the check of a post", () => {
  // The expected problems are those that the reference data server, @atproto/pds 0.5.35, found in the same records.
  it.each(vectors)("agrees with the reference server on change $#", ({ change, problem }) => {
    const record = { $type: "app.bsky.feed.post", text: "hi there", createdAt, ...change };
    expect(findProblem(schema, record, "$.record") ?? null).toBe(problem);
  });

  // But for a date without a zone, which only the server refuses.
  it("lets through exactly what the lexicons of @atproto/api let through", () => {
    fc.assert(
      fc.property(record, (fields) => {
        const post = { $type: "app.bsky.feed.post", ...fields };
        const theirs = AppBskyFeedPost.validateRecord(post);
        const ours = findProblem(schema, post, "$.record");
        expect(ours === undefined, JSON.stringify({ post, ours, theirs: theirs.success })).toBe(theirs.success);
      }),
      { numRuns: 2000 },
    );
  });
});
