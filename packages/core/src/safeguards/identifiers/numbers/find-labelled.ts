import type { Candidate } from "../candidate.ts";
import { isDigit, isWordCode, wordsBefore, type Word } from "../text/words.ts";
import { matchAt } from "../text/match-at.ts";
import { findPhraseAt, indexPhrases } from "../text/phrase-index.ts";
import { fillers, labels, namingWords, type Label } from "./labels.ts";

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

/** A code as a label announces it: a word with digits, and groups of digits joined to it. */
const code = /[a-z\d]{1,20}(?:[-./][a-z]{0,4}\d[a-z\d]{0,15}| \d{3,15}(?![a-z\d])){0,4}/y;
const longestPrefix = 4;

/** The number in the word with a digit that begins at `start`, if a label stands in front of it. */
export function findLabelled(text: string, lower: string, start: number): Candidate | undefined {
  const found = findGlued(lower, start) ?? findInFront(text, lower, start);
  if (!found) return undefined;
  const { label, from } = found;
  const end = from + (matchAt(code, lower, from)?.[0].length ?? 0);
  const digits = countDigits(lower, from, end);
  if (digits < label.warnFrom) return undefined;
  const { kind, rule, most } = label;
  return { kind, rule, start: from, end, score: digits < label.sureFrom ? 0.5 : 0.9, ...(most && { most }) };
}

interface Found {
  readonly label: Label;
  /** Where the number begins. */
  readonly from: number;
}

/** `mrn448812`: the label and the number in one word. */
function findGlued(lower: string, start: number): Found | undefined {
  let from = start;
  while (from - start <= 20 && !isDigit(lower.charCodeAt(from)) && isWordCode(lower.charCodeAt(from))) from += 1;
  const known = findPhraseAt(phrases, [lower.slice(start, from)], 0, ({ everyday }) => !everyday);
  return known && { label: known.label, from };
}

function findInFront(text: string, lower: string, start: number): Found | undefined {
  const [nearest] = wordsBefore(lower, start, 1);
  if (!nearest) return undefined;
  const known = phrases.has(nearest.word) || fillers.has(nearest.word);
  if (!known && start - nearest.end !== 1) return undefined;
  const before = wordsBefore(lower, start, 7);
  const label = findLabel(lower, before);
  if (label) return { label, from: start };
  // Capitals that belong to the number: `PX-99812`, `ABC 1234`.
  const [prefix, ...others] = before;
  if (!prefix || prefix.end - prefix.start > longestPrefix || start - prefix.end !== 1) return undefined;
  if (!/^[A-Z]+$/.test(text.slice(prefix.start, prefix.end))) return undefined;
  const further = findLabel(lower, others);
  return further && { label: further, from: prefix.start };
}

/** The label that ends the words, nearest first, behind any fillers. */
function findLabel(lower: string, nearest: readonly Word[]): Label | undefined {
  const words = nearest.map(({ word }) => word).reverse();
  let named = false;
  for (const [back, { word, end }] of nearest.entries()) {
    named ||= lower[end] === "#" || lower[end + 1] === "#";
    const known = findPhraseAt(phrases, words, words.length - 1 - back, ({ everyday }) => named || !everyday);
    if (known) return known.label;
    if (!fillers.has(word)) return undefined;
    named ||= namingWords.has(word);
  }
  return undefined;
}

function countDigits(lower: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (isDigit(lower.charCodeAt(at))) count += 1;
  return count;
}
