/** A small record of a use of Carecast: an approval, a consent, the chain of an alert. */
export interface StoredDocument {
  readonly kind: string;
  /** Unique within its kind: 1 to 200 printable characters of ASCII, no spaces. */
  readonly id: string;
  /** Counts the writes, from 1. */
  readonly version: number;
  /** JSON. */
  readonly text: string;
}

/** Which documents: those of one kind whose id begins with `prefix` and comes after `after`. */
export interface DocumentQuery {
  readonly kind: string;
  readonly prefix?: string;
  readonly after?: string;
  readonly limit: number;
}

/** What people decided, as the uses of Carecast keep it. */
export interface DocumentStore {
  document(kind: string, id: string): Promise<StoredDocument | undefined>;

  /**
   * Compare-and-set: stores `text` as version `expected + 1` if the stored version is still `expected` (0 for none), and says
   * whether it was.
   */
  setDocument(kind: string, id: string, expected: number, text: string): Promise<boolean>;

  /** In the order of their ids, by character code. */
  documents(query: DocumentQuery): Promise<readonly StoredDocument[]>;
}
