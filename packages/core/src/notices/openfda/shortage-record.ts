import type { CalendarDate } from "../words/facts.ts";
import { isFields, readDay, readList, readText, refuseRecord, type RecordDoubt } from "./read-fields.ts";

/**
 * A record of openFDA's list of shortages: one presentation of one company. Being listed says that the nation's supply
 * does not meet its demand, and nothing about one hospital.
 */
export interface ShortageRecord {
  readonly ndc: string | undefined;
  readonly genericName: string | undefined;
  readonly brandName: string | undefined;
  readonly company: string | undefined;
  readonly presentation: string;
  readonly strengths: readonly string[];
  /** In small letters. An open set: what is not known here is the regulator's to explain. */
  readonly status: string | undefined;
  /** In small letters. */
  readonly availability: string | undefined;
  readonly reason: string | undefined;
  readonly postedOn: CalendarDate | undefined;
  readonly updatedOn: CalendarDate | undefined;
  readonly doubts: readonly RecordDoubt[];
}

export function isShortage(value: unknown): boolean {
  return isFields(value) && ["status", "availability", "update_type"].some((key) => typeof value[key] === "string");
}

/** Reads what it can and doubts the rest. Throws `InvalidPostError` for what is no such record at all. */
export function readShortage(value: unknown): ShortageRecord {
  if (isFields(value) && Array.isArray(value["results"]))
    throw refuseRecord("shortage", "It is a whole answer: give one entry of its results.");
  if (isFields(value) && !isShortage(value) && "product_ndc" in value)
    throw refuseRecord("shortage", "It is a record of the directory of drug codes (NDC).");
  if (!isFields(value) || !isShortage(value) || "recall_number" in value || "reason_for_recall" in value)
    throw refuseRecord("shortage", "It has neither a status nor an availability of its own.");
  const doubts: RecordDoubt[] = [];
  const [status, availability] = [readText(value, "status"), readText(value, "availability")];
  if (status !== undefined && !["current", "resolved", "to be discontinued"].includes(status.toLowerCase()))
    doubts.push({ path: "status", message: "is not known here: see what the regulator says." });
  if (status?.toLowerCase() === "current" && availability?.toLowerCase() === "available")
    doubts.push({
      path: "availability",
      message:
        "is Available in a shortage that is Current: this company can supply. Say neither that there is none nor that there is no shortage.",
    });
  return {
    ndc: readText(value, "package_ndc"),
    genericName: readText(value, "generic_name"),
    brandName: readText(value, "proprietary_name"),
    company: readText(value, "company_name"),
    presentation: readText(value, "presentation") ?? "",
    strengths: readList(value, "strength"),
    status: status?.toLowerCase(),
    availability: availability?.toLowerCase(),
    reason: readText(value, "shortage_reason"),
    postedOn: readDay(value, "initial_posting_date", doubts),
    updatedOn: readDay(value, "update_date", doubts),
    doubts,
  };
}
