import type { Violation } from "@carecast/adapter";

import type { FoundWords } from "../words/words.ts";
import { foldDigits } from "./fold.ts";

/** The numbers of a text, sorted: digits of every script as 0 to 9, a decimal comma as a point. */
export function listNumbers(text: string): readonly string[] {
  const numbers = foldDigits(text).match(/\d+(?:[.,]\d+)*/g) ?? [];
  return numbers.map((number) => number.replaceAll(",", ".")).sort();
}

/** Whoever reads another language gets the same times, doses and telephone numbers. */
export function findUnequalNumbers(found: readonly FoundWords[]): readonly Violation[] {
  return found.flatMap(({ path, words }) => {
    const [first, ...others] = Object.entries(words);
    const expected = listNumbers(first?.[1] ?? "").join(" ");
    return others
      .filter(([, text]) => listNumbers(text).join(" ") !== expected)
      .map(([language]) => ({
        path: `${path}.${language}`,
        rule: "unequal-numbers",
        message: `has other numbers than ${first?.[0]}. Write the same ones, in digits, in every language.`,
      }));
  });
}
