import { knownIdError } from "../check-addition.ts";
import { holdCovers, type HoldTarget } from "../hold-covers.ts";
import type { HoldRecord } from "../hold-store.ts";

/** The holds of one process. */
export interface HoldBook {
  add(hold: HoldRecord): void;
  /** Ends the active hold of this id and hands it back. */
  end(id: string): HoldRecord | undefined;
  active(): HoldRecord[];
  /** Whether an active hold covers the deliveries of a publication on a channel. */
  cover(publication: HoldTarget, channel: string): boolean;
}

export function createHoldBook(): HoldBook {
  const active = new Map<string, HoldRecord>();
  const known = new Set<string>();
  return {
    add(hold) {
      if (known.has(hold.id)) throw knownIdError("hold.id");
      known.add(hold.id);
      active.set(hold.id, hold);
    },
    end(id) {
      const hold = active.get(id);
      active.delete(id);
      return hold;
    },
    active: () => [...active.values()].sort((one, other) => one.at - other.at),
    cover(publication, channel) {
      for (const { scope } of active.values()) if (holdCovers(scope, publication, channel)) return true;
      return false;
    },
  };
}
