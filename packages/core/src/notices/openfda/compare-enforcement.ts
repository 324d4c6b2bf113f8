import type { MedicineNotice, RecallNotice } from "../medicine/medicine-notice.ts";
import { compareLots } from "./compare-lots.ts";
import { compareProduct } from "./compare-product.ts";
import type { Difference } from "./cross-check.ts";
import type { EnforcementRecord } from "./enforcement-record.ts";
import { readAmounts } from "./read-amounts.ts";

export function compareEnforcement(notice: MedicineNotice, record: EnforcementRecord): readonly Difference[] {
  return [
    ...compareKind(notice, record),
    ...(notice.kind === "recall" ? [...compareClass(notice, record), ...compareLots(notice.lots, record.lots)] : []),
    ...compareReference(notice, record),
    ...compareStatus(notice, record),
    ...compareProduct(notice.product, {
      ...record,
      makers: [...record.makers, ...(record.firm === undefined ? [] : [record.firm])],
      amounts: readAmounts(record.description),
    }),
  ];
}

function compareKind({ kind }: MedicineNotice, { productType }: EnforcementRecord): readonly Difference[] {
  const differences: Difference[] = [];
  if (kind !== "recall")
    differences.push({
      path: "kind",
      rule: "other-kind",
      message: "The record is about a recall.",
      inNotice: kind,
      inRecord: "recall",
    });
  if (productType !== undefined && productType !== "Drugs")
    differences.push({
      path: "product",
      rule: "no-medicine",
      message: "The record is not about a medicine.",
      inRecord: productType,
    });
  return differences;
}

/** Only classes of FDA's own scheme can be compared with FDA's. */
function compareClass({ recallClass }: RecallNotice, { classification }: EnforcementRecord): readonly Difference[] {
  const inNotice = recallClass === "not-yet-classified" ? recallClass : recallClass.value;
  if (recallClass !== "not-yet-classified" && recallClass.scheme !== "FDA") return [];
  if (inNotice === (classification ?? "not-yet-classified")) return [];
  const message =
    classification === undefined ? "The record has no class that can be read." : "The record has another class.";
  return [
    {
      path: "recallClass",
      rule: "other-class",
      message,
      inNotice,
      ...(classification && { inRecord: classification }),
    },
  ];
}

function compareReference({ authority }: MedicineNotice, { recallNumber }: EnforcementRecord): readonly Difference[] {
  const isNumberOfRecall = /^[A-Z]-\d{1,5}-\d{4}$/.test(authority.reference);
  if (!isNumberOfRecall || recallNumber === undefined || authority.reference === recallNumber) return [];
  return [
    {
      path: "authority.reference",
      rule: "other-recall",
      message: "The record is another recall, perhaps of the same event, and may have another class.",
      inNotice: authority.reference,
      inRecord: recallNumber,
    },
  ];
}

function compareStatus({ status }: MedicineNotice, record: EnforcementRecord): readonly Difference[] {
  const isOver = record.status === "completed" || record.status === "terminated";
  const isRunning = status === "active" || status === "updated";
  if (record.status === undefined || isOver !== isRunning) return [];
  const message = "The record says otherwise. FDA does not keep it up to date: ask the firm or the authority.";
  return [{ path: "status", rule: "other-status", message, inNotice: status, inRecord: record.status }];
}
