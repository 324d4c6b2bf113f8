import type { DocumentKind } from "../../documents/documents.ts";
import type { ContentKind } from "../../models/content-kind.ts";
import type { ThreadHash } from "../../review/review.ts";

/** An approval as the ledger keeps it: who said what about which hash, and never the content. */
export interface ApprovalRecord {
  readonly kind: ContentKind;
  /** SHA-256, in hex, of everything that was shown to the approvers. */
  readonly hash: string;
  readonly threads: readonly ThreadHash[];
  readonly author: string;
  /** What the policy asked for at that time. */
  readonly people: number;
  readonly roles: readonly string[];
  /** Milliseconds since the epoch, like every `At`. */
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly approved: readonly ApprovalVote[];
  readonly rejected?: Judgement;
  readonly withdrawn?: Judgement;
  readonly glass?: BrokenGlass;
  /** The approvers who should have been told that one person decided, and were not. */
  readonly untold?: readonly string[];
}

/** One person's yes. */
interface ApprovalVote {
  readonly by: string;
  /** The roles they had then. */
  readonly roles: readonly string[];
  readonly at: number;
}

/** A word of one person, with the reason. */
export interface Judgement {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** One person let it through alone. */
export interface BrokenGlass extends Judgement {
  /** By when somebody else has to look at it. */
  readonly reviewDueAt: number;
  readonly reviewed?: Judgement;
}

export const approvalKind: DocumentKind<ApprovalRecord> = {
  name: "approval",
  // Written by this folder alone, from the type itself.
  read: (value) => value as ApprovalRecord,
};
