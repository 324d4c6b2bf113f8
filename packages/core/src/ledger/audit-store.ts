/** One link of the audit chain. Core computes the hashes; the ledger keeps the rows as they are. */
export interface AuditRow {
  /** From 1, without gaps. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who did what to what, as canonical JSON. Without NUL and half surrogates, which JSON writes in another way. */
  readonly entry: string;
  /** The hash of the row before; 64 zeros in the first one. */
  readonly previous: string;
  /** SHA-256, in hex, of number, time, entry and `previous`. */
  readonly hash: string;
}

/** The audit trail: rows are added at the end, and never changed or taken away. */
export interface AuditStore {
  /**
   * Adds the row if it follows the last one: its number is one higher (1 where there is none) and its `previous` is that
   * row's hash. `false` where it does not: of two who race, exactly one wins.
   */
  appendAudit(row: AuditRow): Promise<boolean>;

  /** The last row; `undefined` in an empty trail. */
  auditHead(): Promise<AuditRow | undefined>;

  /** At most `limit` rows whose number is above `after`, in the order of their numbers. */
  auditRows(after: number, limit: number): Promise<readonly AuditRow[]>;
}
