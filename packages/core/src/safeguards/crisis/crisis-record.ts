import type { Carecast } from "../../carecast.ts";
import type { DocumentKind } from "../../documents/documents.ts";
import type { HoldRecord } from "../../ledger/hold-store.ts";

/** The crisis that is on, or the last one. */
export interface CrisisRecord {
  readonly incident: string;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds since the epoch. */
  readonly lookAgainAt?: number;
  /** Milliseconds since the epoch. */
  readonly endedAt?: number;
}

export const crisisKind: DocumentKind<CrisisRecord> = {
  name: "crisis",
  // Written by this folder alone, from the type itself.
  read: (value) => value as CrisisRecord,
};

/** There is one crisis at a time: a hold cannot stop more than everything. */
export const crisisId = "current";

/** Holds of a crisis are known by how their ids begin: a crash can come between the note of the crisis and its hold. */
const crisisPrefix = "crisis-";
const reviewPrefix = "crisis.review-";

export function newCrisisHold(): string {
  return `${crisisPrefix}${crypto.randomUUID()}`;
}

export function newReviewHold(): string {
  return `${reviewPrefix}${crypto.randomUUID()}`;
}

type Holding = Pick<Carecast, "holds">;

/** The active holds of a crisis: one, or two where two programs began it at the same moment. */
export async function findCrisisHolds(care: Holding): Promise<readonly HoldRecord[]> {
  return (await care.holds()).filter(({ id }) => id.startsWith(crisisPrefix));
}

/** The active holds over what waits for its review. */
export async function findReviewHolds(care: Holding): Promise<readonly HoldRecord[]> {
  return (await care.holds()).filter(({ id }) => id.startsWith(reviewPrefix));
}

export function listPublications(holds: readonly HoldRecord[]): ReadonlySet<string> {
  return new Set(holds.flatMap(({ scope }) => (scope === "everything" ? [] : (scope.publications ?? []))));
}
