import type { LaneRef } from "../lane-store.ts";
import type { DeliveryIndex } from "./delivery-index.ts";
import type { Entry } from "./entry.ts";

/** The lanes of these channels in which posts can wait. */
export function listLanes(channels: readonly string[]): LaneRef[] {
  return [...new Set(channels)].flatMap((channel) => [
    { channel, lane: "emergency" },
    { channel, lane: "routine" },
  ]);
}

/** The delivery that comes first in a lane, if it is due, whatever the other lane of the channel has. */
export function findDue(index: DeliveryIndex, { channel, lane }: LaneRef, now: number): Entry | undefined {
  if (lane === "tokens") return undefined;
  if (lane === "emergency") return index.next(channel, "emergency", now);
  return index.next(channel, "high", now) ?? index.next(channel, "routine", now);
}

/** The parts of the thread that comes next in a lane, in their order. */
export function findNextThread(index: DeliveryIndex, ref: LaneRef, now: number): Entry[] {
  if (ref.lane === "routine" && findDue(index, { ...ref, lane: "emergency" }, now)) return [];
  const first = findDue(index, ref, now)?.record;
  if (first === undefined) return [];
  return index
    .select({ publicationId: first.publicationId, channel: first.channel })
    .filter(({ record }) => record.language === first.language)
    .sort((one, other) => one.record.index - other.record.index);
}
