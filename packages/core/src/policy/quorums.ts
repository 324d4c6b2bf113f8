import type { PublicationRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import type { Machine } from "../publish/machine.ts";
import { writeReport, type Report } from "../publish/report.ts";
import { countQuorum } from "./count-quorum.ts";

/** The quorums that are not decided yet, and who is to be told when one is missed. */
export interface Quorums {
  watch(publication: PublicationRecord, onMissed: ((report: Report) => void) | undefined): void;
  /** Decides it, if it can be decided by now. */
  review(publication: PublicationRecord): Promise<void>;
  /** Decides those whose time is over, whoever published. */
  closeDue(): Promise<void>;
}

export function createQuorums(machine: Machine): Quorums {
  const { clock, closing, events, ledger } = machine;
  const callbacks = new Map<string, (report: Report) => void>();

  async function review(publication: PublicationRecord): Promise<void> {
    const { id, quorum } = publication;
    const deliveries = await ledger.deliveries({ publicationId: id });
    const { verdict, delivered } = countQuorum(publication, deliveries, clock.now());
    if (!quorum || verdict === "open") return;
    const onMissed = callbacks.get(id);
    callbacks.delete(id);
    if (verdict === "missed") tell(onMissed, writeReport(id, deliveries));
    // Of several programs that see the same, one tells.
    if (!(await ledger.closeQuorum(id))) return;
    const { atLeast } = quorum;
    const at = clock.now();
    events.emit(`quorum-${verdict}`, () => ({ at, publicationId: id, atLeast, delivered }));
  }

  async function waitAndReview(publication: PublicationRecord): Promise<void> {
    await clock.sleep(Math.max(0, (publication.quorum?.at ?? 0) - clock.now()), closing);
    await review(publication);
  }

  return {
    review,
    watch(publication, onMissed) {
      if (!publication.quorum) return;
      if (onMissed) callbacks.set(publication.id, onMissed);
      waitAndReview(publication).catch((error: unknown) => {
        if (closing.aborted) return;
        const at = clock.now();
        const { id: publicationId } = publication;
        events.emit("work-failed", () => ({ at, publicationId, error: toDeliveryError(error, "not-sent") }));
      });
    },
    async closeDue() {
      for (const publication of await ledger.openQuorums())
        if (clock.now() >= (publication.quorum?.at ?? 0)) await review(publication);
    },
  };
}

function tell(onMissed: ((report: Report) => void) | undefined, report: Report): void {
  try {
    onMissed?.(report);
  } catch {
    // The listener's mistake must not decide whether a warning goes out.
  }
}
