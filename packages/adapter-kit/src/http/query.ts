export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** `query` as it follows a path, `?` included; keys without a value are left out, lists repeat their key. */
export function writeQuery(query: Query): string {
  let text = "";
  for (const key in query) {
    const value = query[key];
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? (value as readonly string[]) : [value as string | number | boolean]) {
      text += `${text === "" ? "?" : "&"}${encodeURIComponent(key)}=${encodeURIComponent(each)}`;
    }
  }
  return text;
}
