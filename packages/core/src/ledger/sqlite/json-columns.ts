/** What a JSON column holds for `value`: SQL's NULL where there is none. */
export function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** What a JSON column was written from. The caller names the type that the column is written with. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}
