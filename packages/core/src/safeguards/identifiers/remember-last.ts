const mostResults = 64;
const mostCharacters = 500_000;

/**
 * Gives back what `compute` answered for the same key before, of the last 64 keys, or fewer where keys are long: together they
 * have at most half a million characters, but for the newest one.
 */
export function rememberLast<Result>(): (key: string, compute: () => Result) => Result {
  const results = new Map<string, Result>();
  let characters = 0;
  return (key, compute) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = compute();
    results.set(key, result);
    characters += key.length;
    for (const [oldest] of results) {
      if (oldest === key || (results.size <= mostResults && characters <= mostCharacters)) break;
      results.delete(oldest);
      characters -= oldest.length;
    }
    return result;
  };
}
