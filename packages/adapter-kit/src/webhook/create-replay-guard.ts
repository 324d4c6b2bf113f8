import type { Clock } from "@carecast/adapter";

export interface ReplayGuardOptions {
  readonly clock: Clock;
  /** How long an event id is remembered. Take at least the timestamp window. Default 600 000. */
  readonly rememberMs?: number;
  /** The most ids that are remembered; above it the oldest is forgotten. Default 100 000. */
  readonly maxEntries?: number;
}

export interface ReplayGuard {
  /** Whether `id` is new; it is remembered from now on. Ask only after the signature was checked. */
  claim(id: string): boolean;
  /** Forgets `id`, after its event could not be handled: the network's next delivery must be let in. */
  release(id: string): void;
}

/** A bounded memory of event ids, against replays and double deliveries. */
export function createReplayGuard(options: ReplayGuardOptions): ReplayGuard {
  const { clock, rememberMs = 600_000, maxEntries = 100_000 } = options;
  // A Map keeps the order of insertion: the first entries are the oldest.
  const claimedAt = new Map<string, number>();

  function forgetOld(now: number): void {
    for (const [id, at] of claimedAt) {
      if (now - at <= rememberMs && claimedAt.size < maxEntries) return;
      claimedAt.delete(id);
    }
  }

  return {
    claim(id) {
      const now = clock.now();
      const before = claimedAt.get(id);
      if (before !== undefined && now - before <= rememberMs) return false;
      forgetOld(now);
      claimedAt.set(id, now);
      return true;
    },
    release(id) {
      claimedAt.delete(id);
    },
  };
}
