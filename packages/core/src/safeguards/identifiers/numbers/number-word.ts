import type { Span } from "../text/span.ts";
import { isDigit, isWordCode, wordAfter, wordBefore, type Word } from "../text/words.ts";

/** A word that holds a digit, and the words beside it: `3rd`, `1EG4`, `mrn778899`. */
export interface NumberWord extends Span {
  /** Where its first digits end, if it begins with them; otherwise its start. */
  readonly digitsEnd: number;
  readonly front: Word | undefined;
  readonly behind: Word | undefined;
  /** It goes on with a number in front of it: `2` and `3` of `1.2.3`. */
  readonly isInside: boolean;
}

/** Reads the word around the digit at `at`, which begins nowhere before `limit`. */
export function readNumberWord(lower: string, at: number, limit: number): NumberWord {
  let start = at;
  while (start > limit && isWordCode(lower.charCodeAt(start - 1))) start -= 1;
  let digitsEnd = start;
  while (isDigit(lower.charCodeAt(digitsEnd))) digitsEnd += 1;
  let end = Math.max(digitsEnd, at + 1);
  while (isWordCode(lower.charCodeAt(end))) end += 1;
  return {
    start,
    end,
    digitsEnd,
    front: wordBefore(lower, start),
    behind: wordAfter(lower, end),
    isInside: continuesNumber(lower, start),
  };
}

/** Whether a number that begins here goes on with a longer one: `1.2.3`, `12/34`. */
export function continuesNumber(lower: string, start: number): boolean {
  const before = lower.charCodeAt(start - 1);
  // + - . / :
  return (before === 43 || (before >= 45 && before <= 47) || before === 58) && isDigit(lower.charCodeAt(start - 2));
}
