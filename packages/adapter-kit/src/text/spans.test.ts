import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBareDomains } from "./find-bare-domains.ts";
import { findHashtags } from "./find-hashtags.ts";
import { findLinks } from "./find-links.ts";
import { findMentions } from "./find-mentions.ts";
import { htmlToText } from "./html-to-text.ts";
import type { TextSpan } from "./text-span.ts";

const values = (spans: readonly TextSpan[]): readonly string[] => spans.map(({ value }) => value);

describe("findLinks", () => {
  it.each([
    ["see https://example.org/a today", ["https://example.org/a"]],
    ["https://example.org", ["https://example.org"]],
    ["HTTP://EXAMPLE.ORG/A", ["HTTP://EXAMPLE.ORG/A"]],
    ["at https://example.org. Or https://example.org/a?b=c!", ["https://example.org", "https://example.org/a?b=c"]],
    ["https://example.org/a…, “https://example.org/b”", ["https://example.org/a", "https://example.org/b"]],
    ["(https://example.org/a)", ["https://example.org/a"]],
    ["(see https://example.org/a_(b))", ["https://example.org/a_(b)"]],
    ["https://example.org/a_(b)", ["https://example.org/a_(b)"]],
    ["https://example.org/a))).", ["https://example.org/a"]],
    ["[https://example.org/a]", ["https://example.org/a"]],
    ["https://a.example,https://b.example/", ["https://a.example", "https://b.example/"]],
    ["https://example.org:8080/x#y", ["https://example.org:8080/x#y"]],
    ["https://klinik-münchen.example/notaufnahme", ["https://klinik-münchen.example/notaufnahme"]],
    ["予約は https://example.org/予約。", ["https://example.org/予約"]],
    ['<a href="https://example.org/a">', ["https://example.org/a"]],
    ["https://localhost:3000/a", ["https://localhost:3000/a"]],
    ["https:// https://. xhttps://example.org ftp://example.org example.org", []],
    ["https://user:password@example.org/ https://user@example.org", []],
    ["https://example.org: call 112", ["https://example.org"]],
  ])("finds in %j", (text, expected) => {
    expect(values(findLinks(text))).toEqual(expected);
  });

  it("gives indices that cut the address out", () => {
    const text = "👨‍❤️‍👨 https://en.wikipedia.org/wiki/CBOR.";
    const [span] = findLinks(text);
    expect(text.slice(span?.start, span?.end)).toBe("https://en.wikipedia.org/wiki/CBOR");
  });
});

describe("findBareDomains", () => {
  it.each([
    ["see example.org/help.", ["https://example.org/help"]],
    ["(who.int) cdc.gov, nhs.uk!", ["https://who.int", "https://cdc.gov", "https://nhs.uk"]],
    ["www.example.org:8080/a?b=(c)", ["https://www.example.org:8080/a?b=(c)"]],
    ["EXAMPLE.ORG", ["https://EXAMPLE.ORG"]],
    ["a.example.org/(b.example.org) c.example.org", ["https://a.example.org/(b.example.org)", "https://c.example.org"]],
    ["me@example.org @a.example.org https://example.org", []],
    ["e.g. p.m. report.doc 3.5 fever.In case x.-y.org", []],
    ["example.org@example.org example.orgé", []],
  ])("finds in %j", (text, expected) => {
    expect(values(findBareDomains(text))).toEqual(expected);
  });
});

describe("findMentions", () => {
  it.each([
    ["@user and (@user@host.example)", ["user", "user@host.example"]],
    ["✨ example mentioning @atproto.com to share", ["atproto.com"]],
    [".@ward-3.example.org. Thanks, @a_b!", ["ward-3.example.org", "a_b"]],
    ["＠user", ["user"]],
    ["@user@münchen.example", ["user@münchen.example"]],
    ["me@example.org https://m.example/@user ?u=@user @@user @ @-", []],
  ])("finds in %j", (text, expected) => {
    expect(values(findMentions(text))).toEqual(expected);
  });

  it("gives the indices of the vector in networks/bluesky.md, in UTF-16", () => {
    const text = "✨ example mentioning @atproto.com to share the URL";
    expect(findMentions(text)).toEqual([{ start: 21, end: 33, value: "atproto.com" }]);
    expect(new TextEncoder().encode(text.slice(0, 21))).toHaveLength(23);
  });
});

describe("findHashtags", () => {
  it.each([
    ["#flood, ＃水 and (#Grippe_2026).", ["flood", "水", "Grippe_2026"]],
    ["#12a #é #हिन्दी #a·b", ["12a", "é", "हिन्दी", "a·b"]],
    ["#covid-19", ["covid"]],
    ["#123 # #! a#b https://example.org/#a &#39; ##a", []],
  ])("finds words in %j", (text, expected) => {
    expect(values(findHashtags(text))).toEqual(expected);
  });

  it.each([
    ["#flood, ＃水 #covid-19! #a.b.c…", ["flood", "水", "covid-19", "a.b.c"]],
    ["#c++ #a#b #1a", ["c++", "a#b", "1a"]],
    ["#123 # #! a#b (#x) #\ufe0f⃣", []],
  ])("finds open tags in %j", (text, expected) => {
    expect(values(findHashtags(text, "open"))).toEqual(expected);
  });
});

describe("every finder", () => {
  const finders = [
    findLinks,
    findBareDomains,
    findMentions,
    findHashtags,
    (text: string) => findHashtags(text, "open"),
  ];
  const pieces = [
    "https://",
    "http",
    "@",
    "#",
    "a",
    "é",
    ".",
    "-",
    "(",
    ")",
    "/",
    " ",
    ":",
    "?",
    "example.org",
    "水",
    "👍🏽",
    "\ud83d",
  ];

  it("gives spans in order that do not overlap and lie inside the text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (each) => {
        const text = each.join("");
        for (const find of finders) {
          let last = 0;
          for (const { start, end, value } of find(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(text.slice(start, end).endsWith(value.replace(/^https:\/\//, ""))).toBe(true);
            last = end;
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  const hostile = [
    ...[
      "@a.",
      "@a@b.",
      "@a-",
      "a@",
      "@",
      "#1",
      "#!",
      "#a.",
      "#a#",
      "https://",
      "https://a.",
      "https://a/)",
      "https://a/(.",
      "http://a:",
    ],
    ...[
      "a.",
      "a-",
      " a.",
      "a.com/)",
      "<",
      "<a ",
      '</a ">"',
      '<a "',
      "<!--",
      "&#",
      "&a",
      "<p> ",
      " ",
      "\n",
      "<p class='invisible'>",
    ],
  ];

  /** A reader whose time grows with the square of the length needs minutes here, one that is linear milliseconds. */
  it.each(hostile)(
    "reads many times %j in one go",
    (piece) => {
      const text = piece.repeat(Math.ceil(300_000 / piece.length));
      for (const read of [...finders, htmlToText]) {
        read(text);
        read(` ${text}x`);
      }
    },
    5_000,
  );
});
