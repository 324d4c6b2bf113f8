import type { LanguageTag } from "@carecast/adapter";

import type { Contact } from "../words/facts.ts";
import type { Row } from "../words/write-forms.ts";
import { writeDate } from "../words/write-time.ts";
import type { Words, WordsIfKnown } from "../words/words.ts";
import { writeStrength } from "./amount.ts";
import type {
  MedicineAppearance,
  MedicineLots,
  MedicineNotice,
  RecallNotice,
  ShortageNotice,
  StrengthChangeNotice,
} from "./medicine-notice.ts";
import type { MedicineLabel, MedicinePhrases } from "./medicine-phrases.ts";

/** What the rows of one language are written with. */
export interface RowWriter {
  readonly language: LanguageTag;
  readonly phrases: MedicinePhrases;
  /** A labelled line, empty where there is nothing to say. */
  readonly line: (label: MedicineLabel, text: string | undefined) => string;
  readonly words: (words: Words | undefined) => string | undefined;
  readonly wordsIfKnown: (words: WordsIfKnown | undefined) => string | undefined;
}

export function createRowWriter(language: LanguageTag, phrases: MedicinePhrases): RowWriter {
  const words = (given: Words | undefined): string | undefined => given?.[language];
  return {
    language,
    phrases,
    line: (label, text) => (text ? `${phrases.labels[label]}: ${text}` : ""),
    words,
    wordsIfKnown: (given) => (given === "not-known-yet" ? phrases.notKnownYet : words(given)),
  };
}

/** The lines that only this kind of notice has, in their order. */
export function writeKindRows(notice: MedicineNotice, writer: RowWriter): readonly Row[] {
  const { language, phrases, line, words, wordsIfKnown } = writer;
  switch (notice.kind) {
    case "recall":
      return [
        { text: line("class", writeClass(notice, writer)), until: 5 },
        ...writeProblem(notice, writer),
        writeLots(notice.lots, notice.authority.url, writer),
        { text: notice.level === "patient" ? "" : phrases.notForPatients },
      ];
    case "halt":
      return [
        ...writeProblem(notice, writer),
        writeLots(notice.lots, notice.authority.url, writer),
        { text: line("alternatives", writeAlternatives(notice.alternatives, writer)), until: 5 },
      ];
    case "ban":
    case "withdrawal":
      return [
        { text: line("effective", writeDate(notice.effectiveOn, language)) },
        ...writeProblem(notice, writer),
        { text: line("replacement", words(notice.replacement)) },
      ];
    case "shortage":
      return writeShortage(notice, writer);
    case "appearance-change":
      return [
        { text: line("before", writeLooks(notice.before, writer)) },
        { text: line("after", writeLooks(notice.after, writer)) },
        { text: phrases.sameMedicine(writeStrength(notice.product.strength, phrases)) },
      ];
    case "strength-change":
      return writeNewStrength(notice, writer);
    case "counterfeit":
      return [
        ...writeProblem(notice, writer),
        writeLots(notice.lots, notice.authority.url, writer),
        { text: line("howToTell", words(notice.howToTell)) },
        { text: line("seenWhere", wordsIfKnown(notice.seenWhere)), until: 4 },
        { text: line("report", writeContact(notice.report)) },
      ];
  }
}

function writeShortage(notice: ShortageNotice, writer: RowWriter): readonly Row[] {
  const { language, phrases, line, words, wordsIfKnown } = writer;
  const until = notice.until === "not-known-yet" ? phrases.notKnownYet : writeDate(notice.until, language);
  return [
    { text: line("area", words(notice.area)) },
    { text: `${line("from", writeDate(notice.from, language))}. ${line("until", until)}` },
    { text: line("reason", wordsIfKnown(notice.reason)), until: 2 },
    { text: line("ownStock", words(notice.ownStock)), until: 5 },
    { text: line("first", words(notice.prioritised)), until: 3 },
    { text: line("alternatives", writeAlternatives(notice.alternatives, writer)), until: 5 },
    { text: phrases.doNotStockpile },
  ];
}

function writeNewStrength(notice: StrengthChangeNotice, { language, phrases, line }: RowWriter): readonly Row[] {
  const { newCount, oldCount } = notice.replaces;
  const now = writeStrength(notice.product.strength, phrases);
  const before = writeStrength(notice.oldStrength, phrases);
  return [
    { text: line("starts", writeDate(notice.startsOn, language)) },
    { text: phrases.replaces(newCount, now, oldCount, before) },
    { text: phrases.doubleDose },
  ];
}

function writeProblem(
  { reason, hazard }: { readonly reason: WordsIfKnown; readonly hazard: WordsIfKnown },
  { line, wordsIfKnown }: RowWriter,
): readonly Row[] {
  return [
    { text: line("reason", wordsIfKnown(reason)), until: 2 },
    { text: line("hazard", wordsIfKnown(hazard)), until: 3 },
  ];
}

function writeAlternatives(alternatives: Words | "ask-prescriber", { phrases, words }: RowWriter): string | undefined {
  return alternatives === "ask-prescriber" ? phrases.askPrescriber : words(alternatives);
}

/** With its scheme and what it means there, or it would only be a number. */
function writeClass({ recallClass }: RecallNotice, { phrases, words }: RowWriter): string {
  if (recallClass === "not-yet-classified") return phrases.notYetClassified;
  switch (recallClass.scheme) {
    case "FDA":
      return `${phrases.className("FDA", recallClass.value)}: ${phrases.classMeanings[`FDA-${recallClass.value}`]}`;
    case "MHRA":
    case "EU":
      return `${phrases.className(recallClass.scheme, recallClass.value)}: ${phrases.classMeanings[`class-${recallClass.value}`]}`;
    case "other":
      return `${recallClass.name} ${recallClass.value}: ${words(recallClass.meaning) ?? ""}`;
  }
}

/** A list of lots is whole, or their count stands there with the address of the list. Their expiries go first. */
function writeLots(lots: MedicineLots, listUrl: string, { phrases, language, line }: RowWriter): Row {
  if (lots === "all") return { text: line("lots", phrases.allLots) };
  if (lots === "not-known-yet") return { text: line("lots", phrases.notKnownYet) };
  const list = line("lots", listLots(lots, phrases, language).join(", "));
  const plain = lots.map(({ lot }) => lot).join(", ");
  // The same in every language, whatever their words are.
  const isShort = plain.length <= listUrl.length + 15;
  const short = line("lots", isShort ? plain : phrases.lotCount(lots.length, listUrl));
  return { text: list, until: 4, then: { text: short } };
}

export function listLots(
  lots: MedicineLots,
  { expires }: Pick<MedicinePhrases, "expires">,
  language: LanguageTag,
): readonly string[] {
  if (typeof lots === "string") return [];
  return lots.map(({ lot, expiry }) =>
    expiry === undefined ? lot : `${lot} (${expires} ${writeDate(expiry, language)})`,
  );
}

function writeLooks({ shape, colour, imprint, sizeMm }: MedicineAppearance, { words, phrases }: RowWriter): string {
  const { labels } = phrases;
  const looks = [words(shape), words(colour), `${labels.imprint}: ${imprint}`];
  return [...looks, ...(sizeMm === undefined ? [] : [`${labels.size}: ${sizeMm} mm`])].join(", ");
}

function writeContact({ phone, url }: Contact): string {
  return [phone, url].filter((way) => way !== undefined).join(", ");
}
