import { ConfigError } from "@carecast/adapter";

import type { HoldRecord } from "../ledger/hold-store.ts";
import { journalNext } from "../policy/recurrence.ts";
import type { Machine } from "../publish/machine.ts";
import { tellDelivery } from "../publish/machine.ts";
import { reportDelivery, type DeliveryReport } from "../publish/report.ts";
import { readHoldOptions, readReleaseOptions, type HoldOptions, type ReleaseOptions } from "./hold-options.ts";

/** What a hold stopped. */
export interface HoldReport {
  /** Its `id` is what `release` wants to know. */
  readonly hold: HoldRecord;
  /** How many deliveries are held now that were not before. */
  readonly deliveries: number;
}

/** What a hold had stopped, as it is after the release. */
export interface ReleaseReport<Name extends string = string> {
  /** The id of the hold. */
  readonly id: string;
  /** `queued`, `cancelled` or `expired`. What another hold covers is not among them and stays `held`. */
  readonly deliveries: readonly DeliveryReport<Name>[];
}

/** Holds: nothing of a scope leaves until a human lets it go. */
export interface Holds<Name extends string> {
  hold(options: HoldOptions<Name>): Promise<HoldReport>;
  release(id: string, options: ReleaseOptions): Promise<ReleaseReport<Name>>;
  holds(): Promise<readonly HoldRecord[]>;
  /** Releases the holds whose `until` has passed. */
  releaseLapsed(): Promise<void>;
}

export function createHolds<Name extends string>(machine: Machine<Name>): Holds<Name> {
  const { audit, clock, events, ledger } = machine;

  async function endHold(
    hold: Pick<HoldRecord, "id" | "scope">,
    { by, reason, cancel = [] }: ReleaseOptions,
  ): Promise<ReleaseReport<Name> | undefined> {
    await keepSeries(machine, cancel);
    const at = clock.now();
    const records = await ledger.release(hold.id, { by, reason, at, cancel });
    if (!records) return undefined;
    events.emit("hold-released", () => ({ at, holdId: hold.id, scope: hold.scope, deliveries: records.length }));
    for (const record of records) {
      tellDelivery(events, record);
      // Publishing again under the same id must not bring back what a person has called off.
      if (record.state === "cancelled")
        await ledger.change(record.id, "cancelled", { decision: { as: "abandon", by, reason, at } }, at);
    }
    return { id: hold.id, deliveries: records.map((record) => reportDelivery<Name>(record)) };
  }

  return {
    async hold(given) {
      const options = readHoldOptions<Name>(given, [...machine.channels.keys()], clock.now());
      const at = clock.now();
      const hold = makeHold(options, at);
      const { scope, by, reason } = hold;
      const facts = { scope: JSON.stringify(scope) };
      // Stopping cannot wait for the trail, as other acts do: the hold itself says who and why.
      const [deliveries] = await Promise.all([
        ledger.hold(hold),
        audit.record({ by, action: "hold", subject: hold.id, reason, facts }),
      ]);
      events.emit("hold-started", () => ({ at, holdId: hold.id, scope: hold.scope, deliveries }));
      return { hold, deliveries };
    },

    async release(id, given) {
      const options = readReleaseOptions(given);
      const hold = (await ledger.holds()).find((active) => active.id === id);
      if (hold) await recordRelease(machine, id, options);
      const report = hold && (await endHold(hold, options));
      if (!report)
        throw new ConfigError("id: there is no active hold of this id. care.holds() lists them.", { path: "id" });
      return report;
    },

    holds: () => ledger.holds(),

    async releaseLapsed() {
      const now = clock.now();
      for (const hold of await ledger.holds())
        if (hold.until !== undefined && hold.until <= now)
          await endHold(hold, { by: hold.by, reason: "The time that the hold was made for is over." });
    },
  };
}

function makeHold({ id = crypto.randomUUID(), scope, by, reason, until }: HoldOptions, at: number): HoldRecord {
  return { id, scope, by, reason, at, ...(until !== undefined && { until: Date.parse(until) }) };
}

async function recordRelease(
  { audit }: Machine,
  id: string,
  { by, reason, cancel = [] }: ReleaseOptions,
): Promise<void> {
  const facts = cancel.length > 0 ? { facts: { cancel: cancel.join(" ") } } : {};
  await audit.record({ by, action: "release", subject: id, reason, ...facts });
}

const pageSize = 500;

/**
 * An occurrence that was held past its time expires when it is let go, and would take its series along: the next one is
 * journaled first. Cancelling the one that waits ends the series.
 */
async function keepSeries(machine: Machine, cancel: readonly string[]): Promise<void> {
  const seen = new Set(cancel);
  let after: string | undefined;
  for (;;) {
    const page = await machine.ledger.deliveries({ states: ["held"], limit: pageSize, ...(after && { after }) });
    for (const { publicationId } of page) {
      if (seen.has(publicationId)) continue;
      seen.add(publicationId);
      const publication = await machine.ledger.publication(publicationId);
      if (publication?.repeat) await journalNext(machine, publication);
    }
    after = page.at(-1)?.id;
    if (page.length < pageSize) return;
  }
}
