import type { Candidate } from "../candidate.ts";
import type { Span } from "../text/span.ts";
import { isWordCode } from "../text/words.ts";
import type { View } from "../view.ts";
import { pointsToPerson } from "./url-keys.ts";

/** Domains without `https://` in front are believed only with an ending that is no word and no file type. */
const endings = new Set(
  [
    "com org net edu gov mil int info biz health hospital clinic care ngo app dev online site eu",
    "uk ca au nz ie de fr nl pt br mx ar cl pe uy jp cn za ch se dk fi pl ru ua gr il tr ke ng gh eg ma sa ae pk bd lk",
    "th vn ph sg kr hk cz sk hu ro bg hr rs si io co",
  ].flatMap((line) => line.split(" ")),
);
const plain = /^(?:[a-z\d](?:[a-z\d-]{0,62})\.){1,6}([a-z]{2,24})(?:\.([a-z]{2}))?(?=[/:?#]|$)/;
const schemed = /^https?:\/\/(?:[^/?#@\s]{0,200}@)?(\[[\da-f:.%]{2,60}\]|[^/?#:\s]{1,253})/;

export interface FoundUrl extends Span {
  readonly host: string;
  /** Where its query or fragment begins, if it has one. */
  readonly query?: number;
}

/** Addresses of the web, with or without `https://`, in order. */
export function findUrls({ text, lower }: View): readonly FoundUrl[] {
  const found: FoundUrl[] = [];
  let end = 0;
  for (let at = lower.indexOf("."); at >= 0; at = lower.indexOf(".", Math.max(end, at + 1))) {
    // A full stop with a space behind it, as in prose, or without a letter in front.
    if (!isWordCode(lower.charCodeAt(at + 1)) || !isWordCode(lower.charCodeAt(at - 1))) continue;
    const start = findStart(lower, at, end);
    end = findEnd(lower, at);
    const url = readUrl(text, lower, start, end);
    if (url) found.push(url);
  }
  return found;
}

function findStart(lower: string, from: number, limit: number): number {
  let start = from;
  while (start > limit && isAddress(lower.charCodeAt(start - 1))) start -= 1;
  return start;
}

function findEnd(lower: string, from: number): number {
  let end = from;
  while (end < lower.length && isAddress(lower.charCodeAt(end))) end += 1;
  return end;
}

/** No white space, no quotes, no brackets that stand around addresses, nothing beyond ASCII. */
function isAddress(code: number): boolean {
  return (
    code > 32 && code < 127 && code !== 34 && code !== 39 && code !== 60 && code !== 62 && code !== 40 && code !== 41
  );
}

function readUrl(text: string, lower: string, from: number, to: number): FoundUrl | undefined {
  const scheme = lower.slice(from, to).search(/https?:\/\//);
  const start = scheme < 0 ? skipOpening(lower, from) : from + scheme;
  let end = to;
  while (end > start && /[.,;:!?\]*_~]/.test(lower[end - 1]!)) end -= 1;
  const url = lower.slice(start, end);
  const host = scheme < 0 ? readPlainHost(url, text.slice(start, end)) : schemed.exec(url)?.[1];
  if (!host?.includes(".") && !host?.startsWith("[")) return undefined;
  const query = url.search(/[?#]/);
  return { start, end, host, ...(query >= 0 && { query: start + query }) };
}

function skipOpening(lower: string, from: number): number {
  let start = from;
  while (/[^a-z\d]/.test(lower[start] ?? "a")) start += 1;
  return start;
}

function readPlainHost(url: string, written: string): string | undefined {
  const match = plain.exec(url);
  if (!match || url.includes("@")) return undefined;
  const [host, first = "", second] = match;
  const ending = second ?? first;
  if (/^www\.[^.]+\./.test(host)) return host;
  // A capital behind the stop is a sentence without its space: `Rest.Drink`.
  const known = endings.has(ending) || (second !== undefined && endings.has(first)) || url[host.length] === "/";
  return known && written.slice(host.length - ending.length, host.length) === ending ? host : undefined;
}

/** What an address says about a person, by its host and what it asks for. */
export function judgeUrl(lower: string, url: FoundUrl, isAllowed: (host: string) => boolean): Candidate | undefined {
  const { start, end, host } = url;
  const base = { kind: "url", start, end } as const;
  if (pointsToPerson(lower.slice(start, end))) return { ...base, rule: "url.id-parameter", score: 0.9 };
  if (isAllowed(host)) return undefined;
  return { ...base, rule: "url.unknown-host", score: 0.4, most: "warn" };
}
