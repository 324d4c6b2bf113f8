import type { TextSpan } from "./text-span.ts";
import { trimLinkEnd } from "./trim-link-end.ts";

/** What makes of the part before it a user name, a trick to show one host and open another. */
const user = /[:@](?:[^\s/?#@]*@)?/uy;
/** A letter or digit before it makes it part of a word. */
const scheme = /(?<![\p{L}\p{N}_])https?:\/\//giu;
const host = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}])?(?::\d{1,5}(?!\d))?/uy;
const rest = /[^\s<>"\u0000-\u001f\u3000-\u3002「」『』]*/uy;

/**
 * The web addresses in `text` that begin with `http://` or `https://`.
 *
 * Punctuation at the end belongs to the sentence, and so does a closing bracket whose opening one is not in the
 * address. An address with a user name is none. Takes time in proportion to the length of the text.
 */
export function findLinks(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  scheme.lastIndex = 0;
  for (let match = scheme.exec(text); match !== null; match = scheme.exec(text)) {
    const start = match.index;
    const end = endOfLink(text, scheme.lastIndex);
    if (end === undefined) continue;
    spans.push({ start, end, value: text.slice(start, end) });
    scheme.lastIndex = end;
  }
  return spans;
}

/** Where the link ends whose host begins at `hostAt`; undefined where no host is. */
function endOfLink(text: string, hostAt: number): number | undefined {
  host.lastIndex = hostAt;
  if (!host.test(text)) return undefined;
  const hostEnd = host.lastIndex;
  const next = text[hostEnd];
  if (next === "@" || next === ":") {
    user.lastIndex = hostEnd;
    if (user.exec(text)?.[0].endsWith("@") === true) return undefined;
  }
  if (next !== "/" && next !== "?" && next !== "#") return hostEnd;
  rest.lastIndex = hostEnd;
  rest.test(text);
  return trimLinkEnd(text, hostEnd, rest.lastIndex);
}
