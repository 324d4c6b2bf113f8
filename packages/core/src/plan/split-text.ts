import { findProtectedSpans, type Span } from "./protected-spans.ts";

export interface SplitOptions {
  /** Whether a part is short enough. Must be monotone: what fits still fits when it loses its end. */
  readonly fits: (text: string) => boolean;
  /** Passages that stay whole, beside those that are found by their shape. */
  readonly protect?: readonly string[];
  /** Writes `(1/3)` at the end of each part; it counts. */
  readonly numbering: boolean;
}

/**
 * Splits a text into parts that each fit: between sentences if a sentence ends in reach, else between clauses,
 * else between words, and never inside a protected span. Nothing but the white space at the cuts is lost.
 *
 * @returns the parts, or `undefined` where a span or a word is longer than a part can be.
 */
export function splitText(text: string, options: SplitOptions): readonly string[] | undefined {
  if (options.fits(text)) return [text];
  const breaks = listBreaks(text, findProtectedSpans(text, options.protect));
  if (!options.numbering) return cut(text, breaks, (part) => options.fits(part));
  // The number of digits of the total decides how much room is left, which decides the total.
  for (let digits = 1; digits <= 3; digits += 1) {
    const widest = ` (${"9".repeat(digits)}/${"9".repeat(digits)})`;
    const parts = cut(text, breaks, (part) => options.fits(part + widest));
    if (!parts) return undefined;
    if (String(parts.length).length === digits)
      return parts.map((part, index) => `${part} (${index + 1}/${parts.length})`);
  }
  return undefined;
}

/** Positions at which a new part may begin, strongest class first. */
type Breaks = readonly (readonly number[])[];

const abbreviation =
  /(?:^|[\s(])(?:\p{L}\.(?:\p{L}\.)*|(?:dr|mr|mrs|ms|prof|st|no|nr|tel|approx|ca|vs|z\.b|bzw|sr|sra)\.)$/iu;

function listBreaks(text: string, spans: readonly Span[]): Breaks {
  const paragraphs: number[] = [];
  const sentences: number[] = [];
  const clauses: number[] = [];
  const words: number[] = [];
  let span = 0;
  for (const match of text.matchAll(/\s+|[。！？；，、]/g)) {
    const at = match.index + match[0].length;
    while (span < spans.length && spans[span]!.end <= match.index) span += 1;
    if (span < spans.length && spans[span]!.start < at && at < spans[span]!.end) continue;
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    words.push(at);
    if (match[0].includes("\n")) paragraphs.push(at);
    if (/[。！？]$/.test(match[0]) || (/[.!?…]["'”’)\]]*$/.test(before) && !abbreviation.test(before)))
      sentences.push(at);
    if (/[；，、]$/.test(match[0]) || /[,;:–—]$/.test(before)) clauses.push(at);
  }
  const ends = [...new Set([...paragraphs, ...sentences])].sort((a, b) => a - b);
  return [ends, clauses, words];
}

function cut(text: string, breaks: Breaks, fits: (part: string) => boolean): string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  while (start < text.length) {
    if (fits(text.slice(start).trimEnd())) {
      parts.push(text.slice(start).trimEnd());
      break;
    }
    const next = breaks
      .map((positions) => findLastFitting(text, start, positions, fits))
      .find((at) => at !== undefined);
    if (next === undefined) return undefined;
    parts.push(text.slice(start, next).trimEnd());
    start = next;
  }
  return parts;
}

/** The last of `positions` after `start` up to which the text fits: a binary search, because counting is not free. */
function findLastFitting(
  text: string,
  start: number,
  positions: readonly number[],
  fits: (part: string) => boolean,
): number | undefined {
  let low = positions.findIndex((position) => position > start);
  if (low < 0) return undefined;
  let high = positions.length - 1;
  let found: number | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const position = positions[middle]!;
    if (fits(text.slice(start, position).trimEnd())) {
      found = position;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
