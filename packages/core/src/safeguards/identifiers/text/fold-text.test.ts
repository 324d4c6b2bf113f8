import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { foldText } from "./fold-text.ts";
import { chainMaps } from "./mapped-text.ts";
import { splitFileName, splitHashtags } from "./split-words.ts";

describe("folding", () => {
  test.each([
    ["full-width", "２１２－４５＠Ａ", "212-45@A"],
    ["Arabic-Indic and Persian", "٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789"],
    ["Devanagari, Thai, Bengali", "१२३ ๔๕๖ ৭৮৯", "123 456 789"],
    ["mathematical and double-struck", "𝟙𝟚𝟛 𝐀𝟗", "123 A9"],
    ["circled and keycap", "①②③ 9️⃣1️⃣1️⃣", "123 911"],
    ["unseen characters", "2\u200b1\u200d2\u2060\u00ad-\ufeff4\u202e5", "212-45"],
    ["dashes and spaces", "1\u20102\u20113\u20134\u20145\u22126\u00a07\u202f8", "1-2-3-4-5-6 7 8"],
    ["accents, in one piece and in two", "niño, nin\u0303o, Straße, Ærø", "nino, nino, Strasse, AEro"],
    ["quotes and full stops", "it\u2019s \u201cfine\u201d\u3002", 'it\'s "fine".'],
  ])("%s", (_name, text, plain) => {
    expect(foldText(text).text).toBe(plain);
  });

  test("makes texts that keep their length in lower case, character by character", { timeout: 60_000 }, () => {
    const all = Array.from({ length: 0x10ffff }, (_, index) => String.fromCodePoint(index + 1)).join(" ");
    const { text } = foldText(all);
    expect(text.toLowerCase()).toHaveLength(text.length);
  });

  test("leaves superscripts and fractions alone, because they change a number", () => {
    expect(foldText("10² ½").text).toBe("10² ½");
  });

  test("copies a text that needs nothing", () => {
    const { text, toOriginal } = foldText("Plain text.");
    expect([text, toOriginal({ start: 2, end: 5 })]).toEqual(["Plain text.", { start: 2, end: 5 }]);
  });
});

describe("the way back", () => {
  const noise = fc.constantFrom("\u200b", "\u00ad", "é", "ß", "😀", "٣", "ａ", "\ud800", "\u0301", "字", "№", " ");
  const word = fc.stringMatching(/^[a-z]{1,6}$/);

  test("leads every word to itself, whatever stands around it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(noise, { maxLength: 4 }), word), { minLength: 1, maxLength: 8 }),
        (pieces) => {
          // Markers of digits: nothing in the noise folds to them.
          const words = pieces.map(([, plain], index) => `${plain}${index}${index}`);
          const original = pieces.map(([before], index) => `${before.join("")}${words[index]}`).join("");
          const { text, toOriginal } = foldText(original);
          for (const one of words) {
            const start = text.indexOf(one);
            const span = toOriginal({ start, end: start + one.length });
            expect(original.slice(span.start, span.end)).toBe(one);
          }
        },
      ),
    );
  });

  test("covers what stands inside a span and nothing behind it", () => {
    const original = "a 2\u200b1\u200b2\u200b b";
    const { text, toOriginal } = foldText(original);
    const start = text.indexOf("212");
    const span = toOriginal({ start, end: start + 3 });
    expect(original.slice(span.start, span.end)).toBe("2\u200b1\u200b2");
  });

  test("takes both halves of a character beyond the first plane", () => {
    const original = "x 𝟙𝟚 y";
    expect(foldText(original).toOriginal({ start: 2, end: 4 })).toEqual({ start: 2, end: 6 });
  });

  test("holds through two steps", () => {
    const original = "ß #BoilWater ß";
    const folded = foldText(original);
    const both = chainMaps(folded, splitHashtags(folded.text));
    const start = both.text.indexOf("Water");
    const span = both.toOriginal({ start, end: start + 5 });
    expect(original.slice(span.start, span.end)).toBe("Water");
  });
});

describe("words in hashtags and file names", () => {
  test.each([
    ["#BoilWaterNow", "#Boil Water Now"],
    ["#PatientJohn_doe", "#Patient John doe"],
    ["#NHSWeek", "#NHS Week"],
    ["#COVID19Shot", "#COVID19 Shot"],
    ["#1EG4TE5MK73", "#1EG4TE5MK73"],
    ["https://example.org/#AboutUs", "https://example.org/#AboutUs"],
    ["BoilWater", "BoilWater"],
  ])("%s", (text, words) => {
    expect(splitHashtags(text).text).toBe(words);
  });

  test.each([
    ["jane-doe_xray.jpg", "jane doe xray jpg"],
    ["212-45-6781.png", "212-45-6781 png"],
    ["JaneDoe+scan2.v3.pdf", "Jane Doe scan2 v3 pdf"],
  ])("%s", (name, words) => {
    expect(splitFileName(name).text).toBe(words);
  });
});
