import { crossCheck, type CrossCheck, type MedicineNotice } from "@carecast/core/notices";
import { printTable, printTitle, type Print, type Row } from "@carecast/example-notice-desk";
import colors from "picocolors";

/** What of a notice can be held against an enforcement record, and the fields in which the record says it. */
const comparable: readonly (readonly [label: string, paths: readonly string[], fields: readonly string[]])[] = [
  ["kind", ["kind"], ["product_type"]],
  [
    "name, strength, code",
    ["product.name", "product.genericName", "product.strength", "product.codes.ndc"],
    ["product_description"],
  ],
  ["maker", ["product.maker"], ["recalling_firm"]],
  ["class", ["recallClass"], ["classification"]],
  ["lots", ["lots"], ["code_info", "more_code_info"]],
  ["number", ["authority.reference"], ["recall_number"]],
  ["status", ["status"], ["status"]],
];

/**
 * Holds the notice against the records and prints what somebody has to look at. Whatever it finds, the notice comes from the
 * people who signed it: FDA asks that its records neither issue nor end an alert.
 */
export function printCrossCheck(notice: MedicineNotice, records: readonly unknown[], print: Print): CrossCheck {
  const result = crossCheck(notice, records);
  for (const [index, record] of records.entries()) {
    printTitle(`The notice and record ${index + 1} of openFDA: an aid, never a trigger`, print);
    const differences = result.differences.filter((difference) => difference.record === index);
    printTable(["what", "the record says", "compared"], listRows(record, differences), print, [0, 46, 46]);
  }
  if (records.length > 0)
    print(
      "No difference is no confirmation, and a missing record proves nothing. Records come late, and FDA adds lots to them\nlater: compare again before the notice is repeated.",
    );
  return result;
}

function listRows(record: unknown, differences: CrossCheck["differences"]): readonly Row[] {
  const unreadable = differences
    .filter(({ path }) => path === "")
    .map(({ message }) => ["", "", colors.yellow(message)]);
  if (unreadable.length > 0) return unreadable;
  return comparable.map(([label, paths, fields]) => {
    const found = differences.filter(({ path }) => paths.some((own) => path.startsWith(own)));
    const said = fields.map((field) => readField(record, field)).filter((text) => text !== "");
    const verdict = said.length === 0 ? "the record does not say" : "no difference found";
    return [label, said.join(" "), found.length === 0 ? verdict : colors.yellow(found.map(describe).join("\n"))];
  });
}

function readField(record: unknown, field: string): string {
  const value = (record as Readonly<Record<string, unknown>>)[field];
  return typeof value === "string" ? value.replace(/\s+/g, " ").trim() : "";
}

function describe({ message, inNotice, inRecord }: CrossCheck["differences"][number]): string {
  const said = [inNotice && `notice: ${inNotice}`, inRecord && `record: ${inRecord}`].filter(Boolean).join(", ");
  return said === "" ? message : `${message} (${said})`;
}
