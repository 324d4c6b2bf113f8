const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** How many characters a reader sees (UAX #29). */
export function countGraphemes(text: string): number {
  // Printable ASCII and single line feeds never combine: one character each, without the slow segmenter.
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}
