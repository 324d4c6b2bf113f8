import type { MedicineNotice } from "../medicine/medicine-notice.ts";
import { foldSentences } from "../../wording/fold.ts";
import { saysOneOf } from "../../wording/word-rule.ts";
import { eachText } from "../rules/word-rule.ts";
import { findWords } from "../words/words.ts";
import { compareProduct } from "./compare-product.ts";
import type { Difference } from "./cross-check.ts";
import { readNdcs } from "./ndc.ts";
import { readAmounts } from "./read-amounts.ts";
import type { ShortageRecord } from "./shortage-record.ts";

export function compareShortage(notice: MedicineNotice, record: ShortageRecord): readonly Difference[] {
  const { brandName, genericName, company, ndc, strengths, presentation } = record;
  const list = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
  return [
    ...compareKind(notice),
    ...compareStatus(notice, record),
    ...compareAvailability(notice, record),
    ...compareProduct(notice.product, {
      brandNames: list(brandName),
      genericNames: list(genericName),
      makers: list(company),
      ndcs: readNdcs([ndc ?? "", presentation]),
      amounts: readAmounts([...strengths, presentation].join("; ")),
      description: presentation,
    }),
  ];
}

function compareKind({ kind }: MedicineNotice): readonly Difference[] {
  if (kind === "shortage") return [];
  const message = "The record is about a shortage.";
  return [{ path: "kind", rule: "other-kind", message, inNotice: kind, inRecord: "shortage" }];
}

function compareStatus({ status }: MedicineNotice, record: ShortageRecord): readonly Difference[] {
  const isRunning = status === "active" || status === "updated";
  const differs = isRunning ? record.status === "resolved" : record.status === "current";
  if (!differs) return [];
  const message = "The record says otherwise. It is about the nation's supply, not about yours.";
  return [{ path: "status", rule: "other-status", message, inNotice: status, inRecord: record.status ?? "" }];
}

const saysNone = {
  en: [/\b(?:out of stock|sold out|unavailable|no (?:stock|supply|supplies))\b/],
  es: [/\b(?:agotad[oa]s?|sin existencias|no hay existencias)\b/],
};
const saysEnough = {
  en: [/\b(?:no shortage|not in shortage|enough for everyone)\b/],
  es: [/\bno (?:hay|existe) (?:escasez|desabastecimiento)\b/],
};

/** A company that can supply, on a list of what is short, allows neither of the two sentences. */
function compareAvailability(notice: MedicineNotice, record: ShortageRecord): readonly Difference[] {
  const { status, availability } = record;
  return eachText(findWords(notice, notice.languages)).flatMap(({ path, language, text }): readonly Difference[] => {
    const sentences = foldSentences(text);
    const inRecord = `${status ?? "no status"}, ${availability ?? "no availability"}`;
    if (availability === "available" && saysOneOf(sentences, saysNone, language))
      return [{ path, rule: "other-availability", message: "The record says that this company can supply.", inRecord }];
    if (status === "current" && saysOneOf(sentences, saysEnough, language))
      return [{ path, rule: "other-availability", message: "The record says that it is in shortage.", inRecord }];
    return [];
  });
}
