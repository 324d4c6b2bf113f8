import type { LanguageTag, Violation } from "@carecast/adapter";
import * as z from "zod/mini";

import { dateTimeSchema, phoneSchema, textSchema, webUrlSchema } from "../../models/words.ts";
import { parseContent } from "../../models/parse.ts";
import { findUnequalLanguages } from "../../wording/facts/have-same-facts.ts";
import { writeExpiry } from "../write-expiry.ts";
import type { AlertTemplate, TemplatePlaceholder } from "./alert-template.ts";
import { refuseTemplate } from "./template-error.ts";

/** Words in every language of a template, with the same numbers in each. */
export type TemplateWords = Readonly<Record<LanguageTag, string>>;

/** A value for each placeholder: words in every language for `words`, one text for the others. */
export type TemplateValues = Readonly<Record<string, string | TemplateWords>>;

/** Braces would be read as placeholders, angle brackets as HTML, and a line break can hide what follows. */
const plainSchema = textSchema.check(
  z.maxLength(300),
  z.refine((text) => !/[{}<>\p{Cc}\u2028\u2029]/u.test(text), "must be plain text on one line, without { } < or >."),
);

const schemas: Readonly<Record<Exclude<TemplatePlaceholder["kind"], "words">, z.ZodMiniType>> = {
  text: plainSchema,
  time: dateTimeSchema,
  phone: phoneSchema,
  url: webUrlSchema.check(
    z.maxLength(300),
    z.refine((text) => !/[{}<>\s]/.test(text), "must be a plain address."),
  ),
};

/** Throws `InvalidPostError` naming every value that is missing, unknown, no plain text, or unequal between languages. */
export function readValues(template: AlertTemplate, values: unknown, at = "values"): TemplateValues {
  const shape = Object.entries(template.placeholders).map(
    ([name, { kind }]) =>
      [name, kind === "words" ? eachLanguage(template.languages, plainSchema) : schemas[kind]] as const,
  );
  const read = parseContent<TemplateValues>("alert", z.strictObject(Object.fromEntries(shape)), values, at);
  refuseUnequal(
    Object.entries(read).flatMap(([name, value]) =>
      typeof value === "string" ? [] : listUnequal(value, (language) => `${at}.${name}.${language}`),
    ),
  );
  return read;
}

/** What was wrong and what is right, as values are: in every language, each on one line. */
export function correctionSchema(languages: readonly LanguageTag[]): z.ZodMiniType {
  return eachLanguage(languages, z.strictObject({ wrong: plainSchema, right: plainSchema }));
}

function eachLanguage(languages: readonly LanguageTag[], schema: z.ZodMiniType): z.ZodMiniType {
  return z.strictObject(Object.fromEntries(languages.map((language) => [language, schema])));
}

/** The languages whose words hold other facts than those of the first one. */
export function listUnequal(words: TemplateWords, pathOf: (language: LanguageTag) => string): readonly Violation[] {
  return findUnequalLanguages(words).map((language) => ({
    path: pathOf(language),
    rule: "unequal-facts",
    message: "does not hold the same numbers, dates, times and addresses as the first language.",
  }));
}

export function refuseUnequal(violations: readonly Violation[]): void {
  if (violations.length > 0) throw refuseTemplate("alert", violations);
}

/** The values as one language says them. */
export function writeValues(
  { placeholders }: AlertTemplate,
  values: TemplateValues,
  language: LanguageTag,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value !== "string"
        ? (value[language] ?? "")
        : placeholders[name]?.kind === "time"
          ? writeExpiry(value, language, undefined)
          : value,
    ]),
  );
}
