import type { PublicationRecord } from "../ledger/records.ts";
import type { Machine } from "../publish/machine.ts";
import type { Records, Report } from "../publish/report.ts";
import type { Run } from "../publish/run.ts";
import { allowFallback, reviewFallbacks } from "./fallback.ts";
import { createQuorums } from "./quorums.ts";
import { journalNext } from "./recurrence.ts";

/** What a publication asks for beside its deliveries: fallbacks, a quorum, a next occurrence. */
export interface Policies {
  /** Called before a thread is run: whether it is to be. Journals the next occurrence of what recurs. */
  allow(run: Run, records: Records): Promise<boolean> | true;
  /** Called when a thread has ended on a channel: brings fallbacks forward and closes the quorum. */
  conclude(publication: PublicationRecord, channel: string): Promise<void>;
  /** Calls `onMissed` when the quorum of a publication is missed while this hub is open. */
  watch(publication: PublicationRecord, onMissed: ((report: Report) => void) | undefined): void;
  /** Closes the quorums whose time is over, whoever published. */
  closeQuorums(): Promise<void>;
}

export function createPolicies(machine: Machine): Policies {
  const quorums = createQuorums(machine);

  async function allowThread(run: Run, records: Records): Promise<boolean> {
    if (run.publication.repeat) await journalNext(machine, run.publication);
    return allowFallback(run, records);
  }

  return {
    allow(run, records) {
      const { repeat, fallback } = run.publication;
      return repeat || fallback ? allowThread(run, records) : true;
    },
    async conclude(publication, channel) {
      if (publication.fallback) await reviewFallbacks(machine, publication, channel);
      if (publication.quorum) await quorums.review(publication);
    },
    watch: quorums.watch,
    closeQuorums: quorums.closeDue,
  };
}
