import { LedgerError } from "@carecast/adapter";

import type { MediaRecord, PublicationRecord } from "../ledger/records.ts";
import { toDeliveryError } from "../publish/delivery-error.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";
import { writeReport, type Records, type Report } from "../publish/report.ts";
import { move, type Run } from "../publish/run.ts";
import { nextOccurrence } from "../schedule/next-occurrence.ts";
import { judgeFallback } from "./fallback.ts";
import { countQuorum } from "./quorum.ts";

/** What a publication asks for beside its deliveries: fallbacks, a quorum, a next occurrence. */
export interface Policies {
  /** Called before a thread is run: whether it is to be. Journals the next occurrence of what recurs. */
  allow(run: Run, records: Records): Promise<boolean>;
  /** Called when a thread has ended: brings fallbacks forward and closes the quorum. */
  conclude(publication: PublicationRecord): Promise<void>;
  /** Calls `onMissed` when the quorum of a publication is missed while this hub is open. */
  watch(publication: PublicationRecord, onMissed: ((report: Report) => void) | undefined): void;
  /** Closes the quorums whose time is over, whoever published. */
  closeQuorums(): Promise<void>;
}

/** How long a fallback waits before it looks again at a channel that nobody knows about yet. */
const lookAgainMs = 15_000;

export function createPolicies(machine: Machine): Policies {
  const { clock, closing, events, ledger } = machine;
  const callbacks = new Map<string, (report: Report) => void>();

  const readAll = (publicationId: string): Promise<Records> => ledger.deliveries({ publicationId });

  async function allowFallback(run: Run, records: Records): Promise<boolean> {
    const { publication, channel } = run;
    const now = clock.now();
    const verdict = judgeFallback(publication, channel.name, await readAll(publication.id), now);
    if (verdict === "go") return true;
    const later = Math.max(publication.fallback?.[channel.name]?.at ?? now, now + lookAgainMs);
    for (const record of records)
      if (record.state === "queued")
        await move(run, record, verdict === "skip" ? { state: "skipped" } : { dueAt: later });
    return false;
  }

  async function reviewFallbacks(publication: PublicationRecord, deliveries: Records): Promise<void> {
    const now = clock.now();
    for (const record of deliveries) {
      if (record.state !== "queued" || !publication.fallback?.[record.channel]) continue;
      const verdict = judgeFallback(publication, record.channel, deliveries, now);
      if (verdict === "skip") await moveDelivery(machine, record, { state: "skipped" });
      else if (verdict === "go" && (record.dueAt ?? Infinity) > now)
        await moveDelivery(machine, record, { dueAt: now });
    }
  }

  async function reviewQuorum(publication: PublicationRecord, deliveries: Records): Promise<void> {
    const { id, quorum } = publication;
    const { verdict, delivered } = countQuorum(publication, deliveries, clock.now());
    // Of several programs that see the same, one tells.
    if (!quorum || verdict === "open" || !(await ledger.closeQuorum(id))) return;
    const { atLeast } = quorum;
    const at = clock.now();
    events.emit(`quorum-${verdict}`, () => ({ at, publicationId: id, atLeast, delivered }));
    const callback = callbacks.get(id);
    callbacks.delete(id);
    if (verdict === "missed") callback?.(writeReport(id, deliveries));
  }

  async function journalNext(publication: PublicationRecord): Promise<void> {
    const deliveries = await readAll(publication.id);
    const next = await nextOccurrence(publication, deliveries, clock.now());
    if (!next || (await ledger.publication(next.publication.id))) return;
    const media = await Promise.all(next.mediaIds.map((id) => loadMedia(id)));
    await ledger.add(next.publication, next.deliveries, media);
  }

  async function loadMedia(id: string): Promise<MediaRecord> {
    const blob = await ledger.media(id);
    if (!blob) throw new LedgerError("The ledger has lost the bytes of a picture or video of what recurs.");
    return { id, blob };
  }

  async function waitForQuorum(publication: PublicationRecord): Promise<void> {
    await clock.sleep(Math.max(0, (publication.quorum?.at ?? 0) - clock.now()), closing);
    await reviewQuorum(publication, await readAll(publication.id));
  }

  return {
    async allow(run, records) {
      if (run.publication.repeat) await journalNext(run.publication);
      return run.publication.fallback?.[run.channel.name] ? allowFallback(run, records) : true;
    },
    async conclude(publication) {
      if (!publication.fallback && !publication.quorum) return;
      await reviewFallbacks(publication, await readAll(publication.id));
      if (publication.quorum) await reviewQuorum(publication, await readAll(publication.id));
    },
    watch(publication, onMissed) {
      if (!publication.quorum) return;
      if (onMissed) callbacks.set(publication.id, onMissed);
      waitForQuorum(publication).catch((error: unknown) => {
        if (closing.aborted) return;
        const at = clock.now();
        events.emit("work-failed", () => ({
          at,
          publicationId: publication.id,
          error: toDeliveryError(error, "not-sent"),
        }));
      });
    },
    async closeQuorums() {
      const now = clock.now();
      for (const publication of await ledger.openQuorums())
        if (now >= (publication.quorum?.at ?? 0)) await reviewQuorum(publication, await readAll(publication.id));
    },
  };
}
