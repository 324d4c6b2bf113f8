import type { ScanText } from "./finding.ts";

const mostResults = 64;
const mostCharacters = 500_000;

/** Hands out what was computed for the same texts before, or computes it. `purpose` tells apart what is computed differently. */
export type Remember<Result> = (purpose: string, texts: readonly ScanText[], compute: () => Result) => Result;

interface Known<Result> {
  readonly purpose: string;
  readonly texts: readonly ScanText[];
  readonly characters: number;
  readonly result: Result;
}

/**
 * Remembers the last 64 results, or fewer where texts are long: together they have at most half a million characters, but for the
 * newest one. They are found by their first text alone, whose hash the engine keeps; of two that share it, the newer one is known.
 */
export function rememberLast<Result>(): Remember<Result> {
  const byFirst = new Map<string, Known<Result>>();
  let characters = 0;

  function forget(first: string): void {
    characters -= byFirst.get(first)?.characters ?? 0;
    byFirst.delete(first);
  }

  return (purpose, texts, compute) => {
    const first = texts[0]?.text ?? "";
    const known = byFirst.get(first);
    if (known?.purpose === purpose && areSame(known.texts, texts)) return known.result;
    const result = compute();
    forget(first);
    const added = { purpose, texts, characters: countCharacters(texts), result };
    byFirst.set(first, added);
    characters += added.characters;
    for (const [oldest] of byFirst) {
      if (byFirst.size === 1 || (byFirst.size <= mostResults && characters <= mostCharacters)) break;
      forget(oldest);
    }
    return result;
  };
}

/** Paths say which texts continue each other and which are file names. */
function areSame(some: readonly ScanText[], others: readonly ScanText[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ path, text }, index) => text === others[index]!.text && path === others[index]!.path)
  );
}

function countCharacters(texts: readonly ScanText[]): number {
  return texts.reduce((count, { text }) => count + text.length, 0);
}
