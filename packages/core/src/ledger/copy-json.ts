/**
 * A deep copy of JSON data, several times faster than `structuredClone`. Keys that are `undefined` are left out,
 * as a ledger that writes JSON leaves them out.
 */
export function copyJson<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  // The two casts below say what TypeScript cannot: an array's or object's copy has the shape of the original.
  if (Array.isArray(value)) return value.map(copyJson) as T;
  const copy = { ...value } as Record<string, unknown>;
  for (const key in copy) {
    const child = copy[key];
    if (child === undefined) delete copy[key];
    else if (typeof child === "object") copy[key] = copyJson(child);
  }
  return copy as T;
}
