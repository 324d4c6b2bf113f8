import { stateAfterHold } from "../delivery-states.ts";
import { holdCovers } from "../hold-covers.ts";
import type { HoldRecord, ReleaseRecord } from "../hold-store.ts";
import type { DeliveryIndex } from "./delivery-index.ts";
import type { Entry } from "./entry.ts";
import type { HoldBook } from "./hold-book.ts";

/** Moves what a hold covers, and counts it. */
export function moveToHeld(index: DeliveryIndex, { scope, at }: HoldRecord): number {
  const covered = index
    .select({ states: ["queued", "preparing"] })
    .filter(({ publication, record }) => holdCovers(scope, publication, record.channel));
  for (const entry of covered) index.change(entry, { state: "held" }, at);
  return covered.length;
}

/** Moves on what an ended hold covered and no active one covers. */
export function moveOn(index: DeliveryIndex, holds: HoldBook, { scope }: HoldRecord, release: ReleaseRecord): Entry[] {
  const freed = index.select({ states: ["held"] }).filter(({ publication, record: { channel } }) => {
    return holdCovers(scope, publication, channel) && !holds.cover(publication, channel);
  });
  for (const entry of freed) index.change(entry, { state: stateAfterHold(entry.publication, release) }, release.at);
  return freed;
}
