import type { ContentKind } from "../models/content-kind.ts";
import type { DeliveryRecord } from "./records.ts";

/**
 * What a hold covers: everything but emergencies, or of that only what matches each key that is given. Within a key one
 * match is enough.
 */
export type HoldScope =
  | "everything"
  | {
      readonly channels?: readonly string[];
      readonly tags?: readonly string[];
      readonly campaigns?: readonly string[];
      /** The ids of publications. */
      readonly publications?: readonly string[];
      /** Every kind but these. */
      readonly exceptKinds?: readonly ContentKind[];
    };

/** A decision of a human that nothing of a scope may leave. */
export interface HoldRecord {
  readonly id: string;
  readonly scope: HoldScope;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds since the epoch. Left out: until somebody releases it. */
  readonly until?: number;
}

/** Who ended a hold. */
export interface ReleaseRecord {
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The publications of which the held deliveries are cancelled instead of queued again. */
  readonly cancel: readonly string[];
}

/** The holds. One that is not released is active, also past its `until`: a started program releases it then. */
export interface HoldStore {
  /**
   * Records the hold, and moves what it covers from `queued` and `preparing` to `held`, as one: of two that race, this
   * call and a change to `sending`, exactly one wins. Resolves with the number of deliveries that are `held` now.
   */
  hold(hold: HoldRecord): Promise<number>;

  /** The active holds, oldest first. */
  holds(): Promise<readonly HoldRecord[]>;

  /**
   * Ends a hold. Its deliveries that no other active hold covers become `queued`, `cancelled` where `cancel` names their
   * publication, or `expired` where `notAfter` has passed. Resolves with them as they are now; with `undefined` when there is no
   * such active hold.
   */
  release(holdId: string, release: ReleaseRecord): Promise<readonly DeliveryRecord[] | undefined>;
}
