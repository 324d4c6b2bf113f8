import type { Candidate } from "../candidate.ts";
import { findAge } from "../people/find-age.ts";
import { findDate } from "../people/find-date.ts";
import { readFigures } from "../people/read-date.ts";
import { judgePhone } from "../phones/judge-phone.ts";
import { findPlace } from "../places/find-place.ts";
import type { Setting } from "../setting.ts";
import { matchAt } from "../text/match-at.ts";
import type { Span } from "../text/span.ts";
import { isDigit, isWordCode, wordsBefore } from "../text/words.ts";
import { trackSpans, type View } from "../view.ts";
import { findHardwareAddress, findIpV4 } from "../web/find-ip-addresses.ts";
import { isTradeItemNumber } from "./check-digits.ts";
import { isContextWord, readSurroundings } from "./context-words.ts";
import { findLabelled } from "./find-labelled.ts";
import { findIbanEnd } from "./iban.ts";
import { numberRules, type NumberRule } from "./number-rules.ts";

const rules = {
  digit: numberRules.filter(({ first }) => first === "digit"),
  letter: numberRules.filter(({ first }) => first === "letter"),
};

const anyDigit = /\d/g;
/** How far ahead digits are counted before rules are tried. */
const lookAhead = 24;
const fewestOfLong = 4;
const fewestOfPhone = 7;

/** Everything that holds a digit: each word with one is looked at once, so the work grows with the text and no faster. */
export function findNumbers(view: View, urls: readonly Span[], setting: Setting): readonly Candidate[] {
  const { lower } = view;
  const found: Candidate[] = [];
  const isInUrl = trackSpans(urls);
  let done = 0;
  let phoneEnd = 0;
  anyDigit.lastIndex = 0;
  for (let match = anyDigit.exec(lower); match; match = anyDigit.exec(lower)) {
    let start = match.index;
    while (start > done && isWordCode(lower.charCodeAt(start - 1))) start -= 1;
    let end = match.index + 1;
    while (isWordCode(lower.charCodeAt(end))) end += 1;
    done = end;
    anyDigit.lastIndex = end;
    if (isInUrl(match.index)) continue;
    const ahead = countDigitsAhead(lower, start);
    collectShort(view, start, end, setting, found);
    if (ahead < fewestOfLong && isDigit(lower.charCodeAt(start))) continue;
    collectLong(view, start, end, ahead, setting, found);
    if (ahead >= fewestOfPhone && start >= phoneEnd && isDigit(lower.charCodeAt(start)))
      phoneEnd = collectPhone(view, start, setting, found);
  }
  return found;
}

/** Ages, dates and places may be of two digits; numbers behind a label of one. */
function collectShort(view: View, start: number, end: number, setting: Setting, found: Candidate[]): void {
  const { text, lower } = view;
  const labelled = findLabelled(text, lower, start);
  if (labelled) found.push(labelled);
  const room = findRoom(lower, start, end);
  if (room) found.push(room);
  const place = findPlace(view, start, end, setting);
  if (place) found.push(place);
  if (!isDigit(lower.charCodeAt(start)) || continuesNumber(lower, start)) return;
  const date = findDate(lower, start);
  if (date) found.push(date);
  const digitsEnd = findDigitsEnd(lower, start);
  const age = findAge(lower, start, digitsEnd);
  if (age) found.push(age);
}

const roomWords: ReadonlySet<string> = new Set("room bed zimmer bett habitacion cama chambre lit quarto leito".split(" "));

/** A room or bed means nothing by itself, and much beside a patient. */
function findRoom(lower: string, start: number, end: number): Candidate | undefined {
  const [room] = wordsBefore(lower, start, 1);
  if (!room || !roomWords.has(room.word)) return undefined;
  return { kind: "other", rule: "other.room", start: room.start, end, score: 0.2, most: "warn" };
}

function collectLong(view: View, start: number, end: number, ahead: number, setting: Setting, found: Candidate[]): void {
  const { lower } = view;
  if (continuesNumber(lower, start)) return;
  const add = (from: number, tried: readonly NumberRule[]): void => {
    for (const rule of tried) if (rule.digits <= ahead) addNumber(lower, from, rule, setting, found);
  };
  if (isDigit(lower.charCodeAt(start)) || beginsWithZeroLikeO(lower, start)) {
    add(start, rules.digit);
    // `JG 10 37 59 A`: letters of the number that stand apart.
    if (lower[start - 1] === " " && /(?:^|[^a-z\d])[a-z]{2}$/.test(lower.slice(Math.max(0, start - 4), start - 1)))
      add(start - 3, rules.letter);
  } else {
    add(start, rules.letter);
    addIban(lower, start, found);
    const glued = findGluedNumber(lower, start);
    if (glued !== undefined) add(glued, rules.digit);
  }
  const other = findIpV4(lower, start) ?? findHardwareAddress(lower, start) ?? findDeviceIdentifier(lower, start, end);
  if (other) found.push(other);
}

function beginsWithZeroLikeO(lower: string, start: number): boolean {
  return lower[start] === "o" && isDigit(lower.charCodeAt(start + 1));
}

/** Where the number begins in `ssn212456781`, if the letters in front say what it is. */
function findGluedNumber(lower: string, start: number): number | undefined {
  const from = start + lower.slice(start, start + lookAhead).search(/\d/);
  return isContextWord(lower.slice(start, from)) ? from : undefined;
}

function addNumber(lower: string, start: number, rule: NumberRule, setting: Setting, found: Candidate[]): void {
  const written = matchAt(rule.shape, lower, start)?.[0];
  if (written === undefined) return;
  const code = written.replace(/[^a-z\d]/g, "");
  if (rule.isValid && !rule.isValid(rule.first === "digit" && /^[\do]+$/.test(code) ? code.replaceAll("o", "0") : code)) return;
  const { kind, most, country, context } = rule;
  const end = start + written.length;
  const near = readSurroundings(lower, start, end);
  const isNamed = context !== undefined && near.has(context);
  const atHome = country !== undefined && setting.countries.has(country);
  const plain = (atHome ? rule.score.home : undefined) ?? rule.score.alone;
  const score = isNamed ? rule.score.context : plain - (near.has("lowering") ? 0.2 : 0);
  found.push({ kind, rule: rule.rule, start, end, score, ...(most && { most }) });
}

function addIban(lower: string, start: number, found: Candidate[]): void {
  const end = findIbanEnd(lower, start);
  if (end !== undefined) found.push({ kind: "account", rule: "account.iban", start, end, score: 0.95 });
}

/** The number behind (01) in a unique device identifier (21 CFR 801.20, in the form of GS1). */
function findDeviceIdentifier(lower: string, start: number, end: number): Candidate | undefined {
  if (end - start !== 14 || lower.slice(start - 4, start) !== "(01)" || !isTradeItemNumber(lower.slice(start, end)))
    return undefined;
  return { kind: "device", rule: "device.udi", start, end, score: 0.6, most: "warn" };
}

function collectPhone(view: View, start: number, { phones }: Setting, found: Candidate[]): number {
  const { text, lower } = view;
  let from = start;
  if (text[from - 1] === "(") from -= 1;
  if (text[from - 1] === "+") from -= 1;
  if (continuesNumber(lower, from) || readFigures(lower, from)?.weak === false) return start;
  const [before] = wordsBefore(lower, from, 1);
  // Groups of a longer number or code: `DE77 1001 0010`.
  if (before && from - before.end === 1 && /^(?:[a-z]+\d|\d{3})/.test(before.word)) return start;
  const phone = phones.read(text, from);
  if (!phone) return start;
  found.push(judgePhone(phone, readSurroundings(lower, phone.start, phone.end)));
  return phone.end;
}

/** Whether a number begins here in the middle of a longer one: `1.2.3`, `12/34`. */
function continuesNumber(lower: string, start: number): boolean {
  return /[-./:+]/.test(lower[start - 1] ?? "") && isDigit(lower.charCodeAt(start - 2));
}

function countDigitsAhead(lower: string, start: number): number {
  let count = 0;
  for (let at = start; at < start + lookAhead; at += 1) {
    const code = lower.charCodeAt(at);
    if (isDigit(code)) count += 1;
    // Of separators only space ( ) + - . / :
    else if (!isWordCode(code) && code !== 32 && code !== 40 && code !== 41 && code !== 43 && !(code >= 45 && code <= 47) && code !== 58) break;
  }
  return count;
}

function findDigitsEnd(lower: string, start: number): number {
  let end = start;
  while (isDigit(lower.charCodeAt(end))) end += 1;
  return end;
}
