import type { Alert, AlertInfo } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import { countEmoji } from "../../wording/count-emoji.ts";
import { foldSentences } from "../../wording/fold.ts";
import { primaryOf, saysOneOf, type FoundText, type Patterns } from "../../wording/word-rule.ts";
import { languageOf, textsOfInfo } from "./alert-texts.ts";
import { splitSentences } from "./check-words.ts";
import { find } from "./finding.ts";

const maxWords = 20;

const abbreviations: Readonly<Record<string, readonly string[]>> = {
  en: [
    "ED",
    "ER",
    "ICU",
    "NICU",
    "PICU",
    "PPE",
    "EMS",
    "EOC",
    "HCW",
    "ILI",
    "IV",
    "OTC",
    "PCR",
    "POD",
    "LTC",
    "SOB",
    "AQI",
  ],
  es: ["UCI", "UCIN", "EPI", "EPP", "SUH", "SEM", "SAMU", "COE", "PCR", "ICA", "UVI"],
};

/** State words of alerts in English and Spanish, and names that everybody writes so. */
const allowedCapitals = new Set(
  (
    "EXERCISE CORRECTION HEALTH ALERT ADVISORY NOTICE UPDATE CANCELLED CLEAR ENDED EJERCICIO SIMULACRO CORRECCIÓN ALERTA " +
    "SANITARIA SANITARIO AVISO INFORMACIÓN ACTUALIZACIÓN CANCELADO TERMINADA COVID SARS MERS MRSA AIDS SIDA FEMA UNICEF NOAA"
  ).split(" "),
);

const spelledNumbers: Patterns = {
  en: [
    /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand)\b/,
  ],
  es: [
    /\b(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|noventa|cien|mil)\b/,
  ],
};

/** Hints for words that everybody understands, also when they are read aloud. Readability formulas are not used. */
export function checkPlainLanguage({ info }: Alert): readonly Finding[] {
  return info.flatMap((block, index) => [
    ...textsOfInfo(block, index).flatMap((text) => [
      ...checkLength(text),
      ...checkCapitals(text, block),
      ...checkNumbers(text),
    ]),
    ...checkAbbreviations(block, index),
    ...checkEmoji(block, index),
  ]);
}

function checkLength({ path, text }: FoundText): readonly Finding[] {
  const isLong = splitSentences(text).some((sentence) => sentence.split(/\s+/).length > maxWords);
  return isLong
    ? [find("warn", "long-sentence", path, `has a sentence of more than ${maxWords} words. Make two of it.`)]
    : [];
}

function checkCapitals({ path, text }: FoundText, { senderName = "" }: AlertInfo): readonly Finding[] {
  const shouts = (text.match(/(?<![\p{L}\p{N}])\p{Lu}{4,}(?![\p{L}\p{N}])/gu) ?? []).some(
    (word) => !allowedCapitals.has(word) && !senderName.includes(word),
  );
  const message = "has a word in capital letters. Write it in small ones: screen readers may spell it.";
  return shouts ? [find("warn", "capitals", path, message)] : [];
}

function checkNumbers({ path, language, text }: FoundText): readonly Finding[] {
  const message = "spells out a number. Write digits: they are found faster, and compared between languages.";
  return saysOneOf(foldSentences(text), spelledNumbers, language)
    ? [find("warn", "spelled-number", path, message)]
    : [];
}

/** Explained once in a block is enough: `emergency department (ED)`. */
function checkAbbreviations(info: AlertInfo, index: number): readonly Finding[] {
  const texts = textsOfInfo(info, index);
  const all = texts.map(({ text }) => text).join("\n");
  const unexplained = (abbreviations[primaryOf(languageOf(info))] ?? []).filter((short) => !all.includes(`(${short})`));
  return texts.flatMap(({ path, text }) => {
    const words = new Set(text.match(/\p{L}+/gu));
    const message = "has an abbreviation that people may not know. Write it out, or explain it once in brackets.";
    return unexplained.some((short) => words.has(short)) ? [find("warn", "abbreviation", path, message)] : [];
  });
}

function checkEmoji(info: AlertInfo, index: number): readonly Finding[] {
  const inAction = countEmoji(info.instruction ?? "") > 0;
  const count = textsOfInfo(info, index).reduce((sum, { text }) => sum + countEmoji(text), 0);
  return [
    ...(inAction
      ? [find("warn", "emoji", `info[${index}].instruction`, "holds an emoji. What to do is said in words alone.")]
      : []),
    ...(count > 1 ? [find("warn", "emoji", `info[${index}]`, "holds more than one emoji. Keep one at most.")] : []),
  ];
}
