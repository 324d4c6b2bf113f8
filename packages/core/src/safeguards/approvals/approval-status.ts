import type { ContentKind } from "../../models/content-kind.ts";
import type { ApprovalRecord, BrokenGlass, Judgement } from "./approval-record.ts";
import { findNeeds, isMet, type ApprovalNeeds } from "./count-approvals.ts";

/** `expired`: nothing can be published on it any more. What was published in time stays approved. */
export type ApprovalState = "waiting" | "complete" | "expired" | "rejected" | "withdrawn";

/** Where an approval stands. Without content. */
export interface ApprovalStatus {
  readonly id: string;
  readonly state: ApprovalState;
  readonly kind: ContentKind;
  readonly hash: string;
  readonly author: string;
  readonly approvedBy: readonly string[];
  /** What is still missing. */
  readonly needs: ApprovalNeeds;
  /** Milliseconds since the epoch. */
  readonly requestedAt: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly rejected?: Judgement;
  readonly withdrawn?: Judgement;
  readonly glass?: BrokenGlass;
  /** The approvers who should have been told that one person decided, and could not be. Call them. */
  readonly untold: readonly string[];
}

export function readStatus(id: string, record: ApprovalRecord, now: number): ApprovalStatus {
  const { kind, hash, author, approved, requestedAt, expiresAt, rejected, withdrawn, glass, untold = [] } = record;
  const needs = findNeeds(record, record);
  return {
    id,
    state: stateOf(record, needs, now),
    kind,
    hash,
    author,
    approvedBy: approved.map(({ by }) => by),
    needs,
    requestedAt,
    expiresAt,
    ...(rejected && { rejected }),
    ...(withdrawn && { withdrawn }),
    ...(glass && { glass }),
    untold,
  };
}

function stateOf(record: ApprovalRecord, needs: ApprovalNeeds, now: number): ApprovalState {
  if (record.rejected) return "rejected";
  if (record.withdrawn) return "withdrawn";
  if (now >= record.expiresAt) return "expired";
  return isMet(needs) ? "complete" : "waiting";
}
