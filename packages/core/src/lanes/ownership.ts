import { LedgerError, type Clock } from "@carecast/adapter";

import type { LaneRef, LaneStore } from "../ledger/lane-store.ts";
import { createClaims, keyOf } from "./claims.ts";
import { createLease, type Lease } from "./lease.ts";
import type { Watchdog } from "./watchdog.ts";

/** The lanes that this hub works through, against every other program on the same ledger. */
export interface Ownership {
  /**
   * Takes the lane, or keeps it. Resolves with the name under which this hub has it, which the ledger wants to see with
   * every change; with `undefined` while another program has the lane.
   */
  claim(ref: LaneRef): Promise<string | undefined>;
  /** There is nothing to do in the lane: it is freed soon, unless it is claimed again. */
  rest(ref: LaneRef): void;
  /** Runs `work` while this hub has the lane, as soon as no other program has it. */
  inTurn<T>(ref: LaneRef, work: () => Promise<T>): Promise<T>;
  /** Gives everything back. */
  stop(): Promise<void>;
}

export interface OwnershipOptions {
  readonly store: LaneStore;
  readonly clock: Clock;
  /** How long another program waits after the last sign of life before it takes over. */
  readonly leaseMs: number;
  readonly watchdog: Watchdog;
}

interface Owned {
  readonly ref: LaneRef;
  /** Since when there is nothing to do; `undefined` while there is. */
  restsSince: number | undefined;
}

/** How long a lane without work is kept: a burst of posts claims it once. */
const restMs = 100;

export function createOwnership(options: OwnershipOptions): Ownership {
  const { store, clock } = options;
  const owned = new Map<string, Owned>();
  const lease = createLease(store, clock, options.leaseMs, () => owned.clear());
  const claims = createClaims(store, lease, clock);
  const house = createHousekeeping(options, lease, owned);

  async function claim(ref: LaneRef): Promise<string | undefined> {
    const known = owned.get(keyOf(ref));
    if (known) {
      known.restsSince = undefined;
      return lease.name;
    }
    const name = await claims(ref);
    if (name === undefined) return undefined;
    owned.set(keyOf(ref), { ref, restsSince: undefined });
    house.open();
    return name;
  }

  return {
    claim,
    rest(ref) {
      const known = owned.get(keyOf(ref));
      if (!known) return;
      known.restsSince = clock.now();
      house.freeResting();
    },
    async inTurn(ref, work) {
      while ((await claim(ref)) === undefined) await house.waitForLane();
      try {
        return await work();
      } finally {
        owned.delete(keyOf(ref));
        await store.free(lease.name, [ref]).catch(() => undefined);
      }
    },
    async stop() {
      house.close();
      owned.clear();
      await lease.retire();
    },
  };
}

/** What goes on beside the work while a hub has lanes. */
interface Housekeeping {
  /** Renews the lease, and ends steps that hang, for as long as there are lanes. */
  open(): void;
  /** Frees the lanes that have been resting for a while. */
  freeResting(): void;
  /** @throws LedgerError when the hub closes */
  waitForLane(): Promise<void>;
  close(): void;
}

/** Timers run only while there are lanes: one without work would keep a program alive. */
function createHousekeeping(
  { store, clock, leaseMs, watchdog }: OwnershipOptions,
  lease: Lease,
  owned: Map<string, Owned>,
): Housekeeping {
  const closed = new AbortController();
  let keeping: AbortController | undefined;
  let freeing = false;

  async function keepUp(until: AbortController): Promise<void> {
    while (!until.signal.aborted) {
      await clock.sleep(leaseMs / 3, until.signal).catch(() => undefined);
      watchdog.look(clock.now());
      // A failure is made good at the next turn; if the lease runs out meanwhile, the ledger's fence holds.
      if (!until.signal.aborted) await lease.renew().catch(() => undefined);
      dismissIfEmpty();
    }
  }

  function dismissIfEmpty(): void {
    if (owned.size > 0) return;
    keeping?.abort();
    keeping = undefined;
  }

  async function freeAll(): Promise<void> {
    while (!closed.signal.aborted && [...owned.values()].some(({ restsSince }) => restsSince !== undefined)) {
      await clock.sleep(restMs, closed.signal).catch(() => undefined);
      const idle = takeIdle(owned, clock.now() - restMs);
      dismissIfEmpty();
      // If it fails, the lease runs out, and others take the lanes then.
      if (idle.length > 0) await store.free(lease.name, idle).catch(() => undefined);
    }
  }

  return {
    open() {
      if (keeping) return;
      keeping = new AbortController();
      void keepUp(keeping);
    },
    freeResting() {
      if (freeing) return;
      freeing = true;
      void freeAll().finally(() => (freeing = false));
    },
    async waitForLane() {
      await clock.sleep(restMs, closed.signal).catch(() => undefined);
      if (closed.signal.aborted) throw new LedgerError("This Carecast is closed.");
    },
    close() {
      closed.abort();
      keeping?.abort();
    },
  };
}

/** Takes out the lanes that have had nothing to do since `before`. */
function takeIdle(owned: Map<string, Owned>, before: number): readonly LaneRef[] {
  const idle = [...owned.values()].filter(({ restsSince }) => restsSince !== undefined && restsSince <= before);
  for (const { ref } of idle) owned.delete(keyOf(ref));
  return idle.map(({ ref }) => ref);
}
