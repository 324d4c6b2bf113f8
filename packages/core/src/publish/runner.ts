import type { DeliveryError, DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { deliverThread } from "./deliver-thread.ts";
import { createDueRunner } from "./due-runner.ts";
import { moveDelivery, type Machine } from "./machine.ts";
import { isFinal } from "./report.ts";

type Records = readonly DeliveryRecord[];

/** Runs publications that the ledger knows, each one once at a time within this process. */
export interface Runner {
  /** Delivers what is not delivered yet. `begin` finds or journals the publication; it runs only for the first caller. */
  run(publicationId: string, begin: () => Promise<Begun>, signal?: AbortSignal): Promise<Records>;
  /** Takes up every publication that is not finished, and from then on what waits for its time. */
  start(): Promise<void>;
  /** Waits for what is running and starts nothing more. */
  stop(): Promise<void>;
}

export interface Begun {
  readonly publication: PublicationRecord;
  readonly records: Records;
}

const interrupted: DeliveryError = {
  code: "network",
  message: "The process ended while the post was on its way.",
  outcome: "unknown",
  retryable: true,
};

export function createRunner(machine: Machine): Runner {
  const { ledger } = machine;
  const running = new Map<string, Promise<Records>>();

  const run: Runner["run"] = (id, begin, signal) => {
    const current = running.get(id);
    if (current) return current;
    const started = begin()
      .then((begun) => deliverAll(machine, begun, signal))
      .then(({ publication, records }) => {
        due.watch(publication, records);
        return records;
      })
      .finally(() => running.delete(id));
    running.set(id, started);
    return started;
  };

  const runKnown = (id: string): Promise<Records> =>
    run(id, async () => {
      const publication = await ledger.publication(id);
      if (!publication) throw new TypeError("The ledger lists a delivery whose publication it does not have.");
      return recover(machine, publication);
    });

  const due = createDueRunner(machine, runKnown);

  return {
    run,
    async start() {
      due.start();
      const open = await ledger.deliveries({ states: ["queued", "preparing", "sending", "unknown"] });
      const ids = new Set(open.map(({ publicationId }) => publicationId));
      throwFirst(await Promise.allSettled([...ids].map(runKnown)));
    },
    async stop() {
      due.stop();
      await Promise.allSettled([...running.values()]);
    },
  };
}

/** What the ledger holds of a publication, ready to go on where a crash or an earlier call left off. */
export async function recover(machine: Machine, publication: PublicationRecord): Promise<Begun> {
  const records: DeliveryRecord[] = [];
  for (const record of await machine.ledger.deliveries({ publicationId: publication.id }))
    // Nobody knows whether a delivery that was being sent arrived.
    records.push(
      record.state === "sending"
        ? await moveDelivery(machine, record, { state: "unknown", error: interrupted })
        : record,
    );
  return { publication, records };
}

/** Opens again what failed or was cancelled before anything was sent: somebody asks for it once more. */
export async function reopen(machine: Machine, { publication, records }: Begun): Promise<Begun> {
  const reopened: DeliveryRecord[] = [];
  for (const record of records) {
    const isUnsent = record.state === "rejected" || record.state === "cancelled";
    reopened.push(isUnsent ? await moveDelivery(machine, record, { state: "queued" }) : record);
  }
  return { publication, records: reopened };
}

/** Every thread at once. One that fails hides none of the others: all are waited for. */
async function deliverAll(machine: Machine, begun: Begun, signal: AbortSignal | undefined): Promise<Begun> {
  const { publication, records } = begun;
  if (publication.notBefore !== undefined && Date.parse(publication.notBefore) > machine.clock.now()) return begun;
  const results = await Promise.allSettled(
    groupThreads(records).map(async (thread) => {
      const channel = machine.channels.get(thread[0]?.channel ?? "");
      if (!channel || thread.every(({ state }) => isFinal(state))) return thread;
      return deliverThread(machine, channel, publication, thread, signal);
    }),
  );
  return { publication, records: throwFirst(results).flat() };
}

/** The parts of a thread lie side by side, as they were journaled. */
function groupThreads(records: Records): readonly Records[] {
  const threads: DeliveryRecord[][] = [];
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
