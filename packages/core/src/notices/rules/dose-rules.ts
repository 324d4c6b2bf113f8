import type { Violation } from "@carecast/adapter";

import type { Amount, AmountUnit } from "../medicine/amount.ts";
import type { FoundWords } from "../words/words.ts";
import { foldDigits } from "../../wording/fold.ts";
import { eachText } from "./word-rule.ts";

const units: Readonly<Record<string, AmountUnit>> = {
  mg: "mg",
  mcg: "mcg",
  g: "g",
  ml: "ml",
  mmol: "mmol",
  meq: "mEq",
  unit: "units",
  units: "units",
  unidad: "units",
  unidades: "units",
};

/** A number with a unit behind it. After NFKC the micro sign is the Greek letter. */
const dose =
  /(?<![\d.,])([.,]?\d[\d.,]*) ?(mg|mcg|μg|ug|ml|g|mmol|meq|(?:international )?units?|unidad(?:es)?|iu|ui|u)(?![\p{L}\p{N}])/giu;
const bareDose =
  /\b(?:dose|strength|dosis|concentraci[oó]n)(?:\s+(?:of|is|de|es))?\s+\d+(?:[.,]\d+)*(?!\s*(?:[\d.,%]|mg|mcg|[μu]g|ml|g\b|mmol|meq|units?|unidad|iu|ui|tablets?|comprimidos?|times|veces))/iu;

/** The doses of the structured fields: the only ones that may stand in words. */
export function listDoses(strengths: readonly (readonly Amount[])[]): ReadonlySet<string> {
  const amounts = strengths.flat();
  return new Set(
    [...amounts, ...amounts.flatMap(({ per }) => per ?? [])].map(({ value, unit }) => nameDose(value, unit)),
  );
}

/** A dose that is written so that it can be misread, or that is none of the product. */
export function findWrongDoses(found: readonly FoundWords[], allowed: ReadonlySet<string>): readonly Violation[] {
  return eachText(found).flatMap(({ path, text }): readonly Violation[] => {
    const folded = foldDigits(text);
    const bare = bareDose.test(folded)
      ? [{ path, rule: "dose-without-unit", message: "names a dose without its unit." }]
      : [];
    const wrong = [...folded.matchAll(dose)].flatMap(([, number = "", unit = ""]) => judge(number, unit, allowed));
    const first = wrong[0];
    return first ? [...bare, { path, ...first }] : bare;
  });
}

type Verdict = Pick<Violation, "rule" | "message">;

function judge(number: string, writtenUnit: string, allowed: ReadonlySet<string>): readonly Verdict[] {
  const value = number.replace(/[.,]+$/, "");
  const unit = units[writtenUnit.toLowerCase().replace("international ", "")];
  if (unit === undefined)
    return [misread("holds a unit that can be misread: write mcg, units, or international units in words.")];
  if (/^[.,]/.test(value)) return [misread("holds a dose that begins with a point: write 0.5, not .5.")];
  if (/^[1-9]\d{0,2}(?:[.,]000)+$|,\d{3}(?!\d)/.test(value) && !/^0,/.test(value))
    return [misread("holds a dose with a separator of thousands, which other readers take for a decimal point.")];
  if (/[.,]\d*0$/.test(value)) return [misread("holds a dose with a zero at its end: write 5, not 5.0.")];
  if (allowed.has(nameDose(Number(value.replace(",", ".")), unit))) return [];
  return [
    {
      rule: "other-dose",
      message: "names a dose that is not the strength of the product. Correct it, or leave it out.",
    },
  ];
}

function misread(message: string): Verdict {
  return { rule: "misread-dose", message };
}

function nameDose(value: number, unit: AmountUnit): string {
  return `${value} ${unit === "international-units" ? "units" : unit}`;
}
