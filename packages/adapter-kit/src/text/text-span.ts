/** A stretch of a text, in UTF-16 indices as JavaScript's `slice` takes them. */
export interface TextSpan {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** What it means: a link's address, a handle without `@`, a hashtag without `#`. */
  readonly value: string;
}
