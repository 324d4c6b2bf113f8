import { describe, expect, test } from "vitest";

import { edit, smallDocument } from "../fixtures/documents.ts";
import { listRefusals, listWarnings } from "../fixtures/findings.ts";
import { readCap } from "../index.ts";

const words = "Hervir – “agua” 1€";
const say = (text: string): string => edit("Boil water.", text, smallDocument);
const declared = (label: string, text = words): string => `<?xml version="1.0" encoding="${label}"?>${say(text)}`;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, isLittle: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index), isLittle);
  return bytes;
};
/** Windows-1252, of the characters used here. */
const windows = (text: string): Uint8Array =>
  Uint8Array.from(
    text,
    (character) => ({ "–": 0x96, "“": 0x93, "”": 0x94, "€": 0x80 })[character] ?? character.charCodeAt(0),
  );

const instruction = (bytes: Uint8Array, mode: "strict" | "tolerant" = "strict"): string | undefined =>
  readCap(bytes, { mode }).alert.info[0]?.instruction;

describe("encodings", () => {
  test.each([
    ["UTF-8 without a word", utf8(say(words))],
    ["UTF-8 by declaration", utf8(declared("UTF-8"))],
    ["utf8 by declaration", utf8(declared("utf8"))],
    ["UTF-8 by its mark", utf8(`\uFEFF${say(words)}`)],
    ["UTF-8 by both", utf8(`\uFEFF${declared("utf-8")}`)],
    ["UTF-16, large end first", utf16(`\uFEFF${declared("UTF-16")}`, false)],
    ["UTF-16, small end first", utf16(`\uFEFF${declared("UTF-16")}`, true)],
    ["UTF-16LE by its name", utf16(`\uFEFF${declared("UTF-16LE")}`, true)],
    ["UTF-16BE without a mark", utf16(declared("UTF-16BE"), false)],
    ["UTF-16LE without a mark", utf16(declared("UTF-16LE"), true)],
    ["windows-1252", windows(declared("windows-1252"))],
    ["ISO-8859-1, which the web reads as windows-1252", windows(declared("ISO-8859-1"))],
    ["quotes of the other kind", utf8(declared("UTF-8").replace('"UTF-8"', "'UTF-8'"))],
  ])("%s", (_name, bytes) => {
    expect(instruction(bytes)).toBe(words);
    expect(listWarnings(bytes)).toEqual([]);
  });

  test("ISO-8859-1 proper", () => {
    expect(instruction(windows(declared("iso-8859-1", "água é vida")))).toBe("água é vida");
  });

  test("any other that the platform knows", () => {
    const bytes = Uint8Array.from(declared("windows-1251", "~~"), (character) =>
      character === "~" ? 0xe2 : character.charCodeAt(0),
    );
    expect(instruction(bytes)).toBe("вв");
  });

  test("a string is text already, whatever it declares", () => {
    expect(readCap(declared("UTF-16")).alert.info[0]?.instruction).toBe(words);
    expect(readCap(`\uFEFF${declared("ISO-8859-1")}`).alert.info[0]?.instruction).toBe(words);
  });
});

describe("encodings that are not what they say", () => {
  test.each([
    ["a mark of UTF-8, declared windows-1252", utf8(`\uFEFF${declared("windows-1252")}`)],
    ["a mark of UTF-16, declared UTF-8", utf16(`\uFEFF${declared("UTF-8")}`, true)],
    ["a mark of UTF-8, declared UTF-16", utf8(`\uFEFF${declared("UTF-16")}`)],
    ["small end first, declared UTF-16BE", utf16(`\uFEFF${declared("UTF-16BE")}`, true)],
    ["bytes of UTF-8, declared UTF-16", utf8(declared("UTF-16"))],
  ])("%s", (_name, bytes) => {
    expect(listRefusals(bytes)).toEqual([" encoding-mismatch"]);
    expect(instruction(bytes, "tolerant")).toBe(words);
    expect(listWarnings(bytes, "tolerant")).toEqual([" encoding-mismatch!"]);
  });

  test("windows-1252 that passes for UTF-8 is read as what it is, and told", () => {
    for (const bytes of [windows(say(words)), windows(declared("UTF-8"))]) {
      expect(listRefusals(bytes)).toEqual([" encoding-bytes"]);
      expect(instruction(bytes, "tolerant")).toBe(words);
      expect(listWarnings(bytes, "tolerant")).toEqual([" encoding-bytes!"]);
    }
  });

  test.each([
    ["a name that nobody knows", utf8(declared("EBCDIC-XX")), " encoding-unknown"],
    ["half a character of UTF-16", utf16(`\uFEFF${say(words)}`, true).slice(0, -1), " encoding-bytes"],
    ["a broken pair of UTF-16", utf16(`\uFEFF${say("\uD83D")}`, true), " encoding-bytes"],
    ["a broken UTF-8 after its mark", Uint8Array.of(0xef, 0xbb, 0xbf, 0x3c, 0xff), " encoding-bytes"],
    ["bytes that Shift_JIS does not have", windows(declared("Shift_JIS")), " encoding-bytes"],
  ])("%s", (_name, bytes, refusal) => {
    expect(listRefusals(bytes)).toEqual([refusal]);
    expect(listRefusals(bytes, "tolerant")).toEqual([refusal]);
  });

  test("space before the declaration", () => {
    const document = `\r\n ${declared("UTF-8")}`;
    expect(listRefusals(document)).toEqual([" leading-space"]);
    expect(listWarnings(document, "tolerant")).toEqual([" leading-space!"]);
    expect(listWarnings(`\n${smallDocument}`)).toEqual([]);
  });
});
