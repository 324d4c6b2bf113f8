import type { Channel } from "../channels.ts";
import type { LaneRef } from "../ledger/lane-store.ts";
import type { PublicationRecord } from "../ledger/records.ts";
import type { Policies } from "../policy/policies.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";
import type { Records } from "../publish/report.ts";
import { createGate, type Gate } from "./gate.ts";
import { createJobs, type Job, type Jobs } from "./jobs.ts";
import { serveLane } from "./serve-lane.ts";

/** The deliveries of one urgency on one channel, one thread after the other. */
export interface Lane {
  /** Resolves when nothing is on its way any more, or waits for something that takes long; `undefined` when so it is. */
  busy(): Promise<void> | undefined;
  /**
   * Delivers one thread when its turn comes. Resolves with where it stands once it has ended, or waits for something
   * that takes long.
   */
  deliver(publication: PublicationRecord, records: Records, signal: AbortSignal | undefined): Promise<Records>;
  isIdle(): boolean;
  /** Works through everything of the lane in the ledger that is due. */
  wake(): void;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export interface LaneOptions {
  readonly machine: Machine;
  readonly channel: Channel;
  readonly lane: "emergency" | "routine";
  readonly policies: Policies;
  /** Resolves when no emergency of the channel is on its way; `undefined` when none is. */
  readonly yieldTo: () => Promise<void> | undefined;
}

/** A lane at work: what changes while it is served. */
export interface LaneState extends LaneOptions {
  readonly ref: LaneRef;
  readonly jobs: Jobs;
  /** Stands while something is on its way. */
  active: Gate | undefined;
  /** Whether the ledger may know of more than this program asked for. */
  backlog: boolean;
  /** Until when it waits for something that takes long, milliseconds since the epoch. */
  pausedUntil: number;
}

export function createLane(options: LaneOptions): Lane {
  const { machine, channel, lane } = options;
  const { clock, closing, ownership } = machine;
  const ref = { channel: channel.name, lane };
  const state: LaneState = { ...options, ref, jobs: createJobs(), active: undefined, backlog: false, pausedUntil: 0 };
  let serving: Promise<void> | undefined;

  const wake = (): void => {
    if (serving) return;
    state.active = createGate();
    serving = serveLane(state).finally(() => {
      serving = undefined;
      endActivity(state);
      ownership.rest(ref);
      if (state.jobs.size > 0 && !closing.aborted) wake();
    });
  };

  return {
    busy: () => state.active?.passed,
    isIdle: () => serving === undefined,
    wake,
    deliver(publication, records, signal) {
      if (closing.aborted || state.pausedUntil > clock.now()) return Promise.resolve(records);
      const { promise, resolve, reject } = Promise.withResolvers<Records>();
      const job: Job = { publication, records, signal, since: clock.now(), finish: resolve, fail: reject };
      const giveUp = (): void => void leaveLine(state, job).catch(() => undefined);
      signal?.addEventListener("abort", giveUp, { once: true });
      state.jobs.add(job);
      wake();
      // One signal may serve all that a program ever publishes.
      return signal ? promise.finally(() => signal.removeEventListener("abort", giveUp)) : promise;
    },
    stop: async () => serving,
  };
}

export function endActivity(state: LaneState): void {
  state.active?.open();
  state.active = undefined;
}

/** A caller who gives up while the job waits for its turn. What has begun looks at the signal itself. */
async function leaveLine({ machine, jobs }: LaneState, job: Job): Promise<void> {
  if (!jobs.take(job.records[0]?.id ?? "")) return;
  try {
    for (const record of job.records)
      if (record.state === "queued") await moveDelivery(machine, record, { state: "cancelled" });
  } finally {
    job.fail(job.signal?.reason);
  }
}

export function tellFailure({ clock, events }: Machine, publicationId: string, error: unknown): void {
  const at = clock.now();
  events.emit("work-failed", () => ({ at, publicationId, error: toDeliveryError(error, "not-sent") }));
}
