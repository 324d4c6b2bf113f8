import type { NumberWord } from "../numbers/number-word.ts";
import { matchAt } from "../text/match-at.ts";
import type { Span } from "../text/span.ts";
import { isDigit, wordsAfter, wordsBefore, type Word } from "../text/words.ts";
import { monthNames } from "./months.ts";

/** A date in a text. */
export interface FoundDate extends Span {
  /** Its year, where it has one of four digits. */
  readonly year?: number;
  /** `3/5` may be a fraction, and `3.5` anything. */
  readonly weak: boolean;
}

const yearFirst =
  /((?:19|20)\d\d)([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?:t\d\d:\d\d[\d:.z+-]{0,20})?(?![a-z\d])/y;
const yearLast = /(0?[1-9]|[12]\d|3[01])([-/.])(0?[1-9]|[12]\d|3[01])\2((?:1[89]|20)\d\d|\d\d)(?![a-z\d]|[-/.]\d)/y;
const withoutYear = /(?:0?[1-9]|[12]\d|3[01])\/(?:0?[1-9]|[12]\d|3[01])(?![a-z\d%]|[-/.]\d)/y;
const monthAndYear = /(?:0?[1-9]|1[0-2])\/((?:19|20)\d\d)(?![a-z\d%]|[-/.]\d)/y;
const namedMonth =
  /(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.|er)?(?:[- ](?:de |of |the )?)([a-z]{3,10})\.?(?:[-,]? ?(?:de |del )?((?:1[89]|20)\d\d))?(?![a-z\d])/y;
const day = /(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:,? ((?:1[89]|20)\d\d))?(?![a-z\d%:]|[-/.,]\d)/y;
const year = /((?:1[89]|20)\d\d)(?![a-z\d]|[-/.]\d)/y;

/** Words between a day and its month. */
export const dateParticles: ReadonlySet<string> = new Set(["de", "of", "the"]);

/** The date that a number belongs to: in figures, or with a month in words in front or behind. */
export function readDate(lower: string, { start, digitsEnd, front, behind }: NumberWord): FoundDate | undefined {
  if (digitsEnd - start > 4) return undefined;
  const isMonthBehind = behind && (monthNames.has(behind.word) || dateParticles.has(behind.word));
  return (
    (isDigit(lower.charCodeAt(digitsEnd + 1)) ? readFigures(lower, start) : undefined) ??
    (isMonthBehind ? readMonthBehind(lower, start) : undefined) ??
    (front && start - front.end <= 2 && monthNames.has(front.word) ? readMonthInFront(lower, start, front) : undefined)
  );
}

/** A date in figures alone. */
export function readFigures(lower: string, start: number): FoundDate | undefined {
  const first = matchAt(yearFirst, lower, start);
  if (first) return { start, end: start + first[0].length, year: Number(first[1]), weak: false };
  const last = matchAt(yearLast, lower, start);
  // One of the two is a month; which one is a custom of the country.
  if (last && (Number(last[1]) <= 12 || Number(last[3]) <= 12)) {
    const written = Number(last[4]);
    return { start, end: start + last[0].length, ...(written > 99 && { year: written }), weak: false };
  }
  const month = matchAt(monthAndYear, lower, start);
  if (month) return { start, end: start + month[0].length, year: Number(month[1]), weak: true };
  const short = matchAt(withoutYear, lower, start);
  return short ? { start, end: start + short[0].length, weak: true } : undefined;
}

function readMonthBehind(lower: string, start: number): FoundDate | undefined {
  const match = matchAt(namedMonth, lower, start);
  if (!match || !monthNames.has(match[1]!)) return undefined;
  const end = start + match[0].replace(/[-,. ]+$/, "").length;
  return { start, end, ...(match[2] && { year: Number(match[2]) }), weak: false };
}

function readMonthInFront(lower: string, start: number, month: Word): FoundDate | undefined {
  const match = matchAt(day, lower, start) ?? matchAt(year, lower, start);
  if (!match) return undefined;
  return { start: month.start, end: start + match[0].length, ...(match[1] && { year: Number(match[1]) }), weak: false };
}

/** Words before and behind a span, nearest first, without those of the span. */
export function readAround(lower: string, { start, end }: Span, before: number, behind: number): Around {
  return {
    before: wordsBefore(lower, start, before).map(({ word }) => word),
    behind: wordsAfter(lower, end, behind).map(({ word }) => word),
  };
}

export interface Around {
  readonly before: readonly string[];
  readonly behind: readonly string[];
}
