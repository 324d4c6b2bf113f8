import { checkAddition, knownIdError } from "../check-addition.ts";
import { copyJson } from "../copy-json.ts";
import { isPermission, stateAfterHold } from "../delivery-states.ts";
import { holdCovers } from "../hold-covers.ts";
import type { HoldRecord, ReleaseRecord } from "../hold-store.ts";
import type { LaneRef, OpenThread } from "../lane-store.ts";
import type { ChangeResult, DeliveryQuery } from "../publication-store.ts";
import type { DeliveryChange, DeliveryRecord, DeliveryState, MediaRecord, PublicationRecord } from "../records.ts";
import { createDeliveryIndex, type Entry } from "./delivery-index.ts";
import type { HoldBook } from "./hold-book.ts";
import { keepNewest } from "./keep-newest.ts";
import { createMediaShelf } from "./media-shelf.ts";

/** Publications with their deliveries and media. Copies what comes in and what goes out. */
export interface PublicationBook {
  add(publication: PublicationRecord, deliveries: readonly DeliveryRecord[], media: readonly MediaRecord[]): string[];
  find(id: string): PublicationRecord | undefined;
  deliveries(query: DeliveryQuery): DeliveryRecord[];
  /** `mayAct` is asked where the change is a permission. */
  change(id: string, from: DeliveryState, change: DeliveryChange, at: number, mayAct: () => boolean): ChangeResult;
  media(id: string): Blob | undefined;
  openQuorums(): PublicationRecord[];
  closeQuorum(id: string): boolean;
  purge(before: number, at: number): number;
  /** Moves what a hold covers, and says how many. */
  hold(hold: HoldRecord): number;
  /** Moves what `hold` covered and no active hold covers. */
  release(hold: HoldRecord, release: ReleaseRecord): DeliveryRecord[];
  hasDue(ref: LaneRef, now: number): boolean;
  nextThread(ref: LaneRef, now: number): OpenThread | undefined;
}

/** @param keepFinished How many finished publications are remembered. */
export function createPublicationBook(keepFinished: number, holds: HoldBook): PublicationBook {
  const publications = new Map<string, PublicationRecord>();
  const openQuorums = new Set<string>();
  const media = createMediaShelf();
  const remember = keepNewest(keepFinished, forget);
  const index = createDeliveryIndex((id) => {
    if (isFinished(id)) remember(id);
  });

  function isFinished(id: string): boolean {
    return !openQuorums.has(id) && index.isFinished(id);
  }

  function forget(id: string): void {
    // It may have been opened again since.
    if (!isFinished(id)) return;
    index.remove(id);
    publications.delete(id);
    media.release(id);
  }

  function addAll(
    publication: PublicationRecord,
    deliveries: readonly DeliveryRecord[],
    files: readonly MediaRecord[],
  ): string[] {
    checkAddition(publication, deliveries);
    if (publications.has(publication.id)) throw knownIdError("publication.id");
    if (deliveries.some(({ id }) => index.find(id))) throw knownIdError("deliveries");
    const kept = copyJson(publication);
    publications.set(kept.id, kept);
    if (kept.quorum) openQuorums.add(kept.id);
    media.keep(kept.id, files);
    const held: string[] = [];
    for (const delivery of deliveries) {
      const isHeld = delivery.state === "queued" && holds.cover(kept, delivery.channel);
      index.add({ ...copyJson(delivery), ...(isHeld && { state: "held" }) }, kept);
      if (isHeld) held.push(delivery.id);
    }
    return held;
  }

  return {
    add: addAll,
    find: (id) => copyJson(publications.get(id)),
    deliveries: (query) => index.select(query).map(copyRecord),
    change(id, from, change, at, mayAct) {
      const entry = index.find(id);
      if (entry?.record.state !== from) return "lost";
      if (isPermission(change)) {
        if (!mayAct()) return "lost";
        if (holds.cover(entry.publication, entry.record.channel)) {
          index.change(entry, { state: "held" }, at);
          return "held";
        }
      }
      index.change(entry, copyJson(change), at);
      return "changed";
    },
    media: (id) => media.find(id),
    openQuorums: () => [...openQuorums].flatMap((id) => copyJson(publications.get(id)) ?? []),
    closeQuorum(id) {
      if (!openQuorums.delete(id)) return false;
      if (isFinished(id)) remember(id);
      return true;
    },
    purge(before, at) {
      let purged = 0;
      for (const id of publications.keys()) {
        const entries = index.select({ publicationId: id });
        const full = entries.filter(({ record }) => record.purgedAt === undefined);
        const isOld = entries.every(({ record }) => record.updatedAt < before);
        if (full.length === 0 || !isOld || !index.isFinished(id)) continue;
        for (const entry of full) index.purge(entry, at);
        media.release(id);
        purged += 1;
      }
      return purged;
    },
    hold({ scope, at }) {
      const covered = index
        .select({ states: ["queued", "preparing"] })
        .filter(({ publication, record }) => holdCovers(scope, publication, record.channel));
      for (const entry of covered) index.change(entry, { state: "held" }, at);
      return covered.length;
    },
    release({ scope }, release) {
      const freed = index.select({ states: ["held"] }).filter(({ publication, record: { channel } }) => {
        return holdCovers(scope, publication, channel) && !holds.cover(publication, channel);
      });
      for (const entry of freed) index.change(entry, { state: stateAfterHold(entry.publication, release) }, release.at);
      return freed.map(copyRecord);
    },
    hasDue: (ref, now) => findDue(ref, now) !== undefined,
    nextThread(ref, now) {
      if (ref.lane === "routine" && findDue({ ...ref, lane: "emergency" }, now)) return undefined;
      const first = findDue(ref, now);
      return first && { publication: copyJson(first.publication), deliveries: index.thread(first).map(copyRecord) };
    },
  };

  function findDue({ channel, lane }: LaneRef, now: number): Entry | undefined {
    if (lane === "tokens") return undefined;
    if (lane === "emergency") return index.nextDue(channel, "emergency", now);
    return index.nextDue(channel, "high", now) ?? index.nextDue(channel, "routine", now);
  }
}

function copyRecord({ record }: Entry): DeliveryRecord {
  return copyJson(record);
}
