/** Phrases of one or more words, found by their last word. */
export type PhraseIndex<T> = ReadonlyMap<string, readonly IndexedPhrase<T>[]>;

interface IndexedPhrase<T> {
  /** The words before the last one, last first. */
  readonly before: readonly string[];
  readonly value: T;
}

/** Indexes phrases, the longest first where several end alike. */
export function indexPhrases<T>(entries: Iterable<readonly [phrase: string, value: T]>): PhraseIndex<T> {
  const index = new Map<string, IndexedPhrase<T>[]>();
  for (const [phrase, value] of entries) {
    const [last = "", ...before] = phrase.split(" ").reverse();
    index.set(last, [...(index.get(last) ?? []), { before, value }]);
  }
  for (const known of index.values()) known.sort((one, other) => other.before.length - one.before.length);
  return index;
}

/** What the longest phrase means that ends with the word at `at`, of words in the order of reading. */
export function findPhraseAt<T>(
  index: PhraseIndex<T>,
  words: readonly string[],
  at: number,
  fits: (value: T) => boolean = () => true,
): T | undefined {
  return index
    .get(words[at]!)
    ?.find(({ before, value }) => fits(value) && before.every((word, back) => words[at - 1 - back] === word))?.value;
}
