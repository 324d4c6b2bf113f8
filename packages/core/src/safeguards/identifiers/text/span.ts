/** A stretch from `start` to before `end`, in UTF-16 positions. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
