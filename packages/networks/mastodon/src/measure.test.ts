import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureText, shortenMentions } from "./measure.ts";

describe("measureText in graphemes", () => {
  test.each<[text: string, count: number]>([
    ["", 0],
    ["Flood", 5],
    ["Überflutung", 11],
    ["👨‍👩‍👧", 1],
    ["🇨🇭🇩🇪", 2],
    ["e\u0301te\u0301", 3],
    ["a\r\nb", 3],
    ["a\n\nb", 4],
    [`https://${"a".repeat(196)}.org`, 23],
    ["https://a.org", 23],
    ["http://a.org", 23],
    ["a.org", 5],
    ["ftp://a.org", 11],
    ["See https://example.org/a.", 4 + 23 + 1],
    ["(https://example.org/a)", 25],
    ["https://example.org/a https://example.org/b", 47],
    ["https://example.org/a\u0301b c", 25],
    ["\u{1F468}https://example.org", 24],
    ["@bob hi", 7],
    ["@bob@example.social hi", 7],
    ["@bob.smith@example.social", 10],
    ["@bob@example.social, @ann@other.example!", 11],
    ["(@bob@example.social)", 6],
    ["mail bob@example.social", 23],
    ["a@bob@example.social", 20],
    ["/@bob@example.social", 20],
    ["é@bob@example.social", 20],
    ["@bob@пример.рф да", 7],
    ["@bob @ann", 9],
    ["https://example.org/@bob@example.social", 23],
    ["@bob@example.social https://example.org/a", 28],
    ["@@", 2],
    ["://", 3],
  ])("%j is %i", (text, count) => {
    expect(measureText(text, "graphemes", 23)).toBe(count);
  });

  test("is the sum of its pieces, whatever they are", () => {
    const letters = fc.constantFrom("a", "é", "ß", "水", "👩🏽‍⚕️", "🇨🇭", "e\u0301", "1", "_");
    const piece = fc.oneof(
      fc.array(letters, { minLength: 1 }).map((all) => ({ text: all.join(""), count: all.length })),
      fc.stringMatching(/^[a-z0-9]{0,60}$/).map((path) => ({ text: `https://example.org/${path}`, count: 23 })),
      fc
        .stringMatching(/^[a-z0-9_]{1,20}$/)
        .map((user) => ({ text: `@${user}@example.social`, count: user.length + 1 })),
      fc.stringMatching(/^[a-z0-9_]{1,20}$/).map((user) => ({ text: `@${user}`, count: user.length + 1 })),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom(" ", "\n", "\r\n"), (pieces, space) => {
        const text = pieces.map((each) => each.text).join(space);
        const count = pieces.reduce((sum, each) => sum + each.count, Math.max(0, pieces.length - 1));
        expect(measureText(text, "graphemes", 23)).toBe(count);
      }),
    );
  });

  test("takes what the instance reserves for an address", () => {
    expect(measureText("See https://example.org/a", "graphemes", 30)).toBe(34);
  });

  test("adds up: a warning and a text are counted one by one", () => {
    expect(measureText("abc", "graphemes", 23) + measureText("de", "graphemes", 23)).toBe(5);
  });

  // Work that grows faster than the text would not end within the test's time.
  test("takes time in proportion to the length of hostile text", () => {
    for (const piece of ["@a", "@a.", "@a@", "@a@b.", "https://", "https://a@", "._-@"]) {
      expect(measureText(piece.repeat(50_000), "graphemes", 23)).toBeGreaterThan(0);
    }
  });
});

test.each<[unit: "bytes" | "code-points" | "utf16", count: number]>([
  ["bytes", 22],
  ["code-points", 18],
  ["utf16", 19],
])("in %s nothing counts short", (unit, count) => {
  expect(measureText("@b@c.org http://é🙂", unit, 23)).toBe(count);
});

test("shortenMentions leaves out the server alone", () => {
  expect(shortenMentions("Thanks @bob@example.social and @ann")).toBe("Thanks @bob and @ann");
});
