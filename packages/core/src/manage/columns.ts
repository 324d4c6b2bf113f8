const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

let segmenter: Intl.Segmenter | undefined;

function splitGraphemes(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter("en");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns that a text takes on a screen: two for each character of East Asia, and for emoji. */
export function measureWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return splitGraphemes(text).reduce((sum, grapheme) => sum + (wide.test(grapheme) ? 2 : 1), 0);
}

/** Without what steers a terminal or turns its lines around: handles come from networks. */
export function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, "");
}

/** Lines of at most `width` columns; those after the first are indented. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of splitWords(text, Math.max(1, width - indent.length))) {
    const longer = line + piece;
    if (measureWidth(longer.trimEnd()) <= width || line.trim() === "") {
      line = longer;
      continue;
    }
    lines.push(line.trimEnd());
    line = indent + piece;
  }
  return [...lines, line.trimEnd()];
}

const indent = "    ";

/** Words with the spaces after them; one that is wider than a line in pieces. */
function splitWords(text: string, width: number): readonly string[] {
  return (text.match(/\s*\S+\s*|\s+/g) ?? []).flatMap((word) => {
    if (measureWidth(word.trimEnd()) <= width) return [word];
    const pieces = [""];
    for (const grapheme of splitGraphemes(word)) {
      const last = pieces.at(-1) ?? "";
      if (measureWidth(last + grapheme) <= width) pieces[pieces.length - 1] = last + grapheme;
      else pieces.push(grapheme);
    }
    return pieces;
  });
}
