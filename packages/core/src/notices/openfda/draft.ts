import { InvalidPostError } from "@carecast/adapter";

import type { MedicineNotice, RecallNotice, ShortageNotice } from "../medicine/medicine-notice.ts";
import { parseMedicineNotice } from "../medicine/parse-medicine-notice.ts";
import { readEnforcement } from "./enforcement-record.ts";
import { readStrength } from "./read-amounts.ts";
import type { RecordDoubt } from "./read-fields.ts";
import { readShortage } from "./shortage-record.ts";

/** A notice with holes. */
export type Unfinished<T> = T extends readonly unknown[] | string | number | boolean
  ? T
  : { readonly [Key in keyof T]?: Unfinished<T[Key]> };

/**
 * What a record gives to somebody who writes a notice. FDA asks that its records are not used to issue alerts: the
 * source of a notice, its name, address and date, is therefore always among what is missing.
 */
export interface MedicineDraft<Kind extends MedicineNotice> {
  /** A draft never is: a human fills what is missing, and checks what is there. */
  readonly publishable: false;
  /** Only what the record says. */
  readonly filled: Unfinished<Kind>;
  /** Where the notice still lacks something: `authority.url`. */
  readonly missing: readonly string[];
  /** What in the record has to be looked at. */
  readonly doubts: readonly RecordDoubt[];
}

/**
 * A draft of a recall from one enforcement record.
 *
 * @throws InvalidPostError when it is no such record.
 */
export function draftFromEnforcement(record: unknown): MedicineDraft<RecallNotice> {
  const { recallNumber, classification, reason, lots, doubts, ...names } = readEnforcement(record);
  const ndc = onlyOne(names.ndcs);
  const drugType = onlyOne(names.drugTypes);
  const filled: Unfinished<RecallNotice> = {
    notice: "medicine",
    kind: "recall",
    languages: ["en"],
    product: {
      ...field("name", onlyOne(names.brandNames)),
      ...field("genericName", onlyOne(names.genericNames)),
      ...field("maker", onlyOne(names.makers)),
      ...(drugType !== undefined && { prescription: drugType.toUpperCase().includes("PRESCRIPTION") }),
      ...(ndc !== undefined && { codes: { ndc } }),
    },
    ...(recallNumber !== undefined && { authority: { reference: recallNumber } }),
    ...(classification && { recallClass: { scheme: "FDA", value: classification } }),
    ...(lots.lots.length > 0 && lots.isCertain && { lots: lots.lots }),
    ...(lots.all && { lots: "all" as const }),
    ...(reason !== undefined && { reason: { en: reason } }),
  };
  return finishDraft<RecallNotice>(filled, doubts);
}

/**
 * A draft of a shortage notice from one record of the list of shortages.
 *
 * @throws InvalidPostError when it is no such record.
 */
export function draftFromShortage(record: unknown): MedicineDraft<ShortageNotice> {
  const { brandName, genericName, company, ndc, strengths, reason, doubts } = readShortage(record);
  const text = onlyOne(strengths);
  const strength = text === undefined ? undefined : readStrength(text);
  const filled: Unfinished<ShortageNotice> = {
    notice: "medicine",
    kind: "shortage",
    languages: ["en"],
    product: {
      ...field("name", brandName),
      ...field("genericName", genericName),
      ...field("maker", company),
      ...(strength && { strength: [strength] }),
      ...(ndc !== undefined && { codes: { ndc } }),
    },
    ...(reason !== undefined && { reason: { en: reason } }),
  };
  return finishDraft<ShortageNotice>(filled, doubts);
}

function finishDraft<Kind extends MedicineNotice>(
  filled: Unfinished<Kind>,
  doubts: readonly RecordDoubt[],
): MedicineDraft<Kind> {
  return { publishable: false, filled, missing: listMissing(filled), doubts };
}

function listMissing(filled: unknown): readonly string[] {
  try {
    parseMedicineNotice(filled);
    return [];
  } catch (error) {
    if (error instanceof InvalidPostError) return [...new Set(error.violations.map(({ path }) => path))];
    throw error;
  }
}

/** Where a record names several, a human has to choose. */
function onlyOne(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function field<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, string>);
}
