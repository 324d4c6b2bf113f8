import type { Clock } from "@carecast/adapter";

import type { LaneRef, LaneStore } from "../ledger/lane-store.ts";
import type { Watchdog } from "./watchdog.ts";

/** The lanes that this hub works through, against every other program on the same ledger. */
export interface Ownership {
  /**
   * Takes the lane, or keeps it. Resolves with the name under which this hub has it, which the ledger wants to see with
   * every permission; with `undefined` while another program has the lane.
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

/** How often the house is kept, and how long a lane without work is kept: a burst of posts claims it once. */
const tickMs = 100;

export function createOwnership({ store, clock, leaseMs, watchdog }: OwnershipOptions): Ownership {
  const stopped = new AbortController();
  const owned = new Map<string, Owned>();
  let owner = "";
  let renewedAt = 0;
  let enlisting: Promise<void> | undefined;
  let keeping = false;

  async function enlist(): Promise<void> {
    const name = crypto.randomUUID();
    const now = clock.now();
    await store.enlist(name, leaseMs, now);
    owned.clear();
    owner = name;
    renewedAt = now;
  }

  /** `false` when somebody else has taken over: then all that this hub had is gone. */
  async function renew(): Promise<boolean> {
    const [name, now] = [owner, clock.now()];
    const lives = name !== "" && (await store.renew(name, leaseMs, now));
    if (lives) renewedAt = now;
    else if (name === owner) {
      owner = "";
      owned.clear();
    }
    return lives;
  }

  async function comeAlive(): Promise<void> {
    if (owner !== "" && clock.now() - renewedAt < leaseMs / 2) return;
    enlisting ??= renew()
      .then((lives) => (lives ? undefined : enlist()))
      .finally(() => (enlisting = undefined));
    await enlisting;
  }

  async function take(ref: LaneRef): Promise<string | undefined> {
    await comeAlive();
    const name = owner;
    const [mine] = await store.claim(name, [ref], clock.now());
    if (!mine || name !== owner) return undefined;
    owned.set(keyOf(ref), { ref, restsSince: undefined });
    if (!keeping) void keepHouse();
    return name;
  }

  async function keepHouse(): Promise<void> {
    keeping = true;
    while (owned.size > 0 && !stopped.signal.aborted) {
      await clock.sleep(tickMs, stopped.signal).catch(() => undefined);
      const now = clock.now();
      watchdog.look(now);
      // What fails here is tried again at the next tick; if the lease runs out meanwhile, the ledger's fence holds.
      await freeResting(now).catch(() => undefined);
      if (now - renewedAt >= leaseMs / 3) await renew().catch(() => undefined);
    }
    keeping = false;
  }

  async function freeResting(now: number): Promise<void> {
    const resting = [...owned.values()].filter(
      ({ restsSince }) => restsSince !== undefined && now - restsSince >= tickMs,
    );
    if (resting.length === 0) return;
    for (const { ref } of resting) owned.delete(keyOf(ref));
    await store.free(
      owner,
      resting.map(({ ref }) => ref),
    );
  }

  const ownership: Ownership = {
    async claim(ref) {
      const known = owned.get(keyOf(ref));
      if (known) {
        known.restsSince = undefined;
        return owner;
      }
      const taken = await take(ref);
      if (taken !== undefined) return taken;
      // Either another program has the lane, or this one was struck off and needs a new name.
      return (await renew()) ? undefined : take(ref);
    },
    rest(ref) {
      const known = owned.get(keyOf(ref));
      if (known) known.restsSince = clock.now();
    },
    async inTurn(ref, work) {
      while ((await ownership.claim(ref)) === undefined) await clock.sleep(tickMs, stopped.signal);
      try {
        return await work();
      } finally {
        owned.delete(keyOf(ref));
        await store.free(owner, [ref]).catch(() => undefined);
      }
    },
    async stop() {
      stopped.abort();
      const name = owner;
      owner = "";
      owned.clear();
      // A ledger that is gone frees the lanes by itself once the lease runs out.
      if (name !== "") await store.retire(name).catch(() => undefined);
    },
  };
  return ownership;
}

function keyOf({ channel, lane }: LaneRef): string {
  return `${channel} ${lane}`;
}
