import type { Clock } from "@carecast/adapter";

import type { LaneStore } from "../ledger/lane-store.ts";

/** The name under which a hub is enlisted with the ledger, for as long as it renews its lease. */
export interface Lease {
  /** Empty before the first enlistment, and after the hub was struck off. */
  readonly name: string;
  /** Enlists where it is needed, under a name that nobody had before. */
  comeAlive(): Promise<string>;
  /** `false` when somebody else has taken over: then all that was had under this name is gone. */
  renew(): Promise<boolean>;
  retire(): Promise<void>;
}

export function createLease(store: LaneStore, clock: Clock, leaseMs: number, onLost: () => void): Lease {
  let name = "";
  let renewedAt = 0;
  let enlisting: Promise<void> | undefined;

  async function enlist(): Promise<void> {
    const fresh = crypto.randomUUID();
    const now = clock.now();
    await store.enlist(fresh, leaseMs, now);
    name = fresh;
    renewedAt = now;
  }

  async function renew(): Promise<boolean> {
    const [current, now] = [name, clock.now()];
    const lives = current !== "" && (await store.renew(current, leaseMs, now));
    if (lives) renewedAt = now;
    else if (current === name) {
      name = "";
      onLost();
    }
    return lives;
  }

  return {
    get name() {
      return name;
    },
    renew,
    async comeAlive() {
      if (name === "" || clock.now() - renewedAt >= leaseMs / 2) {
        enlisting ??= renew()
          .then((lives) => (lives ? undefined : enlist()))
          .finally(() => (enlisting = undefined));
        await enlisting;
      }
      return name;
    },
    async retire() {
      const last = name;
      name = "";
      // A ledger that is gone frees the lanes by itself once the lease runs out.
      if (last !== "") await store.retire(last).catch(() => undefined);
    },
  };
}
