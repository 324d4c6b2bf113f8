/** A kind of document, and how its JSON is read. */
export interface DocumentKind<Value> {
  /** Unique among all uses of one ledger: `approval`. */
  readonly name: string;
  /** Gives the JSON that was stored its type. */
  readonly read: (value: unknown) => Value;
}

/** A document as it is stored now. */
export interface Document<Value> {
  readonly id: string;
  /** Counts the writes, from 1. */
  readonly version: number;
  readonly value: Value;
}

/**
 * Small records beside the publications: approvals, consents, chains of alerts. They lie in the ledger, durable and shared by
 * every program on it.
 */
export interface Documents {
  /** `undefined` where there is none of this id. */
  find<Value>(kind: DocumentKind<Value>, id: string): Promise<Document<Value> | undefined>;

  /**
   * Writes what `change` makes of the value that is stored, `undefined` where there is none. When somebody else wrote in the
   * meantime `change` is called again with what is stored then. What it throws leaves the document as it is; `undefined` does too.
   *
   * @throws ConfigError for an id that is not 1 to 200 printable characters of ASCII without spaces.
   */
  update<Value>(
    kind: DocumentKind<Value>,
    id: string,
    change: (stored: Value | undefined) => Value | undefined,
  ): Promise<Value | undefined>;

  /** Every document of a kind whose id begins with `prefix`, in the order of their ids. */
  list<Value>(kind: DocumentKind<Value>, prefix?: string): AsyncIterableIterator<Document<Value>, undefined>;
}
