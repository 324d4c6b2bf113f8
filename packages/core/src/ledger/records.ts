import type {
  Draft,
  ErrorCode,
  IsoDateTime,
  LanguageTag,
  Outcome,
  Part,
  PartMedia,
  Receipt,
  ReplyTarget,
} from "@carecast/adapter";

import type { ContentKind } from "../models/content-kind.ts";

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

/** `emergency` has a lane of its own; `high` goes before `routine` in the routine lane. */
export type Priority = "emergency" | "high" | "routine";

/** One act of publishing, as the ledger keeps it. */
export interface PublicationRecord {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly priority: Priority;
  readonly kind: ContentKind;
  /** SHA-256 of everything that was asked for, so that one id never stands for two contents. */
  readonly fingerprint: string;
  readonly notAfter?: IsoDateTime;
  /** The post that the first part of each thread answers, by channel. */
  readonly replyTo?: Readonly<Record<string, ReplyTarget>>;
  /** What holds can name. */
  readonly tags?: readonly string[];
  readonly campaign?: string;
  /** By channel: it is a fallback, and for which channel. */
  readonly fallback?: Readonly<Record<string, FallbackRecord>>;
  readonly quorum?: QuorumRecord;
  readonly repeat?: RepeatRecord;
  /** What people said about it, for the safeguards. */
  readonly safety?: SafetyRecord;
}

/** What a publication names for the safeguards that read it, now and again at send time. */
export interface SafetyRecord {
  /** The id of the approval that it rests on. */
  readonly approval?: string;
  /** The ids of the consents of people who can be recognised in it. */
  readonly consents?: readonly string[];
  /** What it is for, in the words of the consents: `story`, `campaign`, `training`, `fundraising`, `research`. */
  readonly purpose?: string;
  /** The rules that two people have set aside for it. */
  readonly overridden?: readonly string[];
}

/** A channel that is used only if `instead` failed, or has not delivered by `at`. */
export interface FallbackRecord {
  readonly instead: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** How many channels must have the publication by `at`. */
export interface QuorumRecord {
  readonly atLeast: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The rule by which the next occurrence of a recurring publication is journaled once this one begins. */
export interface RepeatRecord {
  /** A cron pattern of five fields. */
  readonly cron: string;
  /** A name of the IANA list. */
  readonly timeZone: string;
  /** The number of this occurrence, from 1. */
  readonly occurrence: number;
  /** An occurrence that is later than this, in milliseconds, is not sent. */
  readonly lateMs: number;
  /** From this instant on nothing goes out, late or not. */
  readonly until?: IsoDateTime;
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

/** What a human decided about a delivery whose outcome no machine could settle. */
export interface Decision {
  readonly as: "delivered" | "resend" | "abandon";
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
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
  /**
   * From when on a machine may work on it, in milliseconds since the epoch: that decides the order within a lane. `null`
   * waits for a person. The parts of one thread have the same.
   */
  readonly dueAt: number | null;
  /** How often the irreversible call was begun. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** When the irreversible call was first begun, milliseconds since the epoch: repeat windows count from here. */
  readonly firstSentAt?: number;
  readonly draft?: Draft;
  readonly receipt?: Receipt;
  readonly error?: DeliveryError;
  readonly decision?: Decision;
  readonly revisedAt?: number;
  readonly retractedAt?: number;
  /** When retention took the content away: `part` is empty and `draft` gone since. */
  readonly purgedAt?: number;
}

/** What a step changes. A key that is left out stays as it is. */
export type DeliveryChange = Partial<
  Pick<
    DeliveryRecord,
    | "state"
    | "dueAt"
    | "attempts"
    | "firstSentAt"
    | "draft"
    | "receipt"
    | "error"
    | "decision"
    | "revisedAt"
    | "retractedAt"
    | "part"
  >
>;
