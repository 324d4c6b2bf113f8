import type { Candidate } from "../candidate.ts";
import { splitHashtags } from "../text/split-words.ts";
import { foldText } from "../text/fold-text.ts";
import type { View } from "../view.ts";

/** Finds names that must never appear. */
export type FindDenied = (view: View) => readonly Candidate[];

interface DeniedName {
  /** The words behind the first one. */
  readonly others: readonly string[];
  /** A name of one word, such as Rose, may be a word: it counts with a capital only. */
  readonly needsCapital: boolean;
}

const anyWord = /[a-z\d\u0080-\uffff]+/g;

/** @param names - as people write them; found in any case, in hashtags, run together, and family name first. */
export function compileDenied(names: readonly string[]): FindDenied {
  const byFirst = new Map<string, DeniedName[]>();
  const add = ([first = "", ...others]: readonly string[], needsCapital: boolean): void => {
    byFirst.set(first, [...(byFirst.get(first) ?? []), { others, needsCapital }]);
  };
  for (const name of names) {
    const words = foldWords(name);
    add(words, words.length === 1 && /^\p{Lu}/u.test(name));
    if (words.length === 1) continue;
    add([words.at(-1)!, ...words.slice(0, -1)], false);
    add([words.join("")], false);
  }
  return byFirst.size === 0 ? () => [] : (view) => findDenied(view, byFirst);
}

/** The words of a text, folded as a view is. */
export function foldWords(text: string): string[] {
  return splitHashtags(foldText(text).text).text.toLowerCase().match(anyWord) ?? [];
}

function findDenied({ text, lower }: View, byFirst: ReadonlyMap<string, readonly DeniedName[]>): Candidate[] {
  const found: Candidate[] = [];
  for (const { 0: word, index } of lower.matchAll(anyWord)) {
    for (const { others, needsCapital } of byFirst.get(word) ?? []) {
      if (needsCapital && !/[A-Z\u0080-\uffff]/.test(text[index]!)) continue;
      const end = matchWords(lower, index + word.length, others);
      if (end !== undefined) found.push({ kind: "name", rule: "name.denied", start: index, end, score: 1 });
    }
  }
  return found;
}

/** Where the words end that follow each other from `from` on, with a few signs between them. */
function matchWords(lower: string, from: number, words: readonly string[]): number | undefined {
  let at = from;
  for (const word of words) {
    const gap = /^[^a-z\d\u0080-\uffff]{0,3}/.exec(lower.slice(at, at + 3))![0].length;
    at += gap;
    if (!lower.startsWith(word, at) || /[a-z\d\u0080-\uffff]/.test(lower[at + word.length] ?? "")) return undefined;
    at += word.length;
  }
  return at;
}
