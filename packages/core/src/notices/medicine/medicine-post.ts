import type { Post, PostContent, Source } from "../../models/post.ts";
import { phrasesFor, readNoticeOptions, type NoticeOptions } from "../notice-options.ts";
import { keptOf, writeForms, type Row } from "../words/write-forms.ts";
import { writeDate, writeInstant } from "../words/write-time.ts";
import { writePost } from "../write-post.ts";
import { writeStrength } from "./amount.ts";
import type { MedicineNotice, MedicineSource } from "./medicine-notice.ts";
import { builtInMedicinePhrases, type MedicinePhrases } from "./medicine-phrases.ts";
import { createRowWriter, listLots, writeKindRows, type RowWriter } from "./medicine-rows.ts";
import { parseMedicineNotice } from "./parse-medicine-notice.ts";

/**
 * The post that a medicine notice becomes: one text a language, each with shorter forms in which the product with its
 * strength, what to do, who says to stop or not to, until when and the telephone number always survive.
 *
 * Pictures of tablets are added to the post by the caller, with an alt text that says shape, colour and imprint.
 * A post has no time of its own: `noticeContent` gives it together with its `notAfter`.
 *
 * @throws InvalidPostError when the notice is not fit for the public.
 * @throws ConfigError when an option is wrong.
 */
export function medicinePost(value: MedicineNotice, given: NoticeOptions = {}): Post {
  const options = readNoticeOptions(given);
  const notice = parseMedicineNotice(value);
  const { languages } = notice;
  const own = (tag: string): MedicinePhrases | undefined => options.phrases?.[tag]?.medicine;
  const contents = languages.map((language, index) => {
    const phrases = phrasesFor("medicine", builtInMedicinePhrases, languages, index, own);
    return writeMedicine(notice, createRowWriter(language, phrases), options);
  });
  const stopNow = findStopNow(notice);
  return writePost(languages, contents, {
    priority: isDangerous(notice) ? "emergency" : "high",
    sources: [notice.authority, ...(stopNow ? [stopNow] : [])].map(toSource),
  });
}

function toSource({ name, url, date }: MedicineSource): Source {
  return { name, url, date: `${date}T00:00:00Z` };
}

function findStopNow(notice: MedicineNotice): MedicineSource | undefined {
  return "stopNow" in notice ? notice.stopNow : undefined;
}

/** What may kill: the first class of a known scheme, and what nobody knows the content of. */
function isDangerous(notice: MedicineNotice): boolean {
  if (notice.kind === "counterfeit") return true;
  if (notice.kind !== "recall" || notice.recallClass === "not-yet-classified") return false;
  const { scheme, value } = notice.recallClass;
  return scheme !== "other" && (value === "I" || value === "1");
}

function writeMedicine(notice: MedicineNotice, writer: RowWriter, { timeZone }: NoticeOptions): PostContent {
  const { language, phrases, line } = writer;
  const { product, authority, contact } = notice;
  const date = writeDate(authority.date, language);
  const source = `${authority.name}, ${date}`;
  const reference = `${phrases.labels.reference} ${authority.reference}`;
  const phone = line("questions", contact.phone);
  const isClosed = notice.closing !== undefined;
  const end = isClosed ? "" : line("reviewed", writeInstant(notice.reviewAt, language, timeZone));
  const middle = isClosed ? writeClosing(notice, writer, timeZone) : writeMessage(notice, writer);
  const rows: readonly Row[] = [
    {
      text: `${writeTitle(notice, phrases, writeInstant(notice.issuedAt, language, timeZone))}: ${nameProduct(notice, writer)}`,
    },
    ...middle,
    { text: end },
    { text: line("source", `${source}, ${reference}`), until: 4, then: { text: line("source", source), until: 6 } },
    { text: phone },
    { text: contact.url ?? "", until: 5 },
    { text: line("sideEffects", notice.reportSideEffects), until: 1 },
    { text: authority.url, until: 4 },
  ];
  const lots = "lots" in notice && !isClosed ? listLots(notice.lots, phrases, language) : [];
  const strength = writeStrength(product.strength, phrases);
  const protect = [...new Set([strength, ...middle.map(keptOf), ...lots, end, phone])].filter((text) => text !== "");
  return { ...writeForms(rows), protect };
}

function writeTitle(notice: MedicineNotice, phrases: MedicinePhrases, issuedAt: string): string {
  const { kind, status } = notice;
  const isUrgent =
    notice.kind === "recall" &&
    notice.recallClass !== "not-yet-classified" &&
    notice.recallClass.scheme !== "other" &&
    notice.recallClass.value !== "III" &&
    notice.recallClass.value !== "3";
  const title = phrases.titles[isUrgent ? "urgent-recall" : kind];
  switch (status) {
    case "active":
      return title;
    case "updated":
      return `${phrases.updated}: ${title}`;
    case "ended":
      return `${phrases.ended}: ${phrases.titles[kind]}`;
    case "issued-in-error":
      return `${phrases.correction} (${issuedAt})`;
  }
}

/** Brand, generic name, strength, form and maker: look-alike names are told apart by all of them together. */
function nameProduct({ product }: MedicineNotice, { phrases, words }: RowWriter): string {
  const { name, genericName, strength, form, maker } = product;
  const names = name.toLowerCase() === genericName.toLowerCase() ? name : `${name} (${genericName})`;
  return `${names} ${writeStrength(strength, phrases)} ${words(form) ?? ""}, ${maker}`;
}

function writeMessage(notice: MedicineNotice, writer: RowWriter): readonly Row[] {
  const { phrases, line, words } = writer;
  const { packSize, codes = {} } = notice.product;
  const action = words(notice.whatToDo) ?? phrases.actions[notice.kind];
  const returns = notice.kind === "recall" ? words(notice.returns) : undefined;
  const written = [codes.ndc && `NDC ${codes.ndc}`, codes.gtin && `GTIN ${codes.gtin}`].filter(Boolean).join(", ");
  return [
    { text: line("pack", words(packSize)), until: 3 },
    { text: line("codes", written), until: 1 },
    { text: line("who", words(notice.whoIsAffected)), until: 1 },
    ...writeKindRows(notice, writer),
    { text: line("action", [action, returns].filter(Boolean).join(" ")) },
    { text: writeStopLine(notice, writer) },
  ];
}

/** Where a medicine is taken away: stop, with who says so, or do not stop before you have asked. Never both. */
function writeStopLine(notice: MedicineNotice, { language, phrases }: RowWriter): string {
  const stopNow = findStopNow(notice);
  if (stopNow) return phrases.stopNow(stopNow.name, writeDate(stopNow.date, language));
  const takesAway =
    notice.kind === "recall" || notice.kind === "halt" || notice.kind === "ban" || notice.kind === "withdrawal";
  return takesAway && notice.product.prescription ? phrases.doNotStop : "";
}

/** What was said before is not said again: a wrong sentence that is repeated is remembered. */
function writeClosing(notice: MedicineNotice, writer: RowWriter, timeZone: string | undefined): readonly Row[] {
  const { line, words, language } = writer;
  const first = notice.firstIssuedAt;
  return [
    { text: words(notice.closing) ?? "" },
    { text: first === undefined ? "" : line("firstNotice", writeInstant(first, language, timeZone)) },
  ];
}
