import type { Candidate } from "../candidate.ts";
import { matchAt } from "../text/match-at.ts";
import { wordsAfter, wordsBefore, type Word } from "../text/words.ts";
import type { View } from "../view.ts";
import {
  driveWords,
  germanEnding,
  homeWords,
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
const zipArea = /\d{3}(?:xx|\*\*)?(?![a-z\d]|[-.,]\d|%)/y;

export interface PlaceSetting {
  readonly countries: ReadonlySet<string>;
  readonly smallZipAreas: ReadonlySet<string>;
}

/** The postcode or street that the word with a digit at `start` belongs to. */
export function findPlace({ text, lower }: View, start: number, end: number, setting: PlaceSetting): Candidate | undefined {
  const found = findPostcode(text, start, setting) ?? findZip(text, lower, start, end, setting) ?? findStreet(text, lower, start, end);
  if (!found) return undefined;
  const home = wordsBefore(lower, found.start, 6).some(({ word }) => homeWords.has(word));
  return { kind: "geography", ...found, score: home ? 0.85 : found.score };
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

function findZip(text: string, lower: string, start: number, end: number, setting: PlaceSetting): Found | undefined {
  const length = end - start;
  if (length !== 5 && length !== 3) return undefined;
  const match = matchAt(length === 5 ? zipCode : zipArea, lower, start);
  if (!match) return undefined;
  const before = wordsBefore(lower, start, 4);
  const announced = before.some(({ word }) => postcodeWords.has(word));
  const found = { end: start + match[0].length, score: 0.6 };
  if (length === 3) {
    const small = announced && setting.smallZipAreas.has(lower.slice(start, end));
    return small ? { ...found, rule: "geography.small-zip-area", start } : undefined;
  }
  const [state] = before;
  if (state && start - state.end <= 2 && isState(text, state)) return { ...found, rule: "geography.zip", start: state.start };
  return announced || match[0].length > 5 ? { ...found, rule: "geography.zip", start } : undefined;
}

function isState(text: string, { word, start, end }: Word): boolean {
  return stateCodes.has(text.slice(start, end)) || (stateNames.has(word) && isCapital(text, start));
}

function findStreet(text: string, lower: string, start: number, end: number): Found | undefined {
  return findNumberFirst(text, lower, start, end) ?? findNumberLast(text, lower, start, end);
}

const wordsOfStreet = 5;
const longestHouseNumber = 6;

/** `418 Juniper Street`, `12 rue des Tilleuls`. */
function findNumberFirst(text: string, lower: string, start: number, end: number): Found | undefined {
  if (end - start > longestHouseNumber || text[end] !== " " || /[a-z]{2}$/.test(lower.slice(start, end))) return undefined;
  const [first] = wordsAfter(lower, end, 1);
  if (!first || first.start !== end + 1) return undefined;
  if (!isCapital(text, first.start) && !streetBeginnings.has(first.word)) return undefined;
  const words = wordsAfter(lower, end, wordsOfStreet);
  if (streetBeginnings.has(first.word) && words[1]) {
    const last = words.slice(1).find(({ word }) => !streetParticles.has(word));
    return last && isCapital(text, last.start) ? street(start, last.end) : undefined;
  }
  for (const [index, { word, start: from, end: to }] of words.entries()) {
    if (index > 0 && from - words[index - 1]!.end > 2) return undefined;
    if (index > 0 && streetEndings.has(word)) return driveWords.has(words[index - 1]!.word) ? undefined : street(start, to);
    if (!isCapital(text, from) && !streetParticles.has(word) && !/^\d/.test(word)) return undefined;
  }
  return undefined;
}

/** `calle Mayor 12`, `Lindenstrasse 5`. */
function findNumberLast(text: string, lower: string, start: number, end: number): Found | undefined {
  if (end - start > 4) return undefined;
  const [nearest] = wordsBefore(lower, start, 1);
  if (!nearest || start - nearest.end > 2 || !isCapital(text, nearest.start)) return undefined;
  if (germanEnding.test(nearest.word) && nearest.word.length > 5) return street(nearest.start, end);
  for (const { word, start: from } of wordsBefore(lower, start, wordsOfStreet).slice(1)) {
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
