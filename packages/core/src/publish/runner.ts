import { ConfigError } from "@carecast/adapter";

import type { Lanes } from "../lanes/lanes.ts";
import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import type { Finding } from "../safeguards/safeguard.ts";
import { isCalledOff } from "./called-off.ts";
import { moveDelivery, type Machine } from "./machine.ts";
import { isOpen, isWaiting, type Records } from "./report.ts";
import { readAgain } from "./deliver-thread.ts";

/** Runs publications that the ledger knows, each one once at a time within this program. */
export interface Runner {
  /** Delivers what is not delivered yet. `begin` finds or journals the publication; it runs only for the first caller. */
  run(publicationId: string, begin: () => Promise<Begun>, signal?: AbortSignal): Promise<Records>;
  /** Delivers what waits of a publication that is in the ledger. */
  resume(publicationId: string): Promise<Records>;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export interface Begun {
  readonly publication: PublicationRecord;
  readonly records: Records;
  /** What safeguards found and let pass, of what was journaled now. */
  readonly findings?: readonly Finding[];
}

export function createRunner(machine: Machine, lanes: Lanes): Runner {
  const running = new Map<string, Promise<Records>>();

  const run: Runner["run"] = (id, begin, signal) => {
    const current = running.get(id);
    if (current) return current;
    const started = begin()
      .then((begun) => deliverAll(machine, lanes, begun, signal))
      .finally(() => running.delete(id));
    running.set(id, started);
    return started;
  };

  return {
    run,
    resume: (id) => run(id, () => recall(machine, id)),
    async stop() {
      await Promise.allSettled([...running.values()]);
    },
  };
}

/** What the ledger holds of a publication. */
export async function recall({ ledger }: Machine, publicationId: string): Promise<Begun> {
  const publication = await ledger.publication(publicationId);
  if (!publication) throw new ConfigError("The ledger has no publication of this id.", { path: "publicationId" });
  return { publication, records: await ledger.deliveries({ publicationId }) };
}

/**
 * Opens again what failed or was interrupted before anything was sent: somebody asks for it once more. What a person
 * has called off stays so, and so does what retention has emptied.
 */
export async function reopen(machine: Machine, { publication, records }: Begun): Promise<Begun> {
  const now = machine.clock.now();
  const reopened = [];
  for (const record of records) {
    const isUnsent = (record.state === "rejected" || record.state === "cancelled") && !isOver(record);
    const isLeft = isOpen(record.state) && record.dueAt === null;
    // What was scheduled keeps its time.
    const dueAt = Math.max(record.dueAt ?? now, now);
    if (isUnsent) reopened.push(await moveDelivery(machine, record, { state: "queued", dueAt }));
    else if (isLeft) reopened.push(await moveDelivery(machine, record, { dueAt: now }));
    else reopened.push(record);
  }
  return { publication, records: reopened };
}

function isOver(record: DeliveryRecord): boolean {
  return isCalledOff(record) || record.retractedAt !== undefined || record.purgedAt !== undefined;
}

/** Every thread in its lane. One that fails hides none of the others: all are waited for. */
async function deliverAll(
  machine: Machine,
  lanes: Lanes,
  begun: Begun,
  signal: AbortSignal | undefined,
): Promise<Records> {
  const { publication } = begun;
  const records = await deliverDue(machine, lanes, begun, signal);
  return publication.fallback ? deliverFallbacks(machine, lanes, { publication, records }, signal) : records;
}

async function deliverDue(
  { clock }: Machine,
  lanes: Lanes,
  { publication, records }: Begun,
  signal: AbortSignal | undefined,
): Promise<Records> {
  const now = clock.now();
  const results = await Promise.allSettled(
    groupThreads(records).map((thread) =>
      thread.some((record) => isWaiting(record, now))
        ? lanes.deliver(publication, thread, signal)
        : Promise.resolve(thread),
    ),
  );
  return throwFirst(results).flat();
}

/** What stands in for a channel is due once that one has failed, which the end of each thread decides. */
async function deliverFallbacks(
  machine: Machine,
  lanes: Lanes,
  begun: Begun,
  signal: AbortSignal | undefined,
): Promise<Records> {
  const { clock, closing, retry } = machine;
  const { publication } = begun;
  const patience = Math.max(...Object.values(publication.fallback ?? {}).map(({ at }) => at)) + retry.maxWaitMs;
  let records = await readAgain({ machine }, begun.records);
  for (;;) {
    const now = clock.now();
    const standIns = records.filter(({ state, channel }) => state === "queued" && publication.fallback?.[channel]);
    const dueAt = Math.min(...standIns.map((record) => record.dueAt ?? Infinity));
    if (dueAt - now > retry.maxWaitMs || now > patience || closing.aborted) return records;
    if (dueAt > now)
      await clock.sleep(dueAt - now, signal ? AbortSignal.any([signal, closing]) : closing).catch(() => undefined);
    signal?.throwIfAborted();
    await deliverDue(machine, lanes, { publication, records: standIns }, signal);
    records = await readAgain({ machine }, records);
  }
}

/** The parts of a thread lie side by side, as they were journaled. */
function groupThreads(records: Records): readonly Records[] {
  const threads: Records[number][][] = [];
  for (const record of records) {
    const last = threads.at(-1);
    if (last?.[0]?.channel === record.channel && last[0].language === record.language) last.push(record);
    else threads.push([record]);
  }
  return threads;
}

function throwFirst<T>(results: readonly PromiseSettledResult<T>[]): T[] {
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
