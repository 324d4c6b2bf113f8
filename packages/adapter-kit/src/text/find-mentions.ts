import type { TextSpan } from "./text-span.ts";

/** A word character, `/` or `=` before the `@` makes it part of an address. */
const mention =
  /(?<![\p{L}\p{M}\p{N}_/=@])[@＠]([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?:@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}])?)?)/giu;

/**
 * The handles in `text`: `@user`, `@user@host.tld` and `@handle.domain`; `value` is without the first `@`.
 *
 * Whether somebody has that handle only the network knows. Takes time in proportion to the length of the text.
 */
export function findMentions(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  if (!text.includes("@") && !text.includes("＠")) return spans;
  for (const match of text.matchAll(mention)) {
    spans.push({ start: match.index, end: match.index + match[0].length, value: match[1] ?? "" });
  }
  return spans;
}
