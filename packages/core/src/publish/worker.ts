import type { Holds } from "../hold/holds.ts";
import type { Lanes } from "../lanes/lanes.ts";
import type { Policies } from "../policy/policies.ts";
import { toDeliveryError } from "./delivery-error.ts";
import type { Machine } from "./machine.ts";
import { createTakeover } from "./takeover.ts";

/** Goes on by itself with what the ledger has: what an earlier program left, what others add, what becomes due. */
export interface Worker {
  /** Resolves when everything that was left unfinished has been tried once. */
  start(): Promise<void>;
  /** Resolves when it looks no more. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly machine: Machine;
  readonly lanes: Lanes;
  readonly policies: Policies;
  readonly holds: Pick<Holds<string>, "releaseLapsed">;
  readonly leaseMs: number;
  /** Milliseconds between two looks into the ledger. */
  readonly pollMs: number;
  /** How long the content of what has ended is kept, in milliseconds. */
  readonly keepContentMs: number | undefined;
}

export function createWorker(options: WorkerOptions): Worker {
  const { machine, lanes, policies, holds, leaseMs, pollMs, keepContentMs } = options;
  const { clock, closing, events, ledger } = machine;
  const channels = [...machine.channels.keys()];
  const takeover = createTakeover(machine, leaseMs, pollMs);
  const purge = createPurge(machine, keepContentMs);
  let polling: Promise<void> | undefined;

  async function look(): Promise<void> {
    await holds.releaseLapsed();
    lanes.wake(await ledger.dueLanes(channels, clock.now()));
    await policies.closeQuorums();
    await purge();
  }

  async function poll(): Promise<void> {
    while (!closing.aborted) {
      await clock.sleep(pollMs, closing).catch(() => undefined);
      if (closing.aborted) return;
      try {
        await look();
      } catch (error) {
        // The next look tries again: a database that restarts must not end the work.
        const at = clock.now();
        events.emit("work-failed", () => ({ at, publicationId: "", error: toDeliveryError(error, "not-sent") }));
      }
    }
  }

  async function startOnce(): Promise<void> {
    await takeover.rearmUnknown();
    const interrupted = await takeover.findInterrupted();
    await look();
    polling = poll();
    await takeover.untilTaken(interrupted);
    await lanes.settled();
  }

  let starting: Promise<void> | undefined;
  return {
    start: () => (starting ??= startOnce()),
    stop: async () => polling,
  };
}

const purgeEveryMs = 60 * 60 * 1000;

/** Takes the content away of what ended long ago, once an hour. */
function createPurge({ clock, ledger }: Machine, keepContentMs: number | undefined): () => Promise<void> {
  let purgedAt = -Infinity;
  return async () => {
    const now = clock.now();
    if (keepContentMs === undefined || now - purgedAt < purgeEveryMs) return;
    purgedAt = now;
    await ledger.purge(now - keepContentMs, now);
  };
}
