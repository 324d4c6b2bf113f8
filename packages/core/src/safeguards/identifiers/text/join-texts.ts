import type { ScanText, TextSpan } from "../finding.ts";
import { findLastIndex } from "./find-last-index.ts";
import type { Span } from "./span.ts";

/** One piece of a joined text: where it begins in it, and where in its own text. */
interface Piece {
  readonly path: string;
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** Texts that are read as one, such as the parts of a thread. */
export interface JoinedText {
  readonly text: string;
  readonly form: "words" | "file-name";
  readonly quoted: boolean;
  /** Positions at which one part ends and the next begins. */
  readonly seams: readonly number[];
  /** Where a span lies in the parts, first part first. */
  locate(span: Span): readonly TextSpan[];
}

/** What writers and `splitText` put around the parts of a thread. */
const numberBefore = /^(?:(?:post|part|parte|teil|hilo|thread)\s)?\(?\d{1,3}\/\d{1,3}\)?[:.)]?\s/i;
const numberBehind = /\s\(?\d{1,3}\/\d{1,3}\)?$/;

/** Groups texts with those that continue them; each group is joined with `glue`. */
export function joinTexts(texts: readonly ScanText[], glue: string): readonly JoinedText[] {
  const groups: ScanText[][] = [];
  for (const text of texts) {
    const last = groups.at(-1);
    if (text.continues && last) last.push(text);
    else groups.push([text]);
  }
  return groups.map((group) => joinGroup(group, glue));
}

function joinGroup(group: readonly ScanText[], glue: string): JoinedText {
  const pieces: Piece[] = [];
  let joined = "";
  for (const { path, text } of group) {
    const [from, to] = group.length > 1 ? trimNumbers(text) : [0, text.length];
    if (pieces.length > 0) joined += glue;
    pieces.push({ path, at: joined.length, from, length: to - from });
    joined += text.slice(from, to);
  }
  return {
    text: joined,
    form: group[0]!.form ?? "words",
    quoted: group.some(({ quoted }) => quoted),
    seams: pieces.slice(1).map(({ at }) => at),
    locate: (span) => locateSpan(pieces, span),
  };
}

function trimNumbers(text: string): [number, number] {
  const from = numberBefore.exec(text)?.[0].length ?? 0;
  const to = text.length - (numberBehind.exec(text.slice(-12))?.[0].length ?? 0);
  return [from, Math.max(from, to)];
}

function locateSpan(pieces: readonly Piece[], span: Span): readonly TextSpan[] {
  let first = findLastIndex(pieces.length, (index) => pieces[index]!.at <= span.start);
  const spans: TextSpan[] = [];
  for (; first < pieces.length && pieces[first]!.at < span.end; first += 1)
    spans.push(...cutPiece(pieces[first]!, span));
  return spans;
}

function cutPiece({ path, at, from, length }: Piece, span: Span): TextSpan[] {
  const start = Math.max(span.start, at);
  const end = Math.min(span.end, at + length);
  return start < end ? [{ path, start: start - at + from, end: end - at + from }] : [];
}
