import type { TextSpan } from "./text-span.ts";
import { isTopLevelDomain } from "./top-level-domains.ts";
import { trimLinkEnd } from "./trim-link-end.ts";

/** Only after a space, a bracket or at the start; this leaves addresses with a scheme, handles and e-mail out. */
const domain = /(?<![^\s(])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+/gi;
const follows = /(?:(?::\d{1,5})?[/?#][^\s<>"]*)?/uy;

/**
 * The web addresses in `text` that are written without a scheme, such as `example.org/help`; `value` begins with
 * `https://`. The counterpart of `findLinks`, for networks whose readers expect these to work as well.
 *
 * A guess: `report.doc` is none, but a sentence that goes on without a space after its full stop can look like one.
 * Takes time in proportion to the length of the text.
 */
export function findBareDomains(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  for (const { 0: name, index: start } of text.matchAll(domain)) {
    // Part of the address before: "a.example.org/(b.example.org)".
    if (start < (spans.at(-1)?.end ?? 0)) continue;
    const nameEnd = start + name.length;
    if (!isDomain(name) || /[\p{L}\p{N}_@]/u.test(text.charAt(nameEnd))) continue;
    follows.lastIndex = nameEnd;
    follows.test(text);
    const end = trimLinkEnd(text, nameEnd, follows.lastIndex);
    spans.push({ start, end, value: `https://${text.slice(start, end)}` });
  }
  return spans;
}

function isDomain(name: string): boolean {
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  // "fever.In case" lacks a space; nobody writes a domain that way.
  if (last !== last.toLowerCase() && name !== name.toUpperCase()) return false;
  return (
    isTopLevelDomain(last.toLowerCase()) && labels.every((label) => !label.startsWith("-") && !label.endsWith("-"))
  );
}
