import type { Candidate } from "../candidate.ts";
import { isDigit, wordBefore, wordsBefore, type Word } from "../text/words.ts";
import { matchAt } from "../text/match-at.ts";
import { findPhraseAt, indexPhrases } from "../text/phrase-index.ts";
import type { View } from "../view.ts";
import { fillers, labels, namingWords, type Label } from "./labels.ts";
import type { NumberWord } from "./number-word.ts";

interface LabelWords {
  readonly label: Label;
  readonly everyday: boolean;
}

const phrases = indexPhrases<LabelWords>(
  labels.flatMap((label) => [
    ...[...label.en, ...label.es, ...label.more].map((phrase) => [phrase, { label, everyday: false }] as const),
    ...label.everyday.map((phrase) => [phrase, { label, everyday: true }] as const),
  ]),
);

/** Words in front of a number that may be, or lead back to, a label. */
export const leadingWords: ReadonlySet<string> = new Set([...phrases.keys(), ...fillers]);

/** A code as a label announces it: a word with digits, and groups of digits joined to it. */
const code = /[a-z\d]{1,20}(?:[-./][a-z]{0,4}\d[a-z\d]{0,15}| \d{3,15}(?![a-z\d])){0,4}/y;
const longestPrefix = 4;
/** A code with letters says more by its length than by its digits. */
const shortestCode = 8;
const fewestOfCode = 4;

/** The number of a word with a digit, if a label stands in front of it. */
export function findLabelled(view: View, number: NumberWord): Candidate | undefined {
  const { lower } = view;
  const found = findInFront(view, number) ?? findGlued(lower, number);
  if (!found) return undefined;
  const { label, from } = found;
  const end = from + (matchAt(code, lower, from)?.[0].length ?? 0);
  const digits = countDigits(lower, from, end);
  if (digits < label.warnFrom) return undefined;
  const isSure = digits >= label.sureFrom || (digits >= fewestOfCode && end - from >= shortestCode);
  const { kind, rule, most } = label;
  return { kind, rule, start: from, end, score: isSure ? 0.9 : 0.5, ...(most && { most }) };
}

interface Found {
  readonly label: Label;
  /** Where the number begins. */
  readonly from: number;
}

/** `mrn448812`: the label and the number in one word. */
function findGlued(lower: string, { start, end, digitsEnd }: NumberWord): Found | undefined {
  if (digitsEnd > start || end - start > 40) return undefined;
  let from = start;
  while (!isDigit(lower.charCodeAt(from))) from += 1;
  const known = findPhraseAt(phrases, [lower.slice(start, from)], 0, ({ everyday }) => !everyday);
  return known && { label: known.label, from };
}

function findInFront({ text, lower }: View, { start, front }: NumberWord): Found | undefined {
  if (!front) return undefined;
  // Capitals that belong to the number: `PX-99812`, `ABC 1234`.
  const isPrefix = start - front.end === 1 && front.end - front.start <= longestPrefix && isCapital(text, front);
  if (!isPrefix && !leadingWords.has(front.word)) return undefined;
  const label = findLabel(lower, front);
  if (label || !isPrefix) return label && { label, from: start };
  const further = findLabel(lower, wordBefore(lower, front.start));
  return further && { label: further, from: front.start };
}

function isCapital(text: string, { start, end }: Word): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) < 65 || text.charCodeAt(at) > 90) return false;
  return true;
}

const longestWay = 7;
const longestPhrase = 4;

/** The label that ends with a word, or with one in front of it that only fillers part from it. */
function findLabel(lower: string, nearest: Word | undefined): Label | undefined {
  let named = false;
  let word = nearest;
  for (let way = 0; word && way < longestWay; way += 1) {
    named ||= lower[word.end] === "#" || lower[word.end + 1] === "#";
    if (phrases.has(word.word)) {
      const words = [word, ...wordsBefore(lower, word.start, longestPhrase)].map((one) => one.word).reverse();
      const isNamed = named;
      const known = findPhraseAt(phrases, words, words.length - 1, ({ everyday }) => isNamed || !everyday);
      if (known) return known.label;
    }
    if (!fillers.has(word.word)) return undefined;
    named ||= namingWords.has(word.word);
    word = wordBefore(lower, word.start);
  }
  return undefined;
}

function countDigits(lower: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (isDigit(lower.charCodeAt(at))) count += 1;
  return count;
}
