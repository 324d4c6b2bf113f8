import { knownIdError } from "../check-addition.ts";
import type { LaneRef } from "../lane-store.ts";

/** Who is enlisted, and who has which lane. */
export interface LaneBook {
  enlist(owner: string, leaseMs: number, now: number): void;
  renew(owner: string, leaseMs: number, now: number): boolean;
  retire(owner: string): void;
  claim(owner: string, lanes: readonly LaneRef[], now: number): LaneRef[];
  free(owner: string, lanes: readonly LaneRef[]): void;
  isEnlisted(owner: string): boolean;
  /** Whether an owner with a running lease has the lane. */
  isTaken(lane: LaneRef, now: number): boolean;
}

export function createLaneBook(): LaneBook {
  /** When each lease runs out. */
  const leases = new Map<string, number>();
  /** The owner of each lane, by the kind of lane and by channel. */
  const owners = {
    emergency: new Map<string, string>(),
    routine: new Map<string, string>(),
    tokens: new Map<string, string>(),
  } satisfies Record<LaneRef["lane"], Map<string, string>>;
  const ownerOf = ({ lane, channel }: LaneRef): string | undefined => owners[lane].get(channel);
  const runs = (owner: string, now: number): boolean => (leases.get(owner) ?? -Infinity) > now;

  function retire(owner: string): void {
    leases.delete(owner);
    for (const lanes of Object.values(owners)) {
      for (const [channel, holder] of lanes) if (holder === owner) lanes.delete(channel);
    }
  }

  return {
    retire,
    enlist(owner, leaseMs, now) {
      if (leases.has(owner)) throw knownIdError("owner");
      leases.set(owner, now + leaseMs);
    },
    renew(owner, leaseMs, now) {
      if (!leases.has(owner)) return false;
      leases.set(owner, now + leaseMs);
      return true;
    },
    claim(owner, lanes, now) {
      for (const other of [...leases.keys()]) if (other !== owner && !runs(other, now)) retire(other);
      if (!leases.has(owner)) return [];
      for (const ref of lanes) if (ownerOf(ref) === undefined) owners[ref.lane].set(ref.channel, owner);
      return lanes.filter((ref) => ownerOf(ref) === owner).map(({ channel, lane }) => ({ channel, lane }));
    },
    free(owner, lanes) {
      for (const ref of lanes) if (ownerOf(ref) === owner) owners[ref.lane].delete(ref.channel);
    },
    isEnlisted: (owner) => leases.has(owner),
    isTaken(ref, now) {
      const owner = ownerOf(ref);
      return owner !== undefined && runs(owner, now);
    },
  };
}
