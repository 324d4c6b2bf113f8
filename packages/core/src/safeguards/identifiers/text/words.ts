/** A word of a lower-case text, and where it lies. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters and digits; everything beyond ASCII counts as a letter, because punctuation was folded before. */
export function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || isDigit(code) || (code >= 65 && code <= 90) || code > 127;
}

/** How far a rule looks for words, so that its work is bounded. */
const reach = 80;
/** Longer words are names of nothing here. */
const longestWord = 32;

/** The word before `position`, not beyond the start of the sentence. */
export function wordBefore(lower: string, position: number): Word | undefined {
  const limit = Math.max(0, position - reach);
  let end = position;
  while (end > limit && !isWordCode(lower.charCodeAt(end - 1))) {
    if (endsSentence(lower, end - 1)) return undefined;
    end -= 1;
  }
  let start = end;
  while (start > limit && end - start <= longestWord && isWordCode(lower.charCodeAt(start - 1))) start -= 1;
  return start === end ? undefined : { word: lower.slice(start, end), start, end };
}

/** The word from `position` on, not beyond the end of the sentence. */
export function wordAfter(lower: string, position: number): Word | undefined {
  const limit = Math.min(lower.length, position + reach);
  let start = position;
  while (start < limit && !isWordCode(lower.charCodeAt(start))) {
    if (endsSentence(lower, start)) return undefined;
    start += 1;
  }
  let end = start;
  while (end < limit && end - start <= longestWord && isWordCode(lower.charCodeAt(end))) end += 1;
  return start === end ? undefined : { word: lower.slice(start, end), start, end };
}

/** Up to `count` words before `position`, nearest first, not beyond the start of the sentence. */
export function wordsBefore(lower: string, position: number, count: number): readonly Word[] {
  const words: Word[] = [];
  for (let word = wordBefore(lower, position); word; word = wordBefore(lower, word.start))
    if (words.push(word) === count || position - word.start > reach) break;
  return words;
}

/** Up to `count` words from `position` on, nearest first, not beyond the end of the sentence. */
export function wordsAfter(lower: string, position: number, count: number): readonly Word[] {
  const words: Word[] = [];
  for (let word = wordAfter(lower, position); word; word = wordAfter(lower, word.end))
    if (words.push(word) === count || word.end - position > reach) break;
  return words;
}

/** A full stop ends no sentence after a short word, which may be an abbreviation or an ordinal: `no.`, `tel.`, `3.` */
function endsSentence(lower: string, at: number): boolean {
  const code = lower.charCodeAt(at);
  if (code === 33 || code === 63 || code === 0x3002) return true;
  if (code !== 46) return false;
  const next = lower.charCodeAt(at + 1);
  if (next !== 32 && next !== 10) return false;
  for (let back = 1; back <= 4; back += 1) if (!isWordCode(lower.charCodeAt(at - back))) return false;
  return true;
}
