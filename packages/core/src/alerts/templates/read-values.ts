import type { IsoDateTime, LanguageTag, Violation } from "@carecast/adapter";
import * as z from "zod/mini";

import { dateTimeSchema, phoneSchema, textSchema, webUrlSchema } from "../../models/words.ts";
import { parseContent } from "../../models/parse.ts";
import { findUnequalLanguages } from "../../wording/facts/have-same-facts.ts";
import { writeExpiry } from "../write-expiry.ts";
import type { AlertTemplate, Placeholder } from "./alert-template.ts";
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

const schemas: Readonly<Record<Exclude<Placeholder["kind"], "words">, z.ZodMiniType>> = {
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
    ([name, { kind }]) => [name, kind === "words" ? wordsSchema(template.languages) : schemas[kind]] as const,
  );
  const read = parseContent<TemplateValues>("alert", z.strictObject(Object.fromEntries(shape)), values, at);
  refuseUnequal(Object.entries(read).map(([name, value]) => [`${at}.${name}`, value]));
  return read;
}

export function wordsSchema(languages: readonly LanguageTag[]): z.ZodMiniType {
  return z.strictObject(Object.fromEntries(languages.map((language) => [language, plainSchema])));
}

export function refuseUnequal(values: readonly (readonly [string, string | TemplateWords])[]): void {
  const violations = values.flatMap(([path, value]): readonly Violation[] =>
    typeof value === "string"
      ? []
      : findUnequalLanguages(value).map((language) => ({
          path: `${path}.${language}`,
          rule: "unequal-facts",
          message: "does not hold the same numbers, dates, times and addresses as the first language.",
        })),
  );
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
          ? writeInstant(value, language)
          : value,
    ]),
  );
}

export function writeInstant(instant: IsoDateTime, language: LanguageTag): string {
  return writeExpiry(instant, language, undefined);
}
