import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countBytes, countCodePoints, countGraphemes } from "./count.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Texts that put the hard parts side by side: joiners, flags, marks, Hangul, Indic conjuncts, line ends, lone halves. */
const parts = [
  ..."aé ~\n\r\t\0",
  "\r\n",
  "👨‍👩‍👧",
  "🇩🇪",
  "🇩",
  "❤️",
  "\u200d",
  "\ufe0f",
  "e\u0301",
  "\u0301",
  "각",
  "\u1100",
  "\u1161",
  "\u11a8",
  "क्षि",
  "क्",
  "ि",
  "👍🏽",
  "🏽",
  "1⃣",
  "\ud83d",
  "\udc68",
  "水",
  "ก็",
  "\u0600",
];
const hardText = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((each) => each.join(""));
const anyText = fc.array(fc.nat({ max: 0x10ffff })).map((points) => String.fromCodePoint(...points));

describe("countGraphemes", () => {
  it.each([
    ["", 0],
    ["Wash your hands.", 16],
    ["a\r\nb", 3],
    ["a\nb", 3],
    ["👨‍👩‍👧", 1],
    ["H🐱☺👨‍👩‍👧‍👦", 4],
    ["🙋🏽👨‍🎤", 2],
    ["A\u0301B", 2],
    ["✨ example mentioning @atproto.com to share the URL 👨‍❤️‍👨 https://en.wikipedia.org/wiki/CBOR.", 88],
  ])("counts %j as %i", (text, count) => {
    expect(countGraphemes(text)).toBe(count);
    expect([...segmenter.segment(text)]).toHaveLength(count);
  });

  it("counts as Intl.Segmenter does", () => {
    fc.assert(
      fc.property(fc.oneof(hardText, anyText), (text) => {
        expect(countGraphemes(text)).toBe([...segmenter.segment(text)].length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("countBytes", () => {
  it.each([
    ["\u007f", 1],
    ["\u0080", 2],
    ["\u07ff", 2],
    ["\u0800", 3],
    ["\uffff", 3],
    ["\u{10000}", 4],
    ["\u{10ffff}", 4],
    ["\ud800", 3],
    ["\udc00\ud800", 6],
  ])("counts %j as %i", (text, count) => {
    expect(countBytes(text)).toBe(count);
  });

  it("counts as TextEncoder writes, lone surrogates included", () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(fc.oneof(hardText, anyText), (text) => {
        expect(countBytes(text)).toBe(encoder.encode(text).length);
      }),
      { numRuns: 300 },
    );
    // networks/bluesky.md section 3: the vector of the facets.
    expect(
      countBytes("✨ example mentioning @atproto.com to share the URL 👨‍❤️‍👨 https://en.wikipedia.org/wiki/CBOR."),
    ).toBe(109);
  });
});

describe("countCodePoints", () => {
  it("counts as the string iterator walks", () => {
    fc.assert(
      fc.property(fc.oneof(hardText, anyText), (text) => {
        expect(countCodePoints(text)).toBe([...text].length);
      }),
      { numRuns: 300 },
    );
  });
});
