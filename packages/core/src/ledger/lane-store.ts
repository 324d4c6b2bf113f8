import type { DeliveryRecord, PublicationRecord } from "./records.ts";

/**
 * What one owner at a time works through in order: the emergency or routine deliveries of a channel, or the renewal of
 * its tokens.
 */
export interface LaneRef {
  readonly channel: string;
  readonly lane: "emergency" | "routine" | "tokens";
}

/** The parts of one post on one channel in one language, in their order, and the publication they belong to. */
export interface OpenThread {
  readonly publication: PublicationRecord;
  readonly deliveries: readonly DeliveryRecord[];
}

/**
 * Who works on what. An owner is one running program; it stays enlisted for as long as it renews its lease. Once
 * another owner has found the lease run out and claims a lane, the late one is struck off for good, with all its lanes.
 */
export interface LaneStore {
  /** Enlists a new owner. Its id is used once and never again. */
  enlist(owner: string, leaseMs: number, now: number): Promise<void>;

  /** Lengthens the lease to `now + leaseMs`. `false` when the owner has been struck off. */
  renew(owner: string, leaseMs: number, now: number): Promise<boolean>;

  /** Strikes the owner off and frees its lanes. */
  retire(owner: string): Promise<void>;

  /**
   * Strikes off every other owner whose lease has run out, then takes those of `lanes` that are free. Resolves with the ones of
   * `lanes` that `owner` has now; none when it has been struck off.
   */
  claim(owner: string, lanes: readonly LaneRef[], now: number): Promise<readonly LaneRef[]>;

  /** Frees lanes of this owner. */
  free(owner: string, lanes: readonly LaneRef[]): Promise<void>;

  /**
   * The lanes of these channels with work that is due, and that no owner with a running lease has. Does not get slower
   * with the number of deliveries that are not due.
   */
  dueLanes(channels: readonly string[], now: number): Promise<readonly LaneRef[]>;

  /**
   * The thread that comes next in a lane: of the deliveries in state `queued`, `preparing`, `sending` or `unknown` whose `dueAt`
   * has come, by priority, then `dueAt`, then the order of addition. In the routine lane none while the emergency lane
   * of the channel has one.
   */
  nextThread(lane: LaneRef, now: number): Promise<OpenThread | undefined>;
}
