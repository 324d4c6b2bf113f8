import { foldText } from "../text/fold-text.ts";
import { buildMap, chainMaps, type MappedText } from "../text/mapped-text.ts";

/** The query of an address as words: escapes undone, `+` and `_` as spaces, `&` as the end of an entry. */
export function plainQuery(query: string): MappedText {
  const builder = buildMap(query);
  for (const { 0: found, index } of query.matchAll(/(?:%[\da-f]{2})+|[+_&]/gi))
    builder.replace(index, index + found.length, found === "&" ? ";" : found.length === 1 ? " " : decodeEscapes(found));
  const decoded = builder.finish();
  return chainMaps(decoded, foldText(decoded.text));
}

function decodeEscapes(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    // Not UTF-8: unreadable for people too.
    return " ";
  }
}
