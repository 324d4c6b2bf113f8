import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText, encodeText } from "./text.ts";

it("keeps every string, in a form that a text column can hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const encoded = encodeText(text);
      expect(decodeText(encoded)).toBe(text);
      expect(encoded.isWellFormed()).toBe(true);
      expect(encoded).not.toContain("\0");
    }),
  );
});

it.each([
  ["plain words, Grüße, \u{1F3E5}", "plain words, Grüße, \u{1F3E5}"],
  ["a\0b", "a\\0000b"],
  ["\ud800", "\\d800"],
  ["\udc00\ud800", "\\dc00\\d800"],
  ["a\\0000b", "a\\005c0000b"],
])("writes %j as %j", (text, encoded) => {
  expect(encodeText(text)).toBe(encoded);
  expect(decodeText(encoded)).toBe(text);
});
