import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findProtectedSpans } from "./protected-spans.ts";
import { splitText } from "./split-text.ts";

const atMost =
  (max: number) =>
  (text: string): boolean =>
    text.length <= max;

const split = (text: string, max: number, protect?: readonly string[]): readonly string[] | undefined =>
  splitText(text, { fits: atMost(max), numbering: false, ...(protect && { protect }) });

const squeeze = (text: string): string => text.replace(/\s+/g, "");

describe("where a text is cut", () => {
  test.each([
    ["between sentences first", "One two. Three four. Five six.", 21, ["One two. Three four.", "Five six."]],
    [
      "between clauses when no sentence ends in reach",
      "Alpha beta gamma, delta epsilon zeta.",
      20,
      ["Alpha beta gamma,", "delta epsilon zeta."],
    ],
    ["between words when no clause ends in reach", "alpha beta gamma delta", 11, ["alpha beta", "gamma delta"]],
    ["at the end of a line", "First line\nSecond line", 12, ["First line", "Second line"]],
    [
      "not after an abbreviation",
      "Ask for Dr. Example today. Bring papers.",
      27,
      ["Ask for Dr. Example today.", "Bring papers."],
    ],
    [
      "not after initials of the time of day",
      "It opens at 9 a.m. daily for all. Come.",
      33,
      ["It opens at 9 a.m. daily for all.", "Come."],
    ],
    [
      "between sentences without white space",
      "水を沸かして。飲んでください。",
      8,
      ["水を沸かして。", "飲んでください。"],
    ],
  ])("%s", (_, text, max, parts) => {
    expect(split(text, max)).toEqual(parts);
  });

  test("a text that fits is left alone", () => {
    expect(split("Short.", 6)).toEqual(["Short."]);
  });

  test("a word that is too long is never cut", () => {
    expect(split("a verylongword b", 5)).toBeUndefined();
  });
});

describe("what is never cut", () => {
  test.each([
    ["+1 555 010 0199", "telephone"],
    ["(555) 010-0199", "telephone with brackets"],
    ["500 mg", "dose"],
    ["1,000 IU", "units"],
    ["38.5 °C", "temperature"],
    ["2 tablets", "tablets"],
    ["16:45 AKDT", "time with zone"],
    ["9 a.m.", "time of day"],
    ["31 Aug 2026", "date"],
    ["August 31, 2026", "date, month first"],
  ])("%s (%s)", (passage) => {
    const text = `call ${passage} please`;
    const [start, end] = [text.indexOf(passage), text.indexOf(passage) + passage.length];
    expect(findProtectedSpans(text).some((span) => span.start <= start && span.end >= end)).toBe(true);
    // A limit that a careless cut would use to break the passage in two.
    const inside = text.indexOf(" ", start) + 1;
    for (const part of split(text, Math.max(inside, passage.length)) ?? [text]) {
      const left = part.includes(passage) || !passage.split(" ").some((piece) => part.split(" ").includes(piece));
      expect(left).toBe(true);
    }
  });

  test("a passage that the caller names", () => {
    const parts = split("Please boil the water now and wait", 20, ["boil the water now"]);
    expect(parts).toEqual(["Please", "boil the water now", "and wait"]);
  });

  test("a passage that is longer than a part: no split at all", () => {
    expect(split("Please boil the water now", 12, ["boil the water now"])).toBeUndefined();
  });
});

describe("numbering", () => {
  test("counts, and each part still fits", () => {
    const text = Array.from({ length: 40 }, (_, index) => `Sentence number ${index}.`).join(" ");
    const parts = splitText(text, { fits: atMost(60), numbering: true })!;
    expect(parts.length).toBeGreaterThan(9);
    expect(parts.every((part) => part.length <= 60)).toBe(true);
    expect(parts[0]).toMatch(new RegExp(`\\(1/${parts.length}\\)$`));
    expect(parts.at(-1)).toMatch(new RegExp(`\\(${parts.length}/${parts.length}\\)$`));
  });
});

describe("for every text", () => {
  const words = fc.array(
    fc.constantFrom(
      "boil",
      "water",
      "now.",
      "stay,",
      "home",
      "500 mg",
      "+1 555 010 0199",
      "https://example.org/a",
      "👨‍👩‍👧",
      "è",
      "\n",
    ),
    { minLength: 1, maxLength: 60 },
  );

  test("nothing is lost, every part fits, no protected span is torn", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 22, max: 80 }), (list, max) => {
        const text = list.join(" ").trim();
        const parts = split(text, max);
        if (!parts) return;
        expect(parts.every((part) => part.length <= max)).toBe(true);
        expect(squeeze(parts.join(""))).toBe(squeeze(text));
        let at = 0;
        for (const part of parts.slice(0, -1)) {
          at = text.indexOf(part, at) + part.length;
          expect(findProtectedSpans(text).some((span) => span.start < at && at < span.end)).toBe(false);
        }
      }),
    );
  });

  test.each(["1 ".repeat(20_000), "a.".repeat(20_000), "(1".repeat(20_000), "9 Aaaaaaaa ".repeat(5000)])(
    "time grows with its length, not faster",
    (hostile) => {
      const time = (text: string): number => {
        const start = performance.now();
        findProtectedSpans(text);
        return performance.now() - start;
      };
      time(hostile);
      // Quadratic work on 40,000 characters would take seconds.
      expect(time(hostile)).toBeLessThan(1000);
    },
  );
});
