import { ConfigError, LedgerError } from "@carecast/adapter";

import type { AlertOptions } from "../alerts/alert-post.ts";
import { pickChannels } from "../channels.ts";
import { passGuard } from "../guard/pass-guard.ts";
import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import type { Plan } from "../plan/plan.ts";
import type { Policies } from "../policy/policies.ts";
import { reviewContent } from "../review/review-content.ts";
import type { Review } from "../review/review.ts";
import type { Finding } from "../safeguards/safeguard.ts";
import { fingerprintContent, makeDeliveries, makePublication, makeSkipped } from "./journal-publication.ts";
import { tellDelivery, type Machine } from "./machine.ts";
import { makeReady, planContent, readyOutgoing } from "./make-ready.ts";
import { newPublicationId } from "./new-publication-id.ts";
import { parsePlanOptions, parsePublishOptions, type PlanRequest, type PublishOptions } from "./publish-options.ts";
import { writeReport, type Report } from "./report.ts";
import { recall, reopen, type Begun, type Runner } from "./runner.ts";
import { readContent, type Content } from "./to-post.ts";

export interface Publisher<Name extends string> {
  plan(content: Content, options?: PlanRequest<Name>): Plan<Name>;
  review(content: Content, options?: PublishOptions<Name>): Promise<Review<Name>>;
  publish(content: Content, options?: PublishOptions<Name>): Promise<Report<Name>>;
}

/** One call of `publish`, its options checked. */
interface Order<Name extends string> {
  readonly id: string;
  readonly content: Content;
  readonly options: PublishOptions<Name>;
  readonly fingerprint: string;
}

export function createPublisher<Name extends string>(
  machine: Machine<Name>,
  runner: Runner,
  policies: Policies,
  alerts: AlertOptions,
): Publisher<Name> {
  return {
    plan: (content, options = {}) =>
      planContent(machine, readContent(content, alerts), parsePlanOptions<Name>(options)),

    review: async (content, options = {}) => reviewContent(machine, content, options, alerts),

    async publish(content, given = {}) {
      const options = parsePublishOptions<Name>(given);
      const { id = newPublicationId(machine.clock.now()), signal } = options;
      signal?.throwIfAborted();
      const named = options.id !== undefined;
      const fingerprint = named ? await fingerprintOrder(machine, content, options) : "";
      let findings: readonly Finding[] = [];
      const order: Order<Name> = { id, content, options, fingerprint };
      const begin = (): Promise<Begun> =>
        named ? beginAgain(machine, order, alerts) : beginNew(machine, order, alerts);
      const watched = async (): Promise<Begun> => {
        const begun = await begin();
        findings = begun.findings ?? [];
        policies.watch(begun.publication, options.quorum?.onMissed);
        return begun;
      };
      const records = await runner.run(id, watched, signal);
      // A call at the same moment may have begun the run, and with another content.
      if (named) refuseOtherContent(await machine.ledger.publication(id), fingerprint);
      const report = writeReport<Name>(id, records);
      return findings.length > 0 ? { ...report, findings } : report;
    },
  };
}

/** Checks, plans, loads, asks the safeguards and journals. Nothing has left the machine when it throws. */
async function beginNew<Name extends string>(
  machine: Machine<Name>,
  { id, content, options, fingerprint }: Order<Name>,
  alerts: AlertOptions,
): Promise<Begun> {
  const ready = await makeReady(machine, content, options, alerts);
  const { policy, fitting, unfit, loaded, safety } = ready;
  const { override, replyTo } = options;
  const findings = await passGuard(machine, ready.content.kind, override, () => readyOutgoing(id, ready, replyTo));
  const publication = makePublication(id, ready.content, options, policy, fingerprint, machine.clock.now(), safety);
  const planned = [
    ...fitting.flatMap((target, index) => makeDeliveries(publication, target, loaded.parts[index] ?? [], policy.dueAt)),
    ...unfit.map((target) => makeSkipped(publication, target)),
  ];
  options.signal?.throwIfAborted();
  const held = new Set(await machine.ledger.add(publication, planned, loaded.media));
  const records =
    held.size === 0
      ? planned
      : planned.map((record): DeliveryRecord => (held.has(record.id) ? { ...record, state: "held" } : record));
  for (const record of records) tellDelivery(machine.events, record);
  return { publication, records, findings };
}

/** Under an id that the caller chose: goes on with what the ledger knows, if it is the same content. */
async function beginAgain<Name extends string>(
  machine: Machine<Name>,
  order: Order<Name>,
  alerts: AlertOptions,
): Promise<Begun> {
  if (!(await machine.ledger.publication(order.id))) {
    try {
      return await beginNew(machine, order, alerts);
    } catch (error) {
      // Another program may have journaled it in the meantime; then it is the same order, or another content.
      if (!(error instanceof LedgerError) || !(await machine.ledger.publication(order.id))) throw error;
    }
  }
  const known = await recall(machine, order.id);
  refuseOtherContent(known.publication, order.fingerprint);
  return reopen(machine, known);
}

function refuseOtherContent(known: PublicationRecord | undefined, fingerprint: string): void {
  if (known === undefined || known.fingerprint === fingerprint) return;
  throw new ConfigError("id: another content was published under this id. Choose a new id for a new content.", {
    path: "id",
  });
}

function fingerprintOrder<Name extends string>(
  { channels }: Machine<Name>,
  content: Content,
  options: PublishOptions<Name>,
): Promise<string> {
  const names = pickChannels(channels, options.channels).map(({ name }) => name);
  return fingerprintContent(content, names);
}
