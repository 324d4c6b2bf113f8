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
 * newest one. Texts are compared and not hashed: most differ in their length already.
 */
export function rememberLast<Result>(): Remember<Result> {
  const known: Known<Result>[] = [];
  let characters = 0;
  return (purpose, texts, compute) => {
    const found = known.find((one) => one.purpose === purpose && areSame(one.texts, texts));
    if (found) return found.result;
    const added = { purpose, texts, characters: countCharacters(texts), result: compute() };
    known.push(added);
    characters += added.characters;
    while (known.length > 1 && (known.length > mostResults || characters > mostCharacters))
      characters -= known.shift()?.characters ?? 0;
    return added.result;
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
