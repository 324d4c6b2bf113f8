import type { Holds } from "../hold/holds.ts";
import type { LaneRef } from "../ledger/lane-store.ts";
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

  /** Resolves with whether it has left work to others for now. */
  async function look(): Promise<boolean> {
    await holds.releaseLapsed();
    // A lane that waits for its network is free for others, and must not count as work that is left.
    const due = lanes.findIdle(await ledger.dueLanes(channels, clock.now()));
    const share = takeShare(due);
    lanes.wake(share);
    await policies.closeQuorums();
    await purge();
    return share.length < due.length;
  }

  async function poll(leftWork: boolean): Promise<void> {
    let hasMore = leftWork;
    while (!closing.aborted) {
      await clock.sleep(hasMore ? Math.ceil(pollMs / 4) : pollMs, closing).catch(() => undefined);
      if (closing.aborted) return;
      try {
        hasMore = await look();
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
    while ((await look()) && !closing.aborted) await clock.sleep(Math.ceil(pollMs / 4), closing).catch(() => undefined);
    polling = poll(false);
    await takeover.untilTaken(interrupted);
    await lanes.settled();
  }

  let starting: Promise<void> | undefined;
  return {
    start: () => (starting ??= startOnce()),
    stop: async () => polling,
  };
}

/**
 * Every emergency, and a quarter of the rest at a time: of several programs that see the same work, the first to look
 * must not take it all.
 */
function takeShare(due: readonly LaneRef[]): readonly LaneRef[] {
  const routine = due.filter(({ lane }) => lane !== "emergency");
  const share = new Set(routine.slice(0, Math.ceil(routine.length / 4)));
  return due.filter((ref) => ref.lane === "emergency" || share.has(ref));
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
