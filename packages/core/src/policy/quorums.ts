import type { PublicationRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import type { Machine } from "../publish/machine.ts";
import { writeReport, type Report } from "../publish/report.ts";
import { countQuorum, type QuorumCount } from "./count-quorum.ts";
import { createSpareLooks } from "./spare-looks.ts";

/** The quorums that are not decided yet, and who is to be told when one is missed. */
export interface Quorums {
  watch(publication: PublicationRecord, onMissed: ((report: Report) => void) | undefined): void;
  /** A thread of it has ended: decides it, if it can be decided by now. */
  review(publication: PublicationRecord): Promise<void>;
  /** Decides those whose time is over, whoever published, and those that other programs may have brought further. */
  closeDue(): Promise<void>;
}

/** Timers hold 24.8 days at most. */
const longestSleepMs = 24 * 60 * 60 * 1000;

export function createQuorums(machine: Machine): Quorums {
  const { clock, closing, events, ledger } = machine;
  const callbacks = new Map<string, (report: Report) => void>();
  const looks = createSpareLooks(decide);

  async function decide(publication: PublicationRecord): Promise<QuorumCount> {
    const { id, quorum } = publication;
    const deliveries = await ledger.deliveries({ publicationId: id });
    const count = countQuorum(publication, deliveries, clock.now());
    const { verdict, delivered } = count;
    if (!quorum || verdict === "open") return count;
    const onMissed = callbacks.get(id);
    callbacks.delete(id);
    if (verdict === "missed") tell(onMissed, writeReport(id, deliveries));
    // Of several programs that see the same, one tells.
    if (!(await ledger.closeQuorum(id))) return count;
    const { atLeast } = quorum;
    const at = clock.now();
    events.emit(`quorum-${verdict}`, () => ({ at, publicationId: id, atLeast, delivered }));
    return count;
  }

  async function waitAndReview(publication: PublicationRecord): Promise<void> {
    const at = publication.quorum?.at ?? 0;
    for (let left = at - clock.now(); left > 0; left = at - clock.now())
      await clock.sleep(Math.min(left, longestSleepMs), closing);
    await decide(publication);
  }

  return {
    review: looks.count,
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
      const open = await ledger.openQuorums();
      for (const publication of open)
        if (clock.now() >= (publication.quorum?.at ?? 0)) await decide(publication);
        else await looks.catchUp(publication);
      looks.keep(new Set(open.map(({ id }) => id)));
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
