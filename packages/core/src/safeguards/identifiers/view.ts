import type { Span } from "./text/span.ts";

/** A text as rules read it. */
export interface View {
  /** Folded: plain digits and letters, nothing unseen, hashtags and file names split into words. */
  readonly text: string;
  /** The same in lower case, position by position. */
  readonly lower: string;
}

export function viewText(text: string): View {
  const lower = text.toLowerCase();
  // A few letters beyond ASCII change their length with their case; then only ASCII is lowered.
  if (lower.length === text.length) return { text, lower };
  return { text, lower: text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) };
}

/** Whether a position lies in one of `spans`, which are in order; made for questions in order. */
export function trackSpans(spans: readonly Span[]): (position: number) => boolean {
  let at = 0;
  return (position) => {
    while (at < spans.length && spans[at]!.end <= position) at += 1;
    return at < spans.length && spans[at]!.start <= position;
  };
}
