import type { Candidate } from "../candidate.ts";
import { findAge } from "../people/find-age.ts";
import { findDate } from "../people/find-date.ts";
import { monthNames } from "../people/months.ts";
import { dateParticles, readFigures } from "../people/read-date.ts";
import { judgePhone } from "../phones/judge-phone.ts";
import { findPlace } from "../places/find-place.ts";
import { streetBeginnings } from "../places/place-words.ts";
import type { Setting } from "../setting.ts";
import { matchAt } from "../text/match-at.ts";
import type { Span } from "../text/span.ts";
import { isDigit, isWordCode, type Word } from "../text/words.ts";
import { trackSpans, type View } from "../view.ts";
import { findHardwareAddress, findIpV4 } from "../web/find-ip-addresses.ts";
import { isTradeItemNumber } from "./check-digits.ts";
import { isContextWord, readSurroundings } from "./context-words.ts";
import { findLabelled, leadingWords } from "./find-labelled.ts";
import { findIbanEnd } from "./iban.ts";
import type { NumberRule } from "./number-rule.ts";
import { numberRules } from "./number-rules.ts";
import { continuesNumber, readNumberWord, type NumberWord } from "./number-word.ts";

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
  for (let at = findDigit(lower, 0); at >= 0; at = findDigit(lower, done)) {
    const word = readNumberWord(lower, at, done);
    done = word.end;
    if (isInUrl(at)) continue;
    collectShort(view, word, setting, found);
    const beginsWithDigit = word.digitsEnd > word.start;
    const ahead = countDigitsAhead(lower, word);
    if (ahead < fewestOfLong && beginsWithDigit) continue;
    if (!word.isInside) collectLong(lower, word, ahead, setting, found);
    if (ahead >= fewestOfPhone && beginsWithDigit && word.start >= phoneEnd)
      phoneEnd = collectPhone(view, word, setting, found);
  }
  return found;
}

function findDigit(lower: string, from: number): number {
  anyDigit.lastIndex = from;
  return anyDigit.test(lower) ? anyDigit.lastIndex - 1 : -1;
}

const roomWords: ReadonlySet<string> = new Set(
  "room bed zimmer bett habitacion cama chambre lit quarto leito".split(" "),
);
/** Small words beside a number without which, or a capital, no rule about its neighbours can fit. */
const tellingFront: ReadonlySet<string> = new Set([...leadingWords, ...roomWords, ...monthNames]);
const tellingBehind: ReadonlySet<string> = new Set([...monthNames, ...dateParticles, ...streetBeginnings]);

/** Ages, dates and places may be of two digits; numbers behind a label of one. */
function collectShort(view: View, word: NumberWord, setting: Setting, found: Candidate[]): void {
  const { lower } = view;
  const { start, end, digitsEnd, front, behind } = word;
  const frontTells = tells(view, front, tellingFront);
  const behindTells = tells(view, behind, tellingBehind);
  const beginsWithLetter = digitsEnd === start;
  if (frontTells || beginsWithLetter) {
    collect(findLabelled(view, word), found);
    collect(findRoom(word), found);
  }
  const mayBeZip = end - start === 5 || end - start === 3;
  if (frontTells || behindTells || beginsWithLetter || mayBeZip) collect(findPlace(view, word, setting), found);
  if (word.isInside) return;
  collect(findHardwareAddress(lower, start), found);
  if (beginsWithLetter) return;
  if (frontTells || behindTells || isDigit(lower.charCodeAt(digitsEnd + 1))) collect(findDate(lower, word), found);
  collect(findAge(lower, word), found);
}

function tells({ text }: View, word: Word | undefined, telling: ReadonlySet<string>): boolean {
  if (!word) return false;
  const first = text.charCodeAt(word.start);
  return (first >= 65 && first <= 90) || telling.has(word.word);
}

function collect(candidate: Candidate | undefined, found: Candidate[]): void {
  if (candidate) found.push(candidate);
}

/** A room or bed means nothing by itself, and much beside a patient. */
function findRoom({ front, end }: NumberWord): Candidate | undefined {
  if (!front || !roomWords.has(front.word)) return undefined;
  return { kind: "other", rule: "other.room", start: front.start, end, score: 0.2, most: "warn" };
}

function collectLong(lower: string, word: NumberWord, ahead: number, setting: Setting, found: Candidate[]): void {
  const { start, front } = word;
  const add = (from: number, tried: readonly NumberRule[]): void => {
    for (const rule of tried) if (rule.digits <= ahead) addNumber(lower, from, rule, setting, found);
  };
  if (word.digitsEnd > start || beginsWithZeroLikeO(lower, start)) {
    add(start, rules.digit);
    // `JG 10 37 59 A`: letters of the number that stand apart.
    if (front && front.end === start - 1 && front.end - front.start === 2) add(front.start, rules.letter);
  } else {
    add(start, rules.letter);
    addIban(lower, start, found);
    const glued = findGluedNumber(lower, start);
    if (glued !== undefined) add(glued, rules.digit);
  }
  collect(findIpV4(lower, word) ?? findDeviceIdentifier(lower, word), found);
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
  if (rule.isValid && !rule.isValid(rule.first === "digit" && /^[\do]+$/.test(code) ? code.replaceAll("o", "0") : code))
    return;
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
function findDeviceIdentifier(lower: string, { start, end }: NumberWord): Candidate | undefined {
  if (end - start !== 14 || lower.slice(start - 4, start) !== "(01)" || !isTradeItemNumber(lower.slice(start, end)))
    return undefined;
  return { kind: "device", rule: "device.udi", start, end, score: 0.6, most: "warn" };
}

/** Looks for a telephone number; the position behind which the next one may begin. */
function collectPhone(
  { text, lower }: View,
  { start, front }: NumberWord,
  { phones }: Setting,
  found: Candidate[],
): number {
  let from = start;
  if (text[from - 1] === "(") from -= 1;
  if (text[from - 1] === "+") from -= 1;
  if (continuesNumber(lower, from) || readFigures(lower, from)?.weak === false) return start;
  // Groups of a longer number or code: `DE77 1001 0010`.
  if (front && from - front.end === 1 && /^(?:[a-z]+\d|\d{3})/.test(front.word)) return start;
  const phone = phones.read(text, from);
  if (!phone) return start;
  found.push(judgePhone(phone, readSurroundings(lower, phone.start, phone.end)));
  return phone.end;
}

/** Digits of the word and of groups that follow it; letters, but for an O, only behind a word that has some itself. */
function countDigitsAhead(lower: string, { start, end, digitsEnd }: NumberWord): number {
  let count = 0;
  for (let at = start; at < start + lookAhead; at += 1) {
    const code = lower.charCodeAt(at);
    if (isDigit(code)) count += 1;
    else if (isWordCode(code) ? at >= end && digitsEnd === end && code !== 111 : !isSeparator(code)) break;
  }
  return count;
}

/** Space ( ) + - . / : */
function isSeparator(code: number): boolean {
  return code === 32 || code === 40 || code === 41 || code === 43 || (code >= 45 && code <= 47) || code === 58;
}
