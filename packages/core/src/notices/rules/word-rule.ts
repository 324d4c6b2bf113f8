import type { Violation } from "@carecast/adapter";

import type { FoundWords } from "../words/words.ts";
import { foldSentences } from "./fold.ts";

/** Something that must not be said, as patterns over folded sentences, by the first subtag of the language. */
export interface WordRule {
  readonly rule: string;
  readonly message: string;
  readonly patterns: Readonly<Record<string, readonly RegExp[]>>;
}

/** What breaks one of the rules, at most once a rule and text. Languages without patterns are for humans alone. */
export function applyWordRules(found: readonly FoundWords[], rules: readonly WordRule[]): readonly Violation[] {
  return eachText(found).flatMap(({ path, language, text }) => {
    const sentences = foldSentences(text);
    return rules
      .filter(({ patterns }) => saysOneOf(sentences, patterns, language))
      .map(({ rule, message }) => ({ path, rule, message }));
  });
}

export function saysOneOf(sentences: readonly string[], patterns: WordRule["patterns"], language: string): boolean {
  const list = patterns[language.toLowerCase().split("-")[0] ?? ""] ?? [];
  return list.some((pattern) => sentences.some((sentence) => pattern.test(sentence)));
}

interface FoundText {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

export function eachText(found: readonly FoundWords[]): readonly FoundText[] {
  return found.flatMap(({ path, words }) =>
    Object.entries(words).map(([language, text]) => ({ path: `${path}.${language}`, language, text })),
  );
}
