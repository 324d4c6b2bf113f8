import type { TextSpan } from "./text-span.ts";

/** Letters, marks, digits, `_` and the middle dots that Catalan and Japanese write inside words. */
const word = /(?<![\p{L}\p{M}\p{N}_/&=#＃)])[#＃]([\p{L}\p{M}\p{N}_·・]+)/gu;
/** All up to a space or invisible character; the networks that allow it cut punctuation off the end. */
const open = /(?<!\S)[#＃](?!\ufe0f)([^\u20e2\s\u00ad\u2060\u200a-\u200d]+)/gu;
const punctuationAtEnd = /[\p{P}\ufe0e\ufe0f]/u;
const letter = /[^\d\s\p{P}]/u;

/**
 * The hashtags in `text`, with `#` or `＃`; `value` is without it. A tag of digits only is none.
 *
 * @param style `word` (default): letters, digits and `_`, as Mastodon and most networks read it. `open`: everything
 *   up to the next space, less punctuation at the end, as Bluesky reads it (`#covid-19` is one tag).
 */
export function findHashtags(text: string, style: "word" | "open" = "word"): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  if (!text.includes("#") && !text.includes("＃")) return spans;
  for (const match of text.matchAll(style === "word" ? word : open)) {
    const value = style === "word" ? (match[1] ?? "") : trimEnd(match[1] ?? "");
    if (!letter.test(value)) continue;
    spans.push({ start: match.index, end: match.index + 1 + value.length, value });
  }
  return spans;
}

/** Backwards by hand: a pattern anchored at the end would be tried from every punctuation mark of the tag. */
function trimEnd(value: string): string {
  let end = value.length;
  while (end > 0 && punctuationAtEnd.test(value[end - 1] ?? "")) end--;
  return value.slice(0, end);
}
