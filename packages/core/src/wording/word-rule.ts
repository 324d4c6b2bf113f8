import { foldSentences } from "./fold.ts";

/** Something that must not be said, as patterns over folded sentences, by the first subtag of the language. */
export interface WordRule {
  readonly rule: string;
  readonly message: string;
  readonly patterns: Patterns;
}

export type Patterns = Readonly<Record<string, readonly RegExp[]>>;

/** A text and where it lies. */
export interface FoundText {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** What breaks one of the rules, at most once a rule and text. Languages without patterns are for humans alone. */
export function findBrokenRules<Rule extends WordRule>(
  texts: readonly FoundText[],
  rules: readonly Rule[],
): readonly { readonly path: string; readonly broken: Rule }[] {
  return texts.flatMap(({ path, language, text }) => {
    const sentences = foldSentences(text);
    return rules.filter(({ patterns }) => saysOneOf(sentences, patterns, language)).map((broken) => ({ path, broken }));
  });
}

export function saysOneOf(sentences: readonly string[], patterns: Patterns, language: string): boolean {
  const list = patterns[primaryOf(language)] ?? [];
  return list.some((pattern) => sentences.some((sentence) => pattern.test(sentence)));
}

/** `en` of `en-GB`. */
export function primaryOf(language: string): string {
  return language.toLowerCase().split("-")[0] ?? "";
}
