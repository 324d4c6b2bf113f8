import type { Violation } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "../../models/parse.ts";
import { isBefore } from "../../models/words.ts";
import { refuseNotice } from "../refuse-notice.ts";
import { applyCommonRules } from "../rules/common-rules.ts";
import { findWrongDoses, listDoses } from "../rules/dose-rules.ts";
import { medicineRules, shortageRule } from "../rules/medicine-rules.ts";
import { findStopAdvice } from "../rules/stop-rules.ts";
import { applyWordRules } from "../rules/word-rule.ts";
import { findWords, readLanguages } from "../words/words.ts";
import type { MedicineAppearance, MedicineNotice, StrengthChangeNotice } from "./medicine-notice.ts";
import { medicineKinds, medicineSchema, type MedicineKind } from "./medicine-schema.ts";

const what = "medicine notice";
const kindSchema = z.looseObject({ kind: z.enum(medicineKinds) });

/**
 * The notice itself, checked: its shape, what its kind must hold, and what must not be said.
 *
 * @throws InvalidPostError naming every wrong path.
 */
export function parseMedicineNotice(value: unknown): MedicineNotice {
  const { kind } = parseContent<{ readonly kind: MedicineKind }>(what, kindSchema, value);
  const languages = readLanguages(what, value);
  const notice = parseContent<MedicineNotice>(what, medicineSchema(kind, languages), value);
  const violations = [...checkStatus(notice), ...checkKind(notice), ...checkWords(notice)];
  if (violations.length > 0) throw refuseNotice("medicine", violations);
  return notice;
}

function checkWords(notice: MedicineNotice): readonly Violation[] {
  const found = findWords(notice, notice.languages);
  const strengths = [notice.product.strength, ...(notice.kind === "strength-change" ? [notice.oldStrength] : [])];
  // How much is in a pack is no dose.
  const withoutPack = found.filter(({ path }) => path !== "product.packSize");
  return [
    ...applyCommonRules(found),
    ...applyWordRules(found, notice.kind === "shortage" ? [...medicineRules, shortageRule] : medicineRules),
    ...findStopAdvice(found, {
      hasStopNow: "stopNow" in notice && notice.stopNow !== undefined,
      mayForbidPacks: notice.kind === "counterfeit",
    }),
    ...findWrongDoses(withoutPack, listDoses(strengths)),
  ];
}

function checkStatus({ status, firstIssuedAt, closing, issuedAt }: MedicineNotice): readonly Violation[] {
  const isClosed = status === "ended" || status === "issued-in-error";
  const found: Violation[] = [];
  if (status !== "active" && firstIssuedAt === undefined)
    found.push(lacks("firstIssuedAt", "say which notice it follows."));
  if (firstIssuedAt !== undefined && isBefore(issuedAt, firstIssuedAt))
    found.push({ path: "firstIssuedAt", rule: "order", message: "must not be later than issuedAt." });
  if (isClosed && closing === undefined) found.push(lacks("closing", "say what holds now."));
  if (!isClosed && closing !== undefined)
    found.push(surplus("closing", "only an ended notice, or one issued in error, has it."));
  return found;
}

function checkKind(notice: MedicineNotice): readonly Violation[] {
  switch (notice.kind) {
    case "recall":
      if (notice.level === "patient" && notice.returns === undefined)
        return [lacks("returns", "patients have to know where their packs go.")];
      if (notice.level !== "patient" && notice.returns !== undefined)
        return [surplus("returns", "only a recall at the level of patients asks the public for packs.")];
      return [];
    case "shortage":
      if (notice.until !== "not-known-yet" && notice.until < notice.from)
        return [{ path: "until", rule: "order", message: "must not be before from." }];
      return [];
    case "appearance-change":
      if (!looksAlike(notice.before, notice.after)) return [];
      return [{ path: "after", rule: "no-change", message: "looks as before: say what has changed." }];
    case "strength-change":
      return checkStrengths(notice);
    case "halt":
    case "ban":
    case "withdrawal":
    case "counterfeit":
      return [];
  }
}

function looksAlike(before: MedicineAppearance, after: MedicineAppearance): boolean {
  const flatten = ({ shape, colour, imprint, sizeMm }: MedicineAppearance): string =>
    JSON.stringify([Object.entries(shape).sort(), Object.entries(colour).sort(), imprint, sizeMm]);
  return flatten(before) === flatten(after);
}

/** So many new ones have to hold as much as so many old ones: the notice changes the tablet, never anybody's dose. */
function checkStrengths({ product, oldStrength, replaces }: StrengthChangeNotice): readonly Violation[] {
  const pairs = product.strength.map((amount, index) => [amount, oldStrength[index]] as const);
  const isComparable =
    pairs.length === oldStrength.length &&
    pairs.every(([now, before]) => now.unit === before?.unit && now.per?.unit === before.per?.unit);
  if (!isComparable)
    return [
      { path: "oldStrength", rule: "strength", message: "must have the units of product.strength, in its order." },
    ];
  const perOne = ({ value, per }: (typeof pairs)[number][0]): number => value / (per?.value ?? 1);
  const isEqual = (first: number, second: number): boolean => Math.abs(first - second) <= 1e-9 * Math.abs(first);
  if (pairs.every(([now, before]) => before && isEqual(perOne(now), perOne(before))))
    return [
      {
        path: "oldStrength",
        rule: "no-change",
        message: "is the strength of the product. A change of the looks alone is an appearance-change.",
      },
    ];
  const same = pairs.every(
    ([now, before]) => before && isEqual(perOne(now) * replaces.newCount, perOne(before) * replaces.oldCount),
  );
  if (same) return [];
  const message = "would change the dose: so many new ones do not hold as much as so many old ones.";
  return [{ path: "replaces", rule: "dose-change", message }];
}

function lacks(path: string, why: string): Violation {
  return { path, rule: "missing", message: `is missing: ${why}` };
}

function surplus(path: string, why: string): Violation {
  return { path, rule: "surplus", message: `must be left out: ${why}` };
}
