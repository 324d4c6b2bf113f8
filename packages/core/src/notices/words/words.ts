import type { LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "../../models/parse.ts";
import { languageSchema, textSchema } from "../../models/words.ts";

/** The same words in every language of a notice, with the same numbers in each: `{ en: "Maternity", es: "Maternidad" }`. */
export type Words = Readonly<Record<LanguageTag, string>>;

/** Words, or the plain statement that nobody knows yet. It is said in the text: what is missing would be guessed. */
export type WordsIfKnown = Words | "not-known-yet";

/** The guards of words in the languages of one notice. */
export interface WordSchemas {
  /** A name, a place, a colour: up to 80 characters. */
  readonly label: z.ZodMiniType;
  /** What to do, up to 200 characters: no form of the text may shorten it, so it has to be short itself. */
  readonly action: z.ZodMiniType;
  /** Up to 500 characters. */
  readonly words: z.ZodMiniType;
  readonly wordsIfKnown: z.ZodMiniType;
}

export function wordSchemas(languages: readonly LanguageTag[]): WordSchemas {
  const upTo = (max: number): z.ZodMiniType => {
    const text = textSchema.check(z.maxLength(max));
    return z.strictObject(Object.fromEntries(languages.map((language) => [language, text])));
  };
  const words = upTo(500);
  return {
    label: upTo(80),
    action: upTo(200),
    words,
    wordsIfKnown: z.union(
      [z.literal("not-known-yet"), words],
      'must be words in every language of the notice, or "not-known-yet".',
    ),
  };
}

const languagesSchema = z.looseObject({
  languages: z.array(languageSchema).check(
    z.minLength(1),
    z.refine(
      (languages) => new Set(languages.map((language) => language.toLowerCase())).size === languages.length,
      "must name each language once.",
    ),
  ),
});

/** The languages of a notice, which decide what the rest of it has to hold. */
export function readLanguages(what: string, value: unknown): readonly LanguageTag[] {
  return parseContent<{ readonly languages: readonly LanguageTag[] }>(what, languagesSchema, value).languages;
}

/** Some words and where they lie: `services[0].name`. */
export interface FoundWords {
  readonly path: string;
  readonly words: Words;
}

/** Every words of a notice that was read: an object whose keys are exactly the languages. */
export function findWords(value: unknown, languages: readonly LanguageTag[], path = ""): readonly FoundWords[] {
  if (Array.isArray(value))
    return value.flatMap((entry: unknown, index) => findWords(entry, languages, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  if (entries.length === languages.length && languages.every((language) => Object.hasOwn(value, language)))
    return [{ path, words: value as Words }];
  return entries.flatMap(([key, entry]) => findWords(entry, languages, path ? `${path}.${key}` : key));
}
