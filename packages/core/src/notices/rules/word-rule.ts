import type { Violation } from "@carecast/adapter";

import { findBrokenRules, type FoundText, type WordRule } from "../../wording/word-rule.ts";
import type { FoundWords } from "../words/words.ts";

/** What breaks one of the rules, as the errors of notices name it. */
export function applyWordRules(found: readonly FoundWords[], rules: readonly WordRule[]): readonly Violation[] {
  return findBrokenRules(eachText(found), rules).map(({ path, broken: { rule, message } }) => ({
    path,
    rule,
    message,
  }));
}

export function eachText(found: readonly FoundWords[]): readonly FoundText[] {
  return found.flatMap(({ path, words }) =>
    Object.entries(words).map(([language, text]) => ({ path: `${path}.${language}`, language, text })),
  );
}
