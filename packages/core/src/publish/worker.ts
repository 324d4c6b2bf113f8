import type { Holds } from "../hold/holds.ts";
import type { Lanes } from "../lanes/lanes.ts";
import type { Policies } from "../policy/policies.ts";
import { toDeliveryError } from "./delivery-error.ts";
import { moveDelivery, type Machine } from "./machine.ts";
import { Interruption } from "./interruption.ts";
import type { Records } from "./report.ts";

/** Goes on by itself with what the ledger has: what an earlier program left, what others add, what becomes due. */
export interface Worker {
  /** Resolves when everything that was left unfinished has been looked at once. */
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

const purgeEveryMs = 60 * 60 * 1000;

export function createWorker({
  machine,
  lanes,
  policies,
  holds,
  leaseMs,
  pollMs,
  keepContentMs,
}: WorkerOptions): Worker {
  const { clock, closing, events, ledger } = machine;
  const channels = [...machine.channels.keys()];
  let polling: Promise<void> | undefined;
  let purgedAt = -Infinity;

  async function look(): Promise<void> {
    await holds.releaseLapsed();
    lanes.wake(await ledger.dueLanes(channels, clock.now()));
    await policies.closeQuorums();
    if (keepContentMs !== undefined && clock.now() - purgedAt >= purgeEveryMs) {
      purgedAt = clock.now();
      await ledger.purge(purgedAt - keepContentMs, purgedAt);
    }
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

  /** What was left to a person is looked at once more: the search that failed may succeed now. */
  async function rearmUnknown(): Promise<void> {
    for (const record of await ledger.deliveries({ states: ["unknown"] })) {
      if (record.dueAt !== null || !machine.channels.has(record.channel)) continue;
      await moveDelivery(machine, record, { dueAt: clock.now() }).catch((error: unknown) => {
        if (!(error instanceof Interruption)) throw error;
      });
    }
  }

  const findInterrupted = async (): Promise<Records> =>
    (await ledger.deliveries({ states: ["preparing", "sending"] })).filter(({ channel }) =>
      machine.channels.has(channel),
    );

  /** The lease of a program that has just died runs on for a while: what it left is taken over after that. */
  async function untilTaken(interrupted: Records): Promise<void> {
    const patience = clock.now() + leaseMs + 2 * pollMs;
    let left = interrupted;
    while (left.length > 0 && clock.now() < patience && !closing.aborted) {
      await clock.sleep(pollMs, closing).catch(() => undefined);
      const now = new Map((await findInterrupted()).map(({ id, updatedAt }) => [id, updatedAt]));
      left = left.filter(({ id, updatedAt }) => now.get(id) === updatedAt);
    }
  }

  return {
    async start() {
      if (polling) return;
      await rearmUnknown();
      const interrupted = await findInterrupted();
      await look();
      polling = poll();
      await untilTaken(interrupted);
      await lanes.settled();
    },
    stop: async () => polling,
  };
}
