import type { Violation } from "@carecast/adapter";

import { findUnequalLanguages } from "../../wording/facts/have-same-facts.ts";
import type { FoundWords } from "../words/words.ts";

/** Whoever reads another language gets the same times, doses and telephone numbers. */
export function findUnequalNumbers(found: readonly FoundWords[]): readonly Violation[] {
  return found.flatMap(({ path, words }) =>
    findUnequalLanguages(words).map((language) => ({
      path: `${path}.${language}`,
      rule: "unequal-numbers",
      message: `has other numbers than ${Object.keys(words)[0]}. Write the same ones, in digits, in every language.`,
    })),
  );
}
