import type { Candidate } from "../candidate.ts";
import type { NumberWord } from "../numbers/number-word.ts";
import { monthNames } from "../people/months.ts";
import { personWords } from "../people/person-words.ts";
import { matchAt } from "../text/match-at.ts";
import { wordsAfter, wordsBefore, type Word } from "../text/words.ts";
import type { View } from "../view.ts";
import {
  driveWords,
  germanEnding,
  homeWords,
  livingWords,
  postcodeWords,
  stateCodes,
  stateNames,
  streetBeginnings,
  streetEndings,
  streetParticles,
} from "./place-words.ts";

const ukPostcode = /(?:[A-Z]{1,2}\d[A-Z\d]?|GIR)( ?)(?:\d[ABD-HJLNP-UW-Z]{2}|0AA)(?![A-Za-z\d])/y;
const canadianPostcode = /[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![A-Za-z\d])/y;
const zipCode = /\d{5}(?:-\d{4})?(?![a-z\d]|[-.,]\d|%)/y;
const zipArea = /\d{3}(?![a-z\d]|[-.,]\d|%)/y;

export interface PlaceSetting {
  readonly countries: ReadonlySet<string>;
  readonly smallZipAreas: ReadonlySet<string>;
}

/** The postcode or street that a word with a digit belongs to. */
export function findPlace(view: View, number: NumberWord, setting: PlaceSetting): Candidate | undefined {
  const { text, lower } = view;
  const found = findPostcode(text, number.start, setting) ?? findZip(view, number, setting) ?? findStreet(view, number);
  if (!found) return undefined;
  return { kind: "geography", ...found, score: isHome(lower, found.start) ? 0.85 : found.score };
}

function isHome(lower: string, start: number): boolean {
  const before = wordsBefore(lower, start, 6).map(({ word }) => word);
  return before.some(
    (word, back) => homeWords.has(word) || (livingWords.has(word) && personWords.has(before[back + 1] ?? "")),
  );
}

interface Found {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

function findPostcode(text: string, start: number, { countries }: PlaceSetting): Found | undefined {
  // Most words with a digit begin with one.
  if (text.charCodeAt(start) < 65) return undefined;
  const uk = matchAt(ukPostcode, text, start);
  if (uk) {
    const score = uk[1] === " " ? 0.5 : countries.has("GB") ? 0.4 : 0.2;
    return { rule: "geography.postcode", start, end: start + uk[0].length, score };
  }
  const canadian = matchAt(canadianPostcode, text, start);
  return canadian ? { rule: "geography.postcode", start, end: start + canadian[0].length, score: 0.5 } : undefined;
}

function findZip(
  { text, lower }: View,
  { start, end, front: state }: NumberWord,
  setting: PlaceSetting,
): Found | undefined {
  const length = end - start;
  if (length !== 5 && (length !== 3 || !setting.smallZipAreas.has(lower.slice(start, end)))) return undefined;
  const match = matchAt(length === 5 ? zipCode : zipArea, lower, start);
  if (!match) return undefined;
  const before = wordsBefore(lower, start, 4);
  const announced = before.some(({ word }) => postcodeWords.has(word));
  const found = { end: start + match[0].length, score: 0.6 };
  if (length === 3) return announced ? { ...found, rule: "geography.small-zip-area", start } : undefined;
  if (state && start - state.end <= 2 && isState(text, state))
    return { ...found, rule: "geography.zip", start: state.start };
  return announced || match[0].length > 5 ? { ...found, rule: "geography.zip", start } : undefined;
}

function isState(text: string, { word, start, end }: Word): boolean {
  return stateCodes.has(text.slice(start, end)) || (stateNames.has(word) && isCapital(text, start));
}

function findStreet(view: View, number: NumberWord): Found | undefined {
  return findNumberFirst(view, number) ?? findNumberLast(view, number);
}

const wordsOfStreet = 5;
const longestHouseNumber = 6;

/** `418 Juniper Street`, `12 rue des Tilleuls`. */
function findNumberFirst({ text, lower }: View, { start, end, digitsEnd, behind }: NumberWord): Found | undefined {
  // A house number may end with a letter, an ordinal with two.
  if (!behind || behind.start !== end + 1 || end - start > longestHouseNumber || end - digitsEnd > 1) return undefined;
  const isForeign = streetBeginnings.has(behind.word);
  if (!isForeign && (!isCapital(text, behind.start) || monthNames.has(behind.word))) return undefined;
  const words = wordsAfter(lower, end, wordsOfStreet);
  if (isForeign) {
    const last = words.slice(1).find(({ word }) => !streetParticles.has(word));
    return last && isCapital(text, last.start) ? street(start, last.end) : undefined;
  }
  for (const [index, { word, start: from, end: to }] of words.entries()) {
    if (index > 0 && !/^(?:\.? |-)$/.test(text.slice(words[index - 1]!.end, from))) return undefined;
    if (index > 0 && streetEndings.has(word))
      return driveWords.has(words[index - 1]!.word) ? undefined : street(start, to);
    if (!isCapital(text, from) && !streetParticles.has(word) && !/^\d/.test(word)) return undefined;
  }
  return undefined;
}

/** `calle Mayor 12`, `Lindenstrasse 5`. */
function findNumberLast({ text, lower }: View, { start, end, front }: NumberWord): Found | undefined {
  if (!front || end - start > 4 || start - front.end > 2 || !isCapital(text, front.start)) return undefined;
  if (front.word.length > 5 && germanEnding.test(front.word)) return street(front.start, end);
  for (const { word, start: from } of wordsBefore(lower, front.start, wordsOfStreet - 1)) {
    if (streetBeginnings.has(word)) return street(from, end);
    if (!isCapital(text, from) && !streetParticles.has(word)) return undefined;
  }
  return undefined;
}

function street(start: number, end: number): Found {
  return { rule: "geography.street", start, end, score: 0.5 };
}

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 65 && code <= 90;
}
