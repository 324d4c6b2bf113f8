/** Something that a person decided. No content and no patient's data: the trail may have to be made public. */
export interface AuditAct {
  /** Who: a name or a role. */
  readonly by: string;
  /** What, in one word: `approve`, `override`, `hold`, `release`, `settle`, `retract`, or a word of your own. */
  readonly action: string;
  /** What it was about: the id of a publication, a hold, an approval. */
  readonly subject: string;
  readonly reason?: string;
  /** SHA-256 of the content that was decided about, in hex. */
  readonly contentHash?: string;
  /** More facts, never content. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** An act as the trail holds it. */
export interface AuditEntry extends AuditAct {
  /** From 1, without gaps. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The hash of the entry before; 64 zeros in the first one. */
  readonly previous: string;
  /** SHA-256, in hex, of everything above. */
  readonly hash: string;
}

/** The end of the trail at some time. Kept elsewhere, it proves later that nothing was cut off. */
export interface AuditHead {
  readonly number: number;
  readonly hash: string;
}

/** What `verify` found. */
export type AuditVerdict =
  | { readonly ok: true; readonly head: AuditHead }
  | {
      readonly ok: false;
      /**
       * `changed`: an entry does not fit its hash. `missing`: numbers are left out. `moved`: an entry stands in another place. `broken`: an
       * entry does not follow the one before it. `cut-off`: the trail is shorter than the head that is known. `other-head`: it was written anew.
       */
      readonly problem: "changed" | "missing" | "moved" | "broken" | "cut-off" | "other-head";
      /** The first entry that is wrong. */
      readonly number: number;
      readonly message: string;
    };

/**
 * Everything that people decided, as a chain in which each entry holds the hash of the one before. It is written before the act: an
 * act that is not in it did not happen, while the last entry before a crash may stand for an act that did not come about.
 *
 * It shows that somebody has changed the ledger. Whoever can write to the ledger can write the whole chain anew: keep `head()` elsewhere.
 */
export interface AuditTrail {
  /** Adds an act of your own; the hub adds those that are done through it. Resolves when it is durable. */
  record(act: AuditAct): Promise<AuditEntry>;
  /** Every entry, in order. */
  entries(): AsyncIterableIterator<AuditEntry, undefined>;
  /** The last entry's number and hash; number 0 and 64 zeros for an empty trail. */
  head(): Promise<AuditHead>;
  /** Reads the whole trail. With `known`, also whether it still holds what it held then. */
  verify(known?: AuditHead): Promise<AuditVerdict>;
  /** Every entry as a line of JSON, ending with a newline, for a request under a public records law. `verifyAuditLines` reads it. */
  export(): AsyncIterableIterator<string, undefined>;
}
