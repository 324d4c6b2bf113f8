import { writeStrength, type Amount } from "../medicine/amount.ts";
import type { MedicineProduct } from "../medicine/medicine-notice.ts";
import type { Difference } from "./cross-check.ts";
import { canBeSameProduct } from "./ndc.ts";

/** What a record says of a product, as far as it says anything. */
export interface RecordProduct {
  readonly brandNames: readonly string[];
  readonly genericNames: readonly string[];
  readonly makers: readonly string[];
  readonly ndcs: readonly string[];
  readonly amounts: readonly Amount[];
  /** Free text in which a name may stand too. */
  readonly description: string;
}

export function compareProduct(product: MedicineProduct, record: RecordProduct): readonly Difference[] {
  const { name, genericName, maker, codes = {} } = product;
  return [
    ...compareName("product.name", name, [...record.brandNames, record.description]),
    ...compareName("product.genericName", genericName, [...record.genericNames, record.description]),
    ...compareName("product.maker", maker, [...record.makers, record.description]),
    ...compareStrength(product.strength, record.amounts),
    ...(codes.ndc === undefined ? [] : compareNdc(codes.ndc, record.ndcs)),
  ];
}

function compareName(path: string, name: string, texts: readonly string[]): readonly Difference[] {
  const said = texts.filter((text) => text !== "");
  if (said.some((text) => fold(text).includes(fold(name)) || fold(name).includes(fold(text)))) return [];
  const message = said.length === 0 ? "The record does not say it." : "The record names another one.";
  return [{ path, rule: said.length === 0 ? "not-in-record" : "other-name", message, inNotice: name }];
}

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function compareStrength(strength: readonly Amount[], found: readonly Amount[]): readonly Difference[] {
  const path = "product.strength";
  const isThere = ({ value, unit }: Amount): boolean =>
    found.some((amount) => amount.value === value && amount.unit === unit);
  const inNotice = writePlain(strength);
  if (found.length === 0)
    return [
      { path, rule: "not-in-record", message: "The record does not say it in a form that can be read.", inNotice },
    ];
  if (strength.every(isThere)) return [];
  const message = "The record names other strengths.";
  return [{ path, rule: "other-strength", message, inNotice, inRecord: writePlain(found) }];
}

function writePlain(amounts: readonly Amount[]): string {
  return writeStrength(amounts, { per: "per", unitNames: {} });
}

function compareNdc(ndc: string, found: readonly string[]): readonly Difference[] {
  if (found.some((code) => canBeSameProduct(code, ndc))) return [];
  const path = "product.codes.ndc";
  if (found.length === 0) return [{ path, rule: "not-in-record", message: "The record holds no code.", inNotice: ndc }];
  const message = "The record holds other codes.";
  return [{ path, rule: "other-code", message, inNotice: ndc, inRecord: found.join(", ") }];
}
