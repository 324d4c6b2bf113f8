import { RichText } from "@atproto/api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findHandles, toFacets } from "./facets.ts";

/** Facets as `kind start-end value`, with each handle standing for its own DID. */
function describeFacets(text: string, resolves: (handle: string) => boolean = () => true): string[] {
  const dids = new Map(
    findHandles(text)
      .filter(resolves)
      .map((handle) => [handle, handle]),
  );
  return toFacets(text, dids).map(({ index, features }) => describeFacet(index, features[0]));
}

/** The same by the network's own client. */
function describeReference(text: string): string[] {
  const rich = new RichText({ text });
  rich.detectFacetsWithoutResolution();
  return (rich.facets ?? []).map(({ index, features }) => describeFacet(index, features[0]));
}

function describeFacet(index: { byteStart: number; byteEnd: number }, feature: object | undefined): string {
  const { $type = "", uri, did, tag } = feature as { $type?: string; uri?: string; did?: string; tag?: string };
  return `${$type.slice($type.indexOf("#") + 1)} ${index.byteStart}-${index.byteEnd} ${uri ?? did?.toLowerCase() ?? tag}`;
}

/** Text, facets. Positions are UTF-8 bytes. */
const vectors: readonly (readonly [text: string, ...facets: string[]])[] = [
  [
    "✨ example mentioning @atproto.com to share the URL 👨‍❤️‍👨 https://en.wikipedia.org/wiki/CBOR.",
    "mention 23-35 atproto.com",
    "link 74-108 https://en.wikipedia.org/wiki/CBOR",
  ],
  ["See example.org #flood", "link 4-15 https://example.org", "tag 16-22 flood"],
  ["no facets at all"],
  [""],
  ["#flood", "tag 0-6 flood"],
  ["#flood, #storm.", "tag 0-6 flood", "tag 8-14 storm"],
  ["#covid-19 #covid_19", "tag 0-9 covid-19", "tag 10-19 covid_19"],
  ["＃洪水 です", "tag 0-9 洪水"],
  ["#1 #2026 are no tags, #1a is", "tag 22-25 1a"],
  ["word#flood is none"],
  ["é #flood", "tag 3-9 flood"],
  ["👨‍👩‍👧‍👦 #flood", "tag 26-32 flood"],
  ["#👨‍👩‍👧‍👦", "tag 0-5 👨"],
  [`#${"a".repeat(64)}`, `tag 0-65 ${"a".repeat(64)}`],
  [`#${"a".repeat(65)} is too long`],
  ["(see https://example.org/a_(b))", "link 5-30 https://example.org/a_(b)"],
  ["https://example.org/?q=1#part!", "link 0-29 https://example.org/?q=1#part"],
  ["https://example.org/#flood", "link 0-26 https://example.org/#flood"],
  ["http://example.org", "link 0-18 http://example.org"],
  ["ftp://example.org is none"],
  ["mail donors@example.org about it"],
  ["@clinic.example.org, hello", "mention 0-19 clinic.example.org"],
  ["(@Clinic.Example.org)", "mention 1-20 clinic.example.org"],
  ["@clinic is no handle, @-.org neither"],
  ["@ward@social.example.org is of another network"],
  ["https://example.org/@clinic.example.org", "link 0-39 https://example.org/@clinic.example.org"],
  ["Stay home.It is over"],
  ["take 2.5 mg at 9.30 a.m."],
];

test.each(vectors)("%s", (text, ...facets) => {
  expect(describeFacets(text)).toEqual(facets);
});

test("a handle that nobody has stays plain text, and the others keep their positions", () => {
  expect(describeFacets("@a.example.org @b.example.org #x", (handle) => handle === "b.example.org")).toEqual([
    "mention 15-29 b.example.org",
    "tag 30-32 x",
  ]);
});

test("a handle is looked up once, however often and however it is written", () => {
  expect(findHandles("@Ann.example.org @ann.example.org @ANN.EXAMPLE.ORG")).toEqual(["ann.example.org"]);
});

describe("beside the network's own client", () => {
  const corpus = [
    "Heat warning for Northfield from Friday 12:00 to Sunday 20:00. Details: https://health.example.org/heat/2026 #heat #northfield",
    "Blood drive tomorrow, 9 a.m. to 4 p.m., at the town hall. Questions? Call 555 0100 or write to donors@example.org.",
    "Hochwasser an der Elbe: Turnhalle Süd ist offen. https://hochwasser.example.org/elbe?lang=de#karte #Hochwasser @katastrophenschutz.org",
    "متاح الآن: https://clinic.example.org/ar #صحة",
    "ประกาศ #น้ำท่วม https://clinic.example.org/th",
    "Thanks @redaid.org (and @clinic.org)! #thankyou",
    "Line one\nhttps://example.org/one\n#tag\n\n@redaid.org",
    "👩🏽‍⚕️ vaccines 💉 at health.com/vaccines #vaccines💉",
    "#a#b #c.d #e_f #g! #️⃣",
  ];
  test.each(corpus)("%s", (text) => {
    expect(describeFacets(text)).toEqual(describeReference(text));
  });

  test("the same for any text of words, links, handles, hashtags and signs of all scripts", () => {
    const word = fc.constantFrom(
      "ward",
      "Süd",
      "開院",
      "صحة",
      "👩🏽‍⚕️",
      "🏥",
      "e\u0301",
      "9:30",
      "a.m.",
      "(open",
      "«yes»",
      "5%",
      "–",
    );
    const link = fc
      .tuple(
        fc.constantFrom("https://", "http://"),
        fc.constantFrom("example.org", "a.b.example.com", "example.org:8080"),
        fc.constantFrom("", "/", "/é/ü", "/a?b=c&d=%20", "/#x"),
      )
      .map((parts) => parts.join(""));
    const bare = fc.constantFrom("example.org", "health.com/heat", "who.int/?x=1", "nhs.uk");
    const handle = fc.constantFrom("@redaid.org", "@a.b.example.com", "@Clinic-1.org");
    const hashtag = fc
      .tuple(fc.constantFrom("#", "＃"), fc.constantFrom("flood", "covid-19", "洪水", "صحة", "2026", "a💉", "é"))
      .map((parts) => parts.join(""));
    const end = fc.constantFrom("", "", "", ".", ",", "!");
    const piece = fc.tuple(fc.oneof(word, link, bare, handle, hashtag), end).map((parts) => parts.join(""));
    const gap = fc.constantFrom(" ", "\n", "  ", "\n\n");
    const text = fc.array(fc.tuple(piece, gap), { maxLength: 12 }).map((pieces) => pieces.flat().join(""));
    fc.assert(
      fc.property(text, (value) => {
        expect(describeFacets(value)).toEqual(describeReference(value));
      }),
      { numRuns: 1_000 },
    );
  });

  /** Where we differ on purpose: text, ours, theirs. */
  const differences: readonly (readonly [reason: string, text: string, ours: string[], theirs: string[]])[] = [
    ["a shop's ticker is no hashtag", "$ABC", [], ["tag 0-4 $ABC"]],
    [
      "all punctuation at the end is the sentence's",
      "https://example.org/?!",
      ["link 0-20 https://example.org/"],
      ["link 0-21 https://example.org/?"],
    ],
    ["scripts without spaces have links, too", "詳細：https://example.org", ["link 9-28 https://example.org"], []],
    ["an invisible sign at the end is no part of a hashtag", "#h\ufe0f", ["tag 0-2 h"], ["tag 0-5 h\ufe0f"]],
    ["a domain may have hyphens", "my-clinic.example.org", ["link 0-21 https://my-clinic.example.org"], []],
    ["unusual endings are no domain", "report.zip", [], ["link 0-10 https://report.zip"]],
    [
      "an apostrophe ends a domain",
      "example.org’s page",
      ["link 0-11 https://example.org"],
      ["link 0-15 https://example.org’s"],
    ],
    ["nothing overlaps", "#https://example.org", ["tag 0-20 https://example.org"], ["tag 0-20 https://example.org"]],
  ];
  test.each(differences)("named difference: %s", (_reason, text, ours, theirs) => {
    expect(describeFacets(text)).toEqual(ours);
    expect(describeReference(text)).toEqual(theirs);
  });
});

test("facets are valid for any text: in order, apart, and on whole characters", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const text = fc
    .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("https://a.org/", "#tag", "@a.org", " ", "👩🏽‍⚕️", "(")))
    .map((parts) => parts.join("").toWellFormed());
  fc.assert(
    fc.property(text, (value) => {
      const bytes = new TextEncoder().encode(value);
      let end = 0;
      for (const { index } of toFacets(value, new Map(findHandles(value).map((each) => [each, each])))) {
        expect(index.byteStart).toBeGreaterThanOrEqual(end);
        expect(index.byteEnd).toBeGreaterThan(index.byteStart);
        decoder.decode(bytes.subarray(index.byteStart, index.byteEnd));
        end = index.byteEnd;
      }
      expect(end).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
