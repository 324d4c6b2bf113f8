import type { LanguageTag, Violation } from "@carecast/adapter";
import * as z from "zod/mini";

import {
  categorySchema,
  certaintySchema,
  responseTypeSchema,
  severitySchema,
  urgencySchema,
} from "../../models/alert.ts";
import { parseContent } from "../../models/parse.ts";
import { languageSchema, textSchema } from "../../models/words.ts";
import type { AlertTemplate } from "./alert-template.ts";
import { listPlaceholders } from "./placeholders.ts";
import { refuseTemplate } from "./template-error.ts";

const nameSchema = z
  .string()
  .check(z.regex(/^[a-z][a-zA-Z0-9-]{0,59}$/, "must be a short name: letters, digits, dashes."));
const placeholderName = z.string().check(z.regex(/^[a-z][a-zA-Z0-9]{0,39}$/, "must be a word such as place."));

const languagesSchema = z.looseObject({
  languages: z.array(languageSchema).check(
    z.minLength(1),
    z.refine(
      (tags) => new Set(tags.map((tag) => tag.toLowerCase())).size === tags.length,
      "must name each language once.",
    ),
  ),
});

const textsShape = { headline: textSchema, description: textSchema, instruction: textSchema };
const textsSchema = z.strictObject(textsShape);
const alertTextsSchema = z.strictObject({
  ...textsShape,
  event: textSchema,
  senderName: textSchema,
  area: textSchema,
  audience: z.optional(textSchema),
  web: z.optional(textSchema),
  contact: z.optional(textSchema),
});

function templateSchema(languages: readonly LanguageTag[]): z.ZodMiniType {
  const each = (schema: z.ZodMiniType): z.ZodMiniType =>
    z.strictObject(Object.fromEntries(languages.map((language) => [language, schema])));
  return z.strictObject({
    name: nameSchema,
    languages: z.array(languageSchema),
    placeholders: z.record(
      placeholderName,
      z.strictObject({ kind: z.enum(["words", "text", "time", "phone", "url"]), about: textSchema }),
    ),
    category: z.array(categorySchema).check(z.minLength(1)),
    urgency: urgencySchema,
    severity: severitySchema,
    certainty: certaintySchema,
    responseType: z.optional(z.array(responseTypeSchema)),
    alert: each(alertTextsSchema),
    correction: each(textsSchema),
    cancel: each(textsSchema),
    allClear: each(textsSchema),
  });
}

/**
 * The template itself, checked: every language has the alert, what to do, its correction, its cancellation and its all
 * clear; every placeholder is declared, and used in every language that uses it in one.
 *
 * @throws InvalidPostError naming every path that is wrong, missing or unknown.
 */
export function readAlertTemplate(value: unknown): AlertTemplate {
  const { languages } = parseContent<{ languages: readonly LanguageTag[] }>("alert template", languagesSchema, value);
  const template = parseContent<AlertTemplate>("alert template", templateSchema(languages), value);
  const violations = [...checkDeclared(template), ...checkUsed(template)];
  if (violations.length > 0) throw refuseTemplate("alert template", violations);
  return template;
}

const messages = ["alert", "correction", "cancel", "allClear"] as const;

interface TemplateText {
  readonly path: string;
  readonly names: readonly string[];
}

function listTexts(template: AlertTemplate): readonly TemplateText[] {
  return messages.flatMap((message) =>
    Object.entries(template[message]).flatMap(([language, texts]) =>
      Object.entries(texts).map(([key, text]: [string, string]) => ({
        path: `${message}.${language}.${key}`,
        names: listPlaceholders(text),
      })),
    ),
  );
}

function checkDeclared(template: AlertTemplate): readonly Violation[] {
  return listTexts(template).flatMap(({ path, names }) =>
    names
      .filter((name) => !Object.hasOwn(template.placeholders, name))
      .map(() => ({
        path,
        rule: "undeclared-placeholder",
        message: "holds braces that stand for nothing. Declare what is in them under placeholders.",
      })),
  );
}

function checkUsed(template: AlertTemplate): readonly Violation[] {
  const used = new Set(listTexts(template).flatMap(({ names }) => names));
  const unused = Object.keys(template.placeholders)
    .filter((name) => !used.has(name))
    .map((name) => ({
      path: `placeholders.${name}`,
      rule: "unused-placeholder",
      message: "is used in no text. Remove it, or use it.",
    }));
  const [first = "", ...others] = template.languages;
  const namesOf = (message: (typeof messages)[number], language: string): string =>
    [...new Set(Object.values(template[message][language] ?? {}).flatMap(listPlaceholders))].sort().join(" ");
  const uneven = messages.flatMap((message) =>
    others
      .filter((language) => namesOf(message, language) !== namesOf(message, first))
      .map((language) => ({
        path: `${message}.${language}`,
        rule: "uneven-placeholders",
        message: `does not use the placeholders of ${first}. Say the same in every language.`,
      })),
  );
  return [...unused, ...uneven];
}
