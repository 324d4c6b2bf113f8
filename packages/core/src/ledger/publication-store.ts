import type { DeliveryChange, DeliveryRecord, DeliveryState, MediaRecord, PublicationRecord } from "./records.ts";

/** Which deliveries; every key narrows the answer. */
export interface DeliveryQuery {
  readonly publicationId?: string;
  readonly channel?: string;
  readonly states?: readonly DeliveryState[];
  /** At most this many. Left out, all. */
  readonly limit?: number;
  /** Only those added after the delivery of this id: the last one of a page. */
  readonly after?: string;
}

/**
 * What became of a change: made; not made, because a hold covers the delivery, which is `held` now; or not made, because
 * the delivery is no longer where the caller left it, is unknown, or the owner is no longer one.
 */
export type ChangeResult = "changed" | "held" | "lost";

/** Publications, their deliveries and their media. */
export interface PublicationStore {
  /**
   * Journals a publication with all its deliveries and media, as one. Rejects when the id is known already. A delivery
   * that an active hold covers is journaled `held` instead of `queued`; resolves with the ids of those.
   */
  add(
    publication: PublicationRecord,
    deliveries: readonly DeliveryRecord[],
    media: readonly MediaRecord[],
  ): Promise<readonly string[]>;

  /** The publication of this id; `undefined` when nobody journaled one. */
  publication(id: string): Promise<PublicationRecord | undefined>;

  /** In the order in which they were added. */
  deliveries(query: DeliveryQuery): Promise<readonly DeliveryRecord[]>;

  /**
   * Changes one delivery if it is still in state `from`: two owners can never both move it. Where `owner` is named,
   * whatever the change, it is made only while that owner is enlisted. A change to `preparing` or `sending` is a permission
   * to act, given only while no active hold covers the delivery.
   */
  change(id: string, from: DeliveryState, change: DeliveryChange, at: number, owner?: string): Promise<ChangeResult>;

  /** The bytes under this content hash. */
  media(id: string): Promise<Blob | undefined>;

  /** The publications whose quorum nobody has closed yet. */
  openQuorums(): Promise<readonly PublicationRecord[]>;

  /** Closes the quorum of a publication. `true` for the one caller who closed it. */
  closeQuorum(publicationId: string): Promise<boolean>;

  /**
   * Takes away texts, drafts and media of publications of which every delivery has ended and none was updated at or
   * after `before`. What they were, where they are and what became of them stays. Resolves with the number of
   * publications that lost their content now.
   */
  purge(before: number, at: number): Promise<number>;
}
