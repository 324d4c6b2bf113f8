import type {
  Draft,
  ErrorCode,
  IsoDateTime,
  Lane,
  LanguageTag,
  Outcome,
  Part,
  PartMedia,
  Receipt,
  ReplyTarget,
} from "@carecast/adapter";

/**
 * Where one delivery stands.
 *
 * `held -> queued -> preparing -> sending -> delivered | accepted | rejected | unknown | expired | cancelled`, and
 * `skipped` where policy left a channel out.
 */
export type DeliveryState =
  | "held"
  | "queued"
  | "preparing"
  | "sending"
  | "delivered"
  | "accepted"
  | "rejected"
  | "unknown"
  | "expired"
  | "cancelled"
  | "skipped";

/** One act of publishing, as the ledger keeps it. */
export interface PublicationRecord {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lane: Lane;
  /** SHA-256 of everything that was asked for, so that one id never stands for two contents. */
  readonly fingerprint: string;
  readonly notBefore?: IsoDateTime;
  readonly notAfter?: IsoDateTime;
  /** The post that the first part of each thread answers, by channel. */
  readonly replyTo?: Readonly<Record<string, ReplyTarget>>;
}

/** A part whose media lie in the ledger under their content hash. */
export interface StoredPart extends Omit<Part, "media"> {
  readonly media: readonly StoredPartMedia[];
}

/** What is known of a picture or video beside its bytes. */
export interface StoredPartMedia extends Omit<PartMedia, "blob"> {
  readonly mediaId: string;
}

/** The bytes of one picture or video. */
export interface MediaRecord {
  /** SHA-256 of the bytes, in hex. */
  readonly id: string;
  readonly blob: Blob;
}

/** Why a delivery did not arrive: the facts of a `CarecastError`, without anybody's words. */
export interface DeliveryError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly outcome: Outcome;
  readonly retryable: boolean;
  readonly retryAt?: number;
  readonly status?: number;
  readonly platformCode?: string;
}

/** One part on one channel. */
export interface DeliveryRecord {
  readonly id: string;
  readonly publicationId: string;
  readonly channel: string;
  readonly network: string;
  readonly language?: LanguageTag;
  /** The position in its thread, from 0, and the length of the thread. */
  readonly index: number;
  readonly count: number;
  readonly part: StoredPart;
  readonly state: DeliveryState;
  /** How often the irreversible call was begun. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** When the irreversible call was first begun, milliseconds since the epoch: repeat windows count from here. */
  readonly firstSentAt?: number;
  readonly draft?: Draft;
  readonly receipt?: Receipt;
  readonly error?: DeliveryError;
  readonly revisedAt?: number;
  readonly retractedAt?: number;
}

/** What a step changes. A key that is left out stays as it is. */
export type DeliveryChange = Partial<
  Pick<
    DeliveryRecord,
    "state" | "attempts" | "firstSentAt" | "draft" | "receipt" | "error" | "revisedAt" | "retractedAt" | "part"
  >
>;

/** Which deliveries; every key narrows the answer. */
export interface DeliveryQuery {
  readonly publicationId?: string;
  readonly channel?: string;
  readonly states?: readonly DeliveryState[];
}

/** An inbound item that the application has handled. */
export interface HandledMark {
  /** The name of the listener: two listeners on one channel each see every item. */
  readonly listener: string;
  readonly channel: string;
  readonly eventId: string;
  /** Left out for webhook events, which have no position. */
  readonly cursor?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The durable record of what was asked for and what became of it.
 *
 * A promise that resolves means durable: after it a crash, `kill -9` or power cut loses nothing. Every method
 * rejects with a `LedgerError` when the store fails; nothing is half written.
 */
export interface Ledger {
  /** Journals a publication with all its deliveries and media, as one. Rejects when the id is known already. */
  add(
    publication: PublicationRecord,
    deliveries: readonly DeliveryRecord[],
    media: readonly MediaRecord[],
  ): Promise<void>;

  /** The publication of this id; `undefined` when nobody journaled one. */
  publication(id: string): Promise<PublicationRecord | undefined>;

  /** In the order in which they were added. */
  deliveries(query: DeliveryQuery): Promise<readonly DeliveryRecord[]>;

  /**
   * Changes one delivery if it is still in state `from`, and says whether it was: two owners can never both
   * move it.
   */
  change(id: string, from: DeliveryState, change: DeliveryChange, at: number): Promise<boolean>;

  /** The bytes under this content hash. */
  media(id: string): Promise<Blob | undefined>;

  /** The position after the last item that this listener has handled on this channel. */
  cursor(listener: string, channel: string): Promise<string | undefined>;

  /** Whether this event was handled within the dedupe window of the ledger. */
  wasHandled(listener: string, channel: string, eventId: string): Promise<boolean>;

  /** Stores the dedupe mark and, where there is one, the cursor: both or none. */
  markHandled(mark: HandledMark): Promise<void>;

  /** Writes what is waiting and lets go of files. Closing twice does nothing. */
  close(): Promise<void>;
}
