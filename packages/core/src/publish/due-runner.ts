import type { Clock } from "@carecast/adapter";

import type { EventHub } from "../events.ts";
import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { toDeliveryError } from "./delivery-error.ts";

/** Runs publications when their time has come. */
export interface DueRunner {
  /** Sees to what is still `queued` after a run. Does nothing before `start`. */
  watch(publication: PublicationRecord, records: readonly DeliveryRecord[]): void;
  start(): void;
  /** Forgets everything; the ledger still knows it. */
  stop(): void;
}

/** Timers hold 24.8 days at most, and a machine's clock can be set: no sleep is longer than this. */
const longestSleepMs = 60 * 60 * 1000;
/** Where the network named no time, a delivery that waits is tried again after this. */
const patienceMs = 5 * 60 * 1000;

export function createDueRunner(
  { clock, events }: { clock: Clock; events: EventHub },
  run: (publicationId: string) => Promise<unknown>,
): DueRunner {
  const stopped = new AbortController();
  const waiting = new Set<string>();
  let started = false;

  const sleepUntil = async (instant: number): Promise<void> => {
    for (let left = instant - clock.now(); left > 0; left = instant - clock.now())
      await clock.sleep(Math.min(left, longestSleepMs), stopped.signal);
  };

  const runAt = async (id: string, instant: number): Promise<void> => {
    try {
      await sleepUntil(instant);
      waiting.delete(id);
      await run(id);
    } catch (error) {
      waiting.delete(id);
      if (stopped.signal.aborted) return;
      events.emit("work-failed", () => ({ publicationId: id, error: toDeliveryError(error, "not-sent") }));
    }
  };

  return {
    watch(publication, records) {
      const queued = records.filter(({ state }) => state === "queued");
      if (!started || queued.length === 0 || waiting.has(publication.id)) return;
      const now = clock.now();
      const begin = publication.notBefore === undefined ? 0 : Date.parse(publication.notBefore);
      const retries = queued.map(({ error }) => error?.retryAt ?? (begin > now ? begin : now + patienceMs));
      waiting.add(publication.id);
      void runAt(publication.id, Math.max(begin, Math.min(...retries)));
    },
    start() {
      started = true;
    },
    stop() {
      stopped.abort();
    },
  };
}
