/** A stretch of text from `start` to before `end`, in UTF-16 positions. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Everything here holds white space that a careless split could fall into. What has none, such as a URL or an
// e-mail address, is never split because a thread breaks at white space. Each pattern is linear: no quantifier
// can match the same character in two ways.
const patterns: readonly RegExp[] = [
  // Telephone numbers: groups of digits joined by one space, dot, dash or bracket.
  /\+?\(?\d{1,5}\)?(?:[ \u00a0.\-/]\(?\d{1,5}\)?)+/g,
  // Doses and measures: 500 mg, 2.5 ml, 1,000 IU, 38 °C, 2 tablets a day.
  /\d[\d.,]*[ \u00a0](?:[kcmµμ]?g|[cmµμd]?l|IU|IE|UI|mmol|mEq|°[CF]|%|km|m|ft|miles?|tablets?|capsules?|drops?|puffs?|doses?|units?|minutes?|hours?|days?|weeks?|months?|years?)(?![\p{L}\p{N}])/giu,
  // Times with what belongs to them: 16:45 AKDT, 9 a.m., 4 pm.
  /\d{1,2}(?:[:.]\d\d)?[ \u00a0](?:[ap]\.?m\b\.?|[A-Z]{2,5}\b|Uhr\b|UTC[+-]?\d{0,2}|\(UTC[^)]{0,8}\))/g,
  // Dates with a month in words: 31 Aug 2026, August 31, 2026.
  /\d{1,2}\.?[ \u00a0]\p{L}{3,10}\.?(?:[ \u00a0]\d{4})?|\p{Lu}\p{L}{2,9}\.?[ \u00a0]\d{1,2}(?:,[ \u00a0]\d{4})?/gu,
];

/** The stretches of `text` that must stay in one piece, in order and without overlaps. */
export function findProtectedSpans(text: string, passages: readonly string[] = []): readonly Span[] {
  const spans: Span[] = [];
  for (const pattern of patterns)
    for (const match of text.matchAll(pattern)) spans.push({ start: match.index, end: match.index + match[0].length });
  for (const passage of passages)
    for (let start = text.indexOf(passage); start >= 0; start = text.indexOf(passage, start + passage.length))
      spans.push({ start, end: start + passage.length });
  return mergeSpans(spans);
}

function mergeSpans(spans: Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}
