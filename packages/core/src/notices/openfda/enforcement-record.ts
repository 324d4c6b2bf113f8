import type { CalendarDate } from "../words/facts.ts";
import {
  isFields,
  readAnnotations,
  readDay,
  readList,
  readText,
  refuseRecord,
  type RecordDoubt,
} from "./read-fields.ts";
import { readLots, type FoundLots } from "./read-lots.ts";
import { readNdcs } from "./ndc.ts";

/** A record of openFDA's enforcement reports: one recalled product, as the file holds it. */
export interface EnforcementRecord {
  readonly recallNumber: string | undefined;
  /** Of FDA. `undefined` where the record has none, or one that is not known here. */
  readonly classification: "I" | "II" | "III" | undefined;
  /** In small letters without dashes. FDA does not keep it up to date. */
  readonly status: string | undefined;
  readonly productType: string | undefined;
  readonly description: string;
  readonly reason: string | undefined;
  readonly firm: string | undefined;
  readonly lots: FoundLots;
  readonly reportedOn: CalendarDate | undefined;
  readonly brandNames: readonly string[];
  readonly genericNames: readonly string[];
  readonly makers: readonly string[];
  /** Such as HUMAN PRESCRIPTION DRUG. */
  readonly drugTypes: readonly string[];
  readonly ndcs: readonly string[];
  readonly doubts: readonly RecordDoubt[];
}

export function isEnforcement(value: unknown): boolean {
  return isFields(value) && ["recall_number", "reason_for_recall", "classification"].some((key) => key in value);
}

/** Reads what it can and doubts the rest. Throws `InvalidPostError` for what is no such record at all. */
export function readEnforcement(value: unknown): EnforcementRecord {
  if (isFields(value) && Array.isArray(value["results"]))
    throw refuseRecord("enforcement", "It is a whole answer: give one entry of its results.");
  if (!isFields(value) || !isEnforcement(value))
    throw refuseRecord("enforcement", "It has neither a recall number, nor a reason, nor a classification.");
  const doubts: RecordDoubt[] = [];
  const annotations = readAnnotations(value);
  const description = readText(value, "product_description") ?? "";
  const codes = [readText(value, "code_info"), readText(value, "more_code_info")].filter((text) => text !== undefined);
  const lots = readLots(codes.join("\n"));
  if (!lots.isCertain || (codes.length > 0 && lots.lots.length === 0 && !lots.all))
    doubts.push({
      path: "code_info",
      message: "could not be read as a list of lots with their expiry: read it yourself.",
    });
  const classification = readClass(readText(value, "classification"), doubts);
  const productType = readText(value, "product_type");
  if (productType !== undefined && productType !== "Drugs")
    doubts.push({ path: "product_type", message: "is not Drugs: this is no medicine." });
  return {
    recallNumber: readText(value, "recall_number"),
    classification,
    status: readText(value, "status")?.toLowerCase().replaceAll("-", ""),
    productType,
    description,
    reason: readText(value, "reason_for_recall"),
    firm: readText(value, "recalling_firm"),
    lots,
    reportedOn: readDay(value, "report_date", doubts),
    brandNames: readList(annotations, "brand_name"),
    genericNames: readList(annotations, "generic_name"),
    makers: readList(annotations, "manufacturer_name"),
    drugTypes: readList(annotations, "product_type"),
    ndcs: readNdcs([...readList(annotations, "package_ndc"), ...readList(annotations, "product_ndc"), description]),
    doubts,
  };
}

function readClass(text: string | undefined, doubts: RecordDoubt[]): EnforcementRecord["classification"] {
  switch (text?.toLowerCase()) {
    case "class i":
      return "I";
    case "class ii":
      return "II";
    case "class iii":
      return "III";
    default:
      doubts.push({ path: "classification", message: "is no class that is known here." });
      return undefined;
  }
}
