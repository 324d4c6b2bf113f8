import type { TextUnit } from "@carecast/adapter";

const plain = /^[\x20-\x7e\n]*$/;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const encoder = new TextEncoder();

/** Counts `text` without any network's own rules; `weighted` counts code points. */
export function measureText(text: string, unit: TextUnit): number {
  if (unit === "utf16" || plain.test(text)) return text.length;
  if (unit === "bytes") return encoder.encode(text).length;
  if (unit === "graphemes") return [...graphemes.segment(text)].length;
  return [...text].length;
}
