import { checkAddition, knownIdError } from "../check-addition.ts";
import { copyJson } from "../copy-json.ts";
import { isPermission } from "../delivery-states.ts";
import type { ChangeResult } from "../publication-store.ts";
import type { DeliveryChange, DeliveryRecord, DeliveryState, MediaRecord, PublicationRecord } from "../records.ts";
import { createDeliveryIndex, type DeliveryIndex } from "./delivery-index.ts";
import { withoutReadonly } from "./entry.ts";
import type { HoldBook } from "./hold-book.ts";
import { keepNewest } from "./keep-newest.ts";
import { createMediaShelf } from "./media-shelf.ts";
import { purgeDeliveries } from "./purge-deliveries.ts";

/** Publications with their deliveries and media. Copies what comes in, and hands out its own objects. */
export interface PublicationBook {
  readonly deliveries: DeliveryIndex;
  /** The ids of what an active hold covers. */
  add(publication: PublicationRecord, deliveries: readonly DeliveryRecord[], media: readonly MediaRecord[]): string[];
  find(id: string): PublicationRecord | undefined;
  change(id: string, from: DeliveryState, change: DeliveryChange, at: number): ChangeResult;
  media(id: string): Blob | undefined;
  openQuorums(): PublicationRecord[];
  closeQuorum(id: string): boolean;
  purge(before: number, at: number): number;
}

/** @param keepFinished How many finished publications are remembered. */
export function createPublicationBook(keepFinished: number, holds: HoldBook): PublicationBook {
  const publications = new Map<string, PublicationRecord>();
  const openQuorums = new Set<string>();
  const media = createMediaShelf();
  const remember = keepNewest(keepFinished, forget);
  const index = createDeliveryIndex(finish);

  const isFinished = (id: string): boolean => !openQuorums.has(id) && index.isFinished(id);

  function finish(id: string): void {
    if (isFinished(id)) remember(id);
  }

  function forget(id: string): void {
    // It may have been opened again since.
    if (!isFinished(id)) return;
    index.remove(id);
    publications.delete(id);
    media.release(id);
  }

  return {
    deliveries: index,
    add(given, deliveries, files) {
      checkAddition(given, deliveries);
      if (publications.has(given.id)) throw knownIdError("publication.id");
      if (deliveries.some(({ id }) => index.find(id))) throw knownIdError("deliveries");
      const publication = copyJson(given);
      publications.set(publication.id, publication);
      if (publication.quorum) openQuorums.add(publication.id);
      media.keep(publication.id, files);
      const isHeld = ({ state, channel }: DeliveryRecord): boolean =>
        state === "queued" && holds.cover(publication, channel);
      const held = deliveries.filter(isHeld).map(({ id }) => id);
      for (const delivery of deliveries)
        index.add({ ...copyJson(delivery), ...(isHeld(delivery) && { state: "held" }) }, publication);
      return held;
    },
    find: (id) => publications.get(id),
    change(id, from, change, at) {
      const entry = index.find(id);
      if (entry?.record.state !== from) return "lost";
      if (isPermission(change) && holds.cover(entry.publication, entry.record.channel)) {
        index.change(entry, { state: "held" }, at);
        return "held";
      }
      index.change(entry, copyJson(change), at);
      if (change.part !== undefined) delete withoutReadonly(entry).purgedAt;
      return "changed";
    },
    media: (id) => media.find(id),
    openQuorums: () => [...openQuorums].flatMap((id) => publications.get(id) ?? []),
    closeQuorum(id) {
      if (!openQuorums.delete(id)) return false;
      finish(id);
      return true;
    },
    purge(before, at) {
      const purged = purgeDeliveries(index, publications.keys(), before, at);
      for (const id of purged) media.release(id);
      return purged.length;
    },
  };
}
