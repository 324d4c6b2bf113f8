import type { PublicationRecord } from "../ledger/records.ts";
import type { Records } from "../publish/report.ts";

/** One thread that waits for its turn in a lane, and somebody who waits for it. */
export interface Job {
  readonly publication: PublicationRecord;
  readonly records: Records;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds since the epoch. */
  readonly since: number;
  finish(records: Records): void;
  fail(error: unknown): void;
}

/** The jobs of one lane in the order in which they go. */
export interface Jobs {
  readonly size: number;
  add(job: Job): void;
  next(): Job | undefined;
  /** Takes the job of this thread out of the line. */
  take(deliveryId: string): Job | undefined;
  takeAll(): readonly Job[];
}

export function createJobs(): Jobs {
  const high: Job[] = [];
  const others: Job[] = [];
  const lines = [high, others];
  return {
    get size() {
      return high.length + others.length;
    },
    add: (job) => void (job.publication.priority === "high" ? high : others).push(job),
    next: () => high.shift() ?? others.shift(),
    take(deliveryId) {
      for (const line of lines) {
        const index = line.findIndex(({ records }) => records[0]?.id === deliveryId);
        if (index >= 0) return line.splice(index, 1)[0];
      }
      return undefined;
    },
    takeAll: () => lines.flatMap((line) => line.splice(0)),
  };
}
