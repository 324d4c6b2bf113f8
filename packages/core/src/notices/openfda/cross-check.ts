import type { MedicineNotice } from "../medicine/medicine-notice.ts";
import { parseMedicineNotice } from "../medicine/parse-medicine-notice.ts";
import { compareEnforcement } from "./compare-enforcement.ts";
import { compareShortage } from "./compare-shortage.ts";
import { isEnforcement, readEnforcement } from "./enforcement-record.ts";
import { isShortage, readShortage } from "./shortage-record.ts";

/** One place where a notice and a record do not say the same. */
export interface RecordDifference {
  /** The record, by its place in the list that was given. */
  readonly record: number;
  /** The place in the notice: `lots`, `recallClass`. */
  readonly path: string;
  /** A stable name for programs: `lot-missing`. */
  readonly rule: string;
  readonly message: string;
  /** What each of the two says, where it can be said in a few words. */
  readonly inNotice?: string;
  readonly inRecord?: string;
}

/**
 * What a comparison found. There is no word for "confirmed": records come late, are not kept up to date, and one that
 * is not there proves nothing.
 */
export interface CrossCheck {
  /** How many of the records could be read and were compared. */
  readonly compared: number;
  readonly differences: readonly RecordDifference[];
}

/** A difference before it is known of which record. */
export type Difference = Omit<RecordDifference, "record">;

/**
 * Compares a notice with records of openFDA about the same product that the caller has fetched: enforcement reports for
 * recalls, the list of shortages for shortages. For whoever decides, before a notice goes out and before it is repeated:
 * FDA adds lots to records later.
 *
 * @throws InvalidPostError when the notice itself is not fit. A record that cannot be read is a difference.
 */
export function crossCheck(value: MedicineNotice, records: readonly unknown[]): CrossCheck {
  const notice = parseMedicineNotice(value);
  const results = records.map((record) => compareRecord(notice, record));
  return {
    compared: results.filter((found) => found !== undefined).length,
    differences: results.flatMap((found, record) =>
      (found ?? [unreadable]).map((difference) => ({ record, ...difference })),
    ),
  };
}

const unreadable: Difference = {
  path: "",
  rule: "unreadable-record",
  message: "The record is neither an enforcement report nor an entry of the list of shortages.",
};

function compareRecord(notice: MedicineNotice, record: unknown): readonly Difference[] | undefined {
  if (isEnforcement(record)) return compareEnforcement(notice, readEnforcement(record));
  if (isShortage(record)) return compareShortage(notice, readShortage(record));
  return undefined;
}
