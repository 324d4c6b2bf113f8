import type { Channel } from "../channels.ts";
import type { LaneRef } from "../ledger/lane-store.ts";
import type { PublicationRecord } from "../ledger/records.ts";
import type { Policies } from "../policy/policies.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { deliverThread, readAgain } from "../publish/deliver-thread.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";
import { isWaiting, type Records } from "../publish/report.ts";
import type { Run } from "../publish/run.ts";
import { createJobs, type Job } from "./jobs.ts";

/** The deliveries of one urgency on one channel, one thread after the other. */
export interface Lane {
  /** Resolves when nothing is on its way any more, or waits for something that takes long; `undefined` when so it is. */
  busy(): Promise<void> | undefined;
  /**
   * Delivers one thread when its turn comes. Resolves with where it stands once it has ended, or waits for something
   * that takes long.
   */
  deliver(publication: PublicationRecord, records: Records, signal: AbortSignal | undefined): Promise<Records>;
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

/** How often to look whether another program has left the lane, or done the work. */
const askAgainMs = 100;
/** After a failure of the ledger, or of a step that made no headway. */
const recoverMs = 5000;

export function createLane({ machine, channel, lane, policies, yieldTo }: LaneOptions): Lane {
  const { clock, closing, events, ledger, ownership, retry } = machine;
  const ref: LaneRef = { channel: channel.name, lane };
  const jobs = createJobs();
  let serving: Promise<void> | undefined;
  let active: Gate | undefined;
  let backlog = false;
  let pausedUntil = 0;

  const kick = (): void => {
    serving ??= serve().finally(() => {
      serving = undefined;
      settle();
      ownership.rest(ref);
      if (jobs.size > 0 && !closing.aborted) kick();
    });
  };

  const settle = (): void => {
    active?.open();
    active = undefined;
  };

  async function serve(): Promise<void> {
    active ??= createGate();
    backlog = machine.isStarted();
    try {
      while (!closing.aborted) {
        const owner = await ownership.claim(ref);
        if (owner === undefined) {
          if (!(await waitForOther())) return;
          continue;
        }
        const job = await takeNext();
        if (!job) return;
        await work(owner, job);
      }
    } catch (error) {
      await giveUp(error);
    } finally {
      if (closing.aborted) for (const job of jobs.takeAll()) job.finish(job.records);
    }
  }

  /** The ledger decides what comes next while it may know of more than this program asked for. */
  async function takeNext(): Promise<Job | undefined> {
    if (machine.isStarted() && (backlog || jobs.size === 0)) {
      const open = await ledger.nextThread(ref, clock.now());
      if (open) {
        const own = jobs.take(open.deliveries[0]?.id ?? "");
        return own ? { ...own, records: open.deliveries } : unwatched(open.publication, open.deliveries);
      }
      backlog = false;
    }
    return jobs.next();
  }

  function unwatched(publication: PublicationRecord, records: Records): Job {
    const fail = (error: unknown): void => tellFailure(publication.id, error);
    return { publication, records, signal: undefined, since: clock.now(), finish: () => undefined, fail };
  }

  function tellFailure(publicationId: string, error: unknown): void {
    const at = clock.now();
    events.emit("work-failed", () => ({ at, publicationId, error: toDeliveryError(error, "not-sent") }));
  }

  async function work(owner: string, job: Job): Promise<void> {
    const { publication, signal } = job;
    const run: Run = { machine, channel, publication, lane, owner, signal, yieldTo };
    let pauseUntil: number | undefined;
    try {
      if (await policies.allow(run, job.records)) {
        const result = await deliverThread(run, job.records);
        await policies.conclude(publication);
        pauseUntil = result.pauseUntil;
        job.finish(result.records);
        // Whatever left it as it was must not come round again at once.
        if (pauseUntil === undefined && machine.isStarted() && result.records.some(isStuck))
          pauseUntil = clock.now() + recoverMs;
      } else job.finish(await readAgain(run, job.records));
    } catch (error) {
      job.fail(error);
      if (!signal?.aborted) pauseUntil = clock.now() + recoverMs;
    }
    if (pauseUntil !== undefined) await pause(pauseUntil);
  }

  const isStuck = (record: Records[number]): boolean => isWaiting(record, clock.now());

  /** Nobody waits here for something that takes long; a started hub goes on when the time has come. */
  async function pause(until: number): Promise<void> {
    for (const job of jobs.takeAll()) job.finish(job.records);
    if (!machine.isStarted()) return;
    pausedUntil = until;
    ownership.rest(ref);
    settle();
    await clock.sleep(Math.max(0, until - clock.now()), closing).catch(() => undefined);
    pausedUntil = 0;
    active = createGate();
    backlog = true;
  }

  /** Another program has the lane. What it settles is settled for us, and it may take long. */
  async function waitForOther(): Promise<boolean> {
    const now = clock.now();
    for (const job of jobs.takeAll()) {
      const records = await readAgain({ machine }, job.records);
      if (records.some((record) => isWaiting(record, now)) && now - job.since <= retry.maxWaitMs)
        jobs.add({ ...job, records });
      else job.finish(records);
    }
    if (jobs.size === 0) return false;
    await clock.sleep(askAgainMs, closing).catch(() => undefined);
    return true;
  }

  async function giveUp(error: unknown): Promise<void> {
    for (const job of jobs.takeAll()) job.fail(error);
    if (machine.isStarted()) tellFailure("", error);
  }

  async function leaveLine(job: Job): Promise<void> {
    if (!jobs.take(job.records[0]?.id ?? "")) return;
    try {
      for (const record of job.records)
        if (record.state === "queued") await moveDelivery(machine, record, { state: "cancelled" });
    } finally {
      job.fail(job.signal?.reason);
    }
  }

  return {
    busy: () => active?.passed,
    deliver(publication, records, signal) {
      if (closing.aborted || pausedUntil > clock.now()) return Promise.resolve(records);
      return new Promise((resolve, reject) => {
        const job: Job = { publication, records, signal, since: clock.now(), finish: resolve, fail: reject };
        jobs.add(job);
        signal?.addEventListener("abort", () => void leaveLine(job).catch(() => undefined), { once: true });
        kick();
      });
    },
    wake: kick,
    stop: async () => serving,
  };
}

/** Something to wait at until it opens. */
interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}
