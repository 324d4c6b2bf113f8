import type { Clock } from "@carecast/adapter";

import type { LaneRef, LaneStore } from "../ledger/lane-store.ts";
import { createLease } from "./lease.ts";
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

export function createOwnership({ store, clock, leaseMs, watchdog }: OwnershipOptions): Ownership {
  const owned = new Map<string, Owned>();
  const lease = createLease(store, clock, leaseMs, () => owned.clear());
  const stopped = new AbortController();
  let keeping: AbortController | undefined;
  let freeing = false;

  async function take(ref: LaneRef): Promise<string | undefined> {
    const name = await lease.comeAlive();
    const [mine] = await store.claim(name, [ref], clock.now());
    if (!mine || name !== lease.name) return undefined;
    owned.set(keyOf(ref), { ref, restsSince: undefined });
    if (!keeping) void keepUp((keeping = new AbortController()));
    return name;
  }

  /** While it has lanes: the lease, and the steps that hang. A failure is made good at the next turn, or by the fence. */
  async function keepUp({ signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(leaseMs / 3, signal).catch(() => undefined);
      watchdog.look(clock.now());
      if (!signal.aborted) await lease.renew().catch(() => undefined);
      if (owned.size === 0) dismiss();
    }
  }

  /** A timer without work would keep a program alive. */
  function dismiss(): void {
    keeping?.abort();
    keeping = undefined;
  }

  async function freeResting(): Promise<void> {
    freeing = true;
    while (!stopped.signal.aborted && [...owned.values()].some(({ restsSince }) => restsSince !== undefined)) {
      await clock.sleep(restMs, stopped.signal).catch(() => undefined);
      const idle = takeIdle(owned, clock.now() - restMs);
      if (owned.size === 0) dismiss();
      // If it fails, the lease runs out, and others take the lanes then.
      if (idle.length > 0) await store.free(lease.name, idle).catch(() => undefined);
    }
    freeing = false;
  }

  async function claim(ref: LaneRef): Promise<string | undefined> {
    const known = owned.get(keyOf(ref));
    if (known) {
      known.restsSince = undefined;
      return lease.name;
    }
    const taken = await take(ref);
    if (taken !== undefined) return taken;
    // Either another program has the lane, or this one was struck off and needs a new name.
    return (await lease.renew()) ? undefined : take(ref);
  }

  return {
    claim,
    rest(ref) {
      const known = owned.get(keyOf(ref));
      if (!known) return;
      known.restsSince = clock.now();
      if (!freeing) void freeResting();
    },
    async inTurn(ref, work) {
      while ((await claim(ref)) === undefined) await clock.sleep(restMs, stopped.signal);
      try {
        return await work();
      } finally {
        owned.delete(keyOf(ref));
        if (owned.size === 0) dismiss();
        await store.free(lease.name, [ref]).catch(() => undefined);
      }
    },
    async stop() {
      stopped.abort();
      owned.clear();
      dismiss();
      await lease.retire();
    },
  };
}

function keyOf({ channel, lane }: LaneRef): string {
  return `${channel} ${lane}`;
}

/** Takes out the lanes that have had nothing to do since `before`. */
function takeIdle(owned: Map<string, Owned>, before: number): readonly LaneRef[] {
  const idle = [...owned.values()].filter(({ restsSince }) => restsSince !== undefined && restsSince <= before);
  for (const { ref } of idle) owned.delete(keyOf(ref));
  return idle.map(({ ref }) => ref);
}
