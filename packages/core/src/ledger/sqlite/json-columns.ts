/** What a JSON column holds for `value`: SQL's NULL where there is none. */
export function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
