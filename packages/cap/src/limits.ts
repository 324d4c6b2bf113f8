/** What a document may cost its reader. */
export interface CapLimits {
  /** Bytes, or UTF-16 units where a string is read. */
  readonly size: number;
  /** Elements inside each other. */
  readonly depth: number;
  readonly elements: number;
  /** UTF-16 units of one element; audio in base64 is the longest that occurs. */
  readonly textLength: number;
}

/** Real alerts reach half a megabyte with audio and some thousand elements. */
export const alertLimits: CapLimits = { size: 5_000_000, depth: 32, elements: 100_000, textLength: 4_000_000 };

/** A feed may hold many alerts. */
export const feedLimits: CapLimits = { size: 20_000_000, depth: 36, elements: 400_000, textLength: 4_000_000 };
