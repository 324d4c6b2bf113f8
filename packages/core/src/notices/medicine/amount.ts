import * as z from "zod/mini";

/** The units of medicines. `units` and `international-units` are written out: a U is read as a zero. */
export type AmountUnit =
  "mg" | "mcg" | "g" | "ml" | "l" | "%" | "mmol" | "mEq" | "units" | "international-units" | "dose" | "hour";

/** How much of a medicine: `{ value: 500, unit: "mg" }`, or `{ value: 10, unit: "mg", per: { value: 5, unit: "ml" } }`. */
export interface Amount {
  readonly value: number;
  readonly unit: AmountUnit;
  readonly per?: { readonly value: number; readonly unit: AmountUnit };
}

const amountUnits: readonly AmountUnit[] = [
  "mg",
  "mcg",
  "g",
  "ml",
  "l",
  "%",
  "mmol",
  "mEq",
  "units",
  "international-units",
  "dose",
  "hour",
];

const valueSchema = z
  .number()
  .check(z.refine((value) => /^\d{1,9}(?:\.\d{1,4})?$/.test(String(value)) && value > 0, "must be a number above 0."));
const shape = { value: valueSchema, unit: z.enum(amountUnits) };

const amountSchema = z.strictObject({ ...shape, per: z.optional(z.strictObject(shape)) });

/** The strength of one tablet, millilitre, dose; several amounts where it holds several active ingredients. */
export const strengthSchema = z.array(amountSchema).check(z.minLength(1), z.maxLength(8));

/** `500 mg + 125 mg`, `10 mg per 5 ml`. The same digits in every language, as they are on the pack. */
export function writeStrength(
  strength: readonly Amount[],
  { per, unitNames }: { readonly per: string; readonly unitNames: Partial<Readonly<Record<AmountUnit, string>>> },
): string {
  const nameOf = (unit: AmountUnit): string => unitNames[unit] ?? unit;
  const write = (value: number, unit: AmountUnit): string => (unit === "%" ? `${value}%` : `${value} ${nameOf(unit)}`);
  return strength
    .map((amount) => {
      const written = write(amount.value, amount.unit);
      if (!amount.per) return written;
      const { value, unit } = amount.per;
      return `${written} ${per} ${value === 1 ? nameOf(unit) : write(value, unit)}`;
    })
    .join(" + ");
}
