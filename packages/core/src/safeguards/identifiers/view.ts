import type { Span } from "./text/span.ts";

/** A text as rules read it. */
export interface View {
  /** Folded: plain digits and letters, nothing unseen, hashtags and file names split into words. */
  readonly text: string;
  /** The same in lower case, position by position. */
  readonly lower: string;
}

/** @param text - folded: the one letter that changes its length with its case, U+0130, is an I by then. */
export function viewText(text: string): View {
  return { text, lower: text.toLowerCase() };
}

/** Whether a position lies in one of `spans`, which are in order; made for questions in order. */
export function trackSpans(spans: readonly Span[]): (position: number) => boolean {
  let at = 0;
  return (position) => {
    while (at < spans.length && spans[at]!.end <= position) at += 1;
    return at < spans.length && spans[at]!.start <= position;
  };
}
