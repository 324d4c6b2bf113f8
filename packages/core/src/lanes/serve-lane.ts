import type { PublicationRecord } from "../ledger/records.ts";
import { deliverThread, readAgain } from "../publish/deliver-thread.ts";
import { isWaiting, type Records } from "../publish/report.ts";
import type { Run } from "../publish/run.ts";
import { createGate } from "./gate.ts";
import type { Job } from "./jobs.ts";
import { endActivity, tellFailure, type LaneState } from "./lane.ts";

/** How often to look whether another program has left the lane, or done the work. */
const askAgainMs = 100;
/** After a failure of the ledger, or of a step that made no headway. */
const recoverMs = 5000;

/** Works through a lane until there is nothing left to do, or the hub closes. */
export async function serveLane(state: LaneState): Promise<void> {
  const { machine, ref, jobs } = state;
  const { closing, ownership } = machine;
  state.backlog = machine.isStarted();
  try {
    while (!closing.aborted && (jobs.size > 0 || machine.isStarted())) {
      const owner = await ownership.claim(ref);
      if (owner === undefined) {
        if (!(await waitForOther(state))) return;
        continue;
      }
      const job = mayKnowMore(state) ? await askLedger(state) : jobs.next();
      if (!job) return;
      const pauseUntil = await work(state, owner, job);
      if (pauseUntil !== undefined) await pause(state, pauseUntil);
    }
  } catch (error) {
    for (const job of jobs.takeAll()) job.fail(error);
    if (machine.isStarted()) tellFailure(machine, "", error);
  } finally {
    if (closing.aborted) for (const job of jobs.takeAll()) job.finish(job.records);
  }
}

/** The ledger decides what comes next while it may know of more than this program asked for. */
function mayKnowMore({ machine, backlog, jobs }: LaneState): boolean {
  return machine.isStarted() && (backlog || jobs.size === 0);
}

async function askLedger(state: LaneState): Promise<Job | undefined> {
  const { machine, jobs, ref } = state;
  const open = await machine.ledger.nextThread(ref, machine.clock.now());
  if (open) {
    const own = jobs.take(open.deliveries[0]?.id ?? "");
    return own ? { ...own, records: open.deliveries } : makeUnwatched(state, open.publication, open.deliveries);
  }
  state.backlog = false;
  return jobs.next();
}

function makeUnwatched({ machine }: LaneState, publication: PublicationRecord, records: Records): Job {
  return {
    publication,
    records,
    signal: undefined,
    since: machine.clock.now(),
    finish: () => undefined,
    fail: (error) => tellFailure(machine, publication.id, error),
  };
}

/** Runs one thread. Resolves with the instant until which the lane has to wait, if it has to. */
async function work(
  { machine, channel, lane, policies, yieldTo }: LaneState,
  owner: string,
  job: Job,
): Promise<number | undefined> {
  const { publication, signal } = job;
  const run: Run = { machine, channel, publication, lane, owner, signal, yieldTo };
  try {
    if (!(await policies.allow(run, job.records))) {
      job.finish(await readAgain(run, job.records));
      return undefined;
    }
    const { records, pauseUntil } = await deliverThread(run, job.records);
    await policies.conclude(publication, channel.name);
    job.finish(records);
    // Whatever left it as it was must not come round again at once.
    const now = machine.clock.now();
    const isStuck = machine.isStarted() && records.some((record) => isWaiting(record, now));
    return pauseUntil ?? (isStuck ? now + recoverMs : undefined);
  } catch (error) {
    job.fail(error);
    return signal?.aborted ? undefined : machine.clock.now() + recoverMs;
  }
}

/** Nobody waits here for something that takes long; a started hub goes on when the time has come. */
async function pause(state: LaneState, until: number): Promise<void> {
  const { machine, jobs, ref } = state;
  const { clock, closing, ownership } = machine;
  for (const job of jobs.takeAll()) job.finish(job.records);
  if (!machine.isStarted()) return;
  state.pausedUntil = until;
  ownership.rest(ref);
  endActivity(state);
  await clock.sleep(Math.max(0, until - clock.now()), closing).catch(() => undefined);
  state.pausedUntil = 0;
  state.active ??= createGate();
  state.backlog = true;
}

/** Another program has the lane. What it settles is settled for us, and it may take long. */
async function waitForOther({ machine, jobs }: LaneState): Promise<boolean> {
  const { clock, closing, retry } = machine;
  const now = clock.now();
  for (const job of jobs.takeAll()) {
    const records = await readAgain({ machine }, job.records);
    const isPending = records.some((record) => isWaiting(record, now));
    if (isPending && now - job.since <= retry.maxWaitMs) jobs.add({ ...job, records });
    else job.finish(records);
  }
  if (jobs.size === 0) return false;
  await clock.sleep(askAgainMs, closing).catch(() => undefined);
  return true;
}
