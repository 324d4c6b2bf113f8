import type { Violation } from "@carecast/adapter";

import type { ContentKind } from "../models/content-kind.ts";
import type { Documents } from "../documents/documents.ts";
import type { Priority, SafetyRecord, StoredPart, StoredPartMedia } from "../ledger/records.ts";

/**
 * A rule about what may leave. The hub asks every safeguard twice: before anything is journaled, about the whole publication, and
 * again before each thread leaves the machine, which may be days later.
 *
 * It finds hints and certifies nothing. What it throws stops the publication, since nobody knows what it would have said.
 */
export interface Safeguard {
  /** A short name, for the record: `identifiers`. */
  readonly name: string;
  /** Must answer the same for the same content, except where time or a decision of a person has changed the answer. */
  check(outgoing: Outgoing, context: SafeguardContext): SafeguardAnswer;
}

/** What was found, at once or once it is known. */
export type SafeguardAnswer = readonly Finding[] | Promise<readonly Finding[]>;

/** What is about to leave, as readers would get it. */
export interface Outgoing {
  readonly publicationId: string;
  readonly kind: ContentKind;
  readonly priority: Priority;
  /** Whether it answers a post that is named by the caller. */
  readonly isReply: boolean;
  /** What people said about it. */
  readonly safety: SafetyRecord;
  /** Before journaling all threads, at send time the one that leaves. */
  readonly threads: readonly OutgoingThread[];
}

/** What one channel gets in one language. */
export interface OutgoingThread {
  readonly channel: string;
  readonly network: string;
  readonly language?: string;
  /** The id of the post that it answers. */
  readonly answers?: string;
  readonly parts: readonly OutgoingPart[];
}

export interface OutgoingPart extends Omit<StoredPart, "media"> {
  readonly media: readonly OutgoingMedia[];
}

export interface OutgoingMedia extends StoredPartMedia {
  /** What the file is called where it comes from. Known before journaling only; networks never get it. */
  readonly fileName?: string;
}

export interface SafeguardContext {
  /** `review`: somebody asks what would be found, and nothing is published. */
  readonly moment: "review" | "publish" | "send";
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What people decided. */
  readonly documents: Documents;
}

/** `block`: must not leave unless people override it. `warn`: somebody should look. */
export type FindingLevel = "warn" | "block";

/** What a safeguard found. It says where and why, and never holds what was found. */
export interface Finding extends Omit<Violation, "count" | "limit"> {
  readonly level: FindingLevel;
  /** UTF-16 positions in the text at `path`. */
  readonly start?: number;
  readonly end?: number;
  /** The language of the thread it is about; without one and without `channel` it is about all of them. */
  readonly language?: string;
  /** No override sets it aside. Default `false`. */
  readonly final?: boolean;
}
