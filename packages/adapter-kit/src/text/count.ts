import { countGraphemes as countClusters } from "unicode-segmenter/grapheme";

/** Printable ASCII is one cluster a character; only CR LF counts as one, so control characters take the long way. */
const plain = /^[ -~\n]*$/;

/** What a reader calls characters: extended grapheme clusters, UAX #29. */
export function countGraphemes(text: string): number {
  return plain.test(text) ? text.length : countClusters(text);
}

/** Bytes as UTF-8; a lone surrogate counts as the replacement character (3) that is sent in its place. */
export function countBytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(index + 1))) {
      bytes += 2;
      index++;
    } else bytes += 2;
  }
  return bytes;
}

/** Unicode code points; a lone surrogate counts as one. */
export function countCodePoints(text: string): number {
  let points = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(index + 1))) {
      points--;
      index++;
    }
  }
  return points;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
