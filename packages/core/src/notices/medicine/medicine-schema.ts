import type { LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { dateTimeSchema, isBefore, languageSchema, webUrlSchema } from "../../models/words.ts";
import { contactSchema, dateSchema, expirySchema, nameSchema } from "../words/facts.ts";
import { wordSchemas } from "../words/words.ts";
import { strengthSchema } from "./amount.ts";
import type { MedicineNotice } from "./medicine-notice.ts";

/** What a notice says of a medicine. */
export type MedicineKind = MedicineNotice["kind"];

export const medicineKinds: readonly MedicineKind[] = [
  "recall",
  "halt",
  "ban",
  "withdrawal",
  "shortage",
  "appearance-change",
  "strength-change",
  "counterfeit",
];

/** No spaces, so that no line break can cut a lot, and no letter behind a dot, so that no network makes it a link. */
const lotSchema = z.strictObject({
  lot: z
    .string()
    .check(
      z.regex(
        /^(?=.{1,30}$)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+|\.\d+)*$/,
        "must be a lot as the pack shows it: up to 30 letters and digits, with - / or . between them.",
      ),
    ),
  expiry: z.optional(expirySchema),
});

const lotsSchema = z.union(
  [
    z.enum(["all", "not-known-yet"]),
    z.array(lotSchema).check(
      z.minLength(1),
      z.refine((lots) => new Set(lots.map(({ lot }) => lot)).size === lots.length, "must name each lot once."),
    ),
  ],
  'must be a list of lots, "all" or "not-known-yet".',
);

const sourceShape = { name: nameSchema, url: webUrlSchema, date: dateSchema };
const stopNow = z.optional(z.strictObject(sourceShape));
const countSchema = z
  .number()
  .check(z.refine((count) => count > 0 && count <= 20 && Number.isInteger(count * 4), "must be quarters, up to 20."));

const codesSchema = z.strictObject({
  // 5-4-2 is the billing form; 6-4-2 is proposed.
  ndc: z.optional(z.string().check(z.regex(/^\d{4,6}-\d{3,4}(?:-\d{1,2})?$/, "must be an NDC with its dashes."))),
  gtin: z.optional(z.string().check(z.regex(/^\d{8}(?:\d{4,6})?$/, "must be a GTIN of 8 or 12 to 14 digits."))),
});

/** The guard of one kind in the languages of one notice. */
export function medicineSchema(kind: MedicineKind, languages: readonly LanguageTag[]): z.ZodMiniType {
  return z.strictObject({ ...baseShape(kind, languages), ...kindShape(kind, languages) }).check(
    z.refine(({ issuedAt, reviewAt }) => isBefore(issuedAt, reviewAt), {
      path: ["reviewAt"],
      error: "must be later than issuedAt.",
    }),
  );
}

function baseShape(kind: MedicineKind, languages: readonly LanguageTag[]) {
  const { label, action, words } = wordSchemas(languages);
  return {
    notice: z.literal("medicine"),
    kind: z.literal(kind),
    languages: z.array(languageSchema),
    status: z.enum(["active", "updated", "ended", "issued-in-error"]),
    firstIssuedAt: z.optional(dateTimeSchema),
    closing: z.optional(action),
    product: z.strictObject({
      name: nameSchema,
      genericName: nameSchema,
      strength: strengthSchema,
      form: label,
      packSize: z.optional(label),
      maker: nameSchema,
      prescription: z.boolean(),
      codes: z.optional(codesSchema),
    }),
    authority: z.strictObject({ ...sourceShape, reference: nameSchema }),
    issuedAt: dateTimeSchema,
    reviewAt: dateTimeSchema,
    whoIsAffected: z.optional(words),
    whatToDo: z.optional(action),
    contact: contactSchema,
    reportSideEffects: z.optional(webUrlSchema),
  };
}

function kindShape(kind: MedicineKind, languages: readonly LanguageTag[]): z.core.$ZodLooseShape {
  const { label, action, words, wordsIfKnown } = wordSchemas(languages);
  const alternatives = z.union(
    [z.literal("ask-prescriber"), words],
    'must be words in every language of the notice, or "ask-prescriber".',
  );
  const problem = { reason: wordsIfKnown, hazard: wordsIfKnown };
  switch (kind) {
    case "recall":
      return {
        ...problem,
        stopNow,
        lots: lotsSchema,
        recallClass: recallClassSchema(words),
        level: z.enum(["patient", "pharmacy", "wholesaler"]),
        returns: z.optional(action),
      };
    case "halt":
      return { ...problem, stopNow, lots: lotsSchema, alternatives };
    case "ban":
    case "withdrawal":
      return { ...problem, stopNow, effectiveOn: dateSchema, replacement: action };
    case "shortage":
      return {
        area: label,
        from: dateSchema,
        until: z.union([z.literal("not-known-yet"), dateSchema], 'must be a real date, or "not-known-yet".'),
        alternatives,
        prioritised: words,
        ownStock: z.optional(words),
        reason: z.optional(wordsIfKnown),
      };
    case "appearance-change": {
      const sizeMm = z.optional(z.number().check(z.minimum(0.5), z.maximum(100)));
      const looks = z.strictObject({ shape: label, colour: label, imprint: nameSchema, sizeMm });
      return { before: looks, after: looks, sameStrength: z.literal(true) };
    }
    case "strength-change":
      return {
        oldStrength: strengthSchema,
        replaces: z.strictObject({ newCount: countSchema, oldCount: countSchema }),
        startsOn: dateSchema,
      };
    case "counterfeit":
      return { ...problem, lots: lotsSchema, howToTell: action, seenWhere: wordsIfKnown, report: contactSchema };
  }
}

function recallClassSchema(words: z.ZodMiniType): z.ZodMiniType {
  const number = z.enum(["1", "2", "3"], "must be 1, 2 or 3. MHRA Class 4 is caution in use and no recall.");
  const classified = z.discriminatedUnion("scheme", [
    z.strictObject({ scheme: z.literal("FDA"), value: z.enum(["I", "II", "III"]) }),
    z.strictObject({ scheme: z.enum(["MHRA", "EU"]), value: number }),
    z.strictObject({ scheme: z.literal("other"), name: nameSchema, value: nameSchema, meaning: words }),
  ]);
  return z.union(
    [z.literal("not-yet-classified"), classified],
    'must be a class with its scheme, such as { scheme: "FDA", value: "I" }, or "not-yet-classified".',
  );
}
