import { findLastIndex } from "./find-last-index.ts";
import type { Span } from "./span.ts";

/** A text that was made from another one, with the way back to the positions of that one. */
export interface MappedText {
  readonly text: string;
  /** The span of the original that a span of this text stands for. */
  toOriginal(span: Span): Span;
}

/** A text that nothing was done to. */
export function mapNothing(text: string): MappedText {
  return { text, toOriginal: ({ start, end }) => ({ start, end }) };
}

/** Two steps in a row: `last` was made from the text of `first`. */
export function chainMaps(first: MappedText, last: MappedText): MappedText {
  return { text: last.text, toOriginal: (span) => first.toOriginal(last.toOriginal(span)) };
}

/** Writes a text from pieces of another one and remembers where lengths change. */
export interface MapBuilder {
  /** Replaces `original[start..end)`; calls come in order. */
  replace(start: number, end: number, by: string): void;
  finish(): MappedText;
}

export function buildMap(original: string): MapBuilder {
  let text = "";
  let copied = 0;
  // Pairs: from this position of the new text on, positions differ by this much.
  const starts: number[] = [];
  const shifts: number[] = [];
  const turn = (at: number, shift: number): void => {
    starts.push(at);
    shifts.push(shift);
  };
  return {
    replace(start, end, by) {
      text += original.slice(copied, start);
      copied = end;
      // Every position inside a longer replacement stands for the start of what it replaces.
      for (let extra = end - start; extra < by.length; extra += 1)
        turn(text.length + extra, start - text.length - extra);
      text += by;
      if (by.length !== end - start) turn(text.length, end - text.length);
    },
    finish() {
      text += original.slice(copied);
      const at = (position: number): number =>
        position + (shifts[findLastIndex(starts.length, (index) => starts[index]! <= position)] ?? 0);
      return {
        text,
        // The end is that of the last character: what was left out behind it does not belong to the span.
        toOriginal: ({ start, end }) => ({
          start: at(start),
          end: end > start ? endOf(original, at(end - 1)) : at(start),
        }),
      };
    },
  };
}

function endOf(original: string, at: number): number {
  return at + (original.codePointAt(at)! > 0xffff ? 2 : 1);
}
