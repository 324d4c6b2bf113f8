/** The path of the first member of `value` that would not come back from JSON as it is; `undefined` if all would. */
export function findNonJson(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : path;
  if (typeof value !== "object") return path;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return path;
  for (const [key, item] of Object.entries(value)) {
    const found = findNonJson(item, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
