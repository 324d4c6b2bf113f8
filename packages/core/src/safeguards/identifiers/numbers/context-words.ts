import { wordsAfter, wordsBefore } from "../text/words.ts";
import { contexts, lowering, type ContextName } from "./contexts.ts";

const phrases = new Map<string, readonly string[]>(
  Object.entries({ ...contexts, lowering }).map(([name, { en, es, more }]) => [
    name,
    [...new Set([...en, ...es, ...more])].map((phrase) => ` ${phrase} `),
  ]),
);

const words = new Set([...phrases.values()].flat().map((phrase) => phrase.trim()));

/** Whether one word alone names a kind of number: `ssn`, `nhs`. */
export function isContextWord(word: string): boolean {
  return words.has(word);
}

/** The words around a number. */
export interface Surroundings {
  /** Whether a phrase of this context is near. */
  has(context: ContextName | "lowering"): boolean;
}

const wordsInFront = 6;
const wordsBehind = 4;

/** Reads the words around a span once, whatever number of contexts are asked for. */
export function readSurroundings(lower: string, start: number, end: number): Surroundings {
  let near: string | undefined;
  return {
    has(context) {
      near ??= joinNear(lower, start, end);
      for (const phrase of phrases.get(context)!) if (near.includes(phrase)) return true;
      return false;
    },
  };
}

function joinNear(lower: string, start: number, end: number): string {
  const before = wordsBefore(lower, start, wordsInFront).map(({ word }) => word);
  const behind = wordsAfter(lower, end, wordsBehind).map(({ word }) => word);
  return ` ${before.reverse().join(" ")} | ${behind.join(" ")} `;
}
