/** Tokens that a network handed to a channel, sealed by core: the ledger never sees one. */
export interface SealedTokens {
  /** Counts the writes, from 1. */
  readonly version: number;
  /** Ciphertext in base64url. */
  readonly sealed: string;
}

/** What networks handed out and will ask for again. */
export interface TokenShelf {
  tokens(channel: string): Promise<SealedTokens | undefined>;

  /**
   * Compare-and-set: stores `sealed` as version `expected + 1` if the stored version is still `expected` (0 for none), and says
   * whether it was.
   */
  setTokens(channel: string, expected: number, sealed: string): Promise<boolean>;
}
