import { ConfigError } from "@carecast/adapter";

import type { AlertOptions } from "../alerts/alert-post.ts";
import type { Channel } from "../channels.ts";
import type { DeliveryError, DeliveryRecord, PublicationRecord } from "../ledger/ledger.ts";
import { planPost } from "../plan/plan-post.ts";
import type { Plan } from "../plan/plan.ts";
import { refuseUnknownVariants } from "../plan/select-targets.ts";
import { createDueRunner } from "./due-runner.ts";
import { deliverThread } from "./deliver-thread.ts";
import { fingerprintContent, makeDeliveries, makePublication, makeSkipped } from "./journal-publication.ts";
import { loadParts } from "./load-parts.ts";
import { makeContext, moveDelivery, tellDelivery, type Machine } from "./machine.ts";
import { parsePlanOptions, parsePublishOptions, type PlanRequest, type PublishOptions } from "./publish-options.ts";
import { refuseUnfit } from "./refuse-unfit.ts";
import { isFinal, writeReport, type Report } from "./report.ts";
import { readContent, type Content, type ReadContent } from "./to-post.ts";

export interface Publisher<Name extends string> {
  plan(content: Content, options?: PlanRequest<Name>): Plan<Name>;
  publish(content: Content, options?: PublishOptions<Name>): Promise<Report<Name>>;
  /** Takes up every publication that is not finished, and from then on what waits for its time. */
  start(): Promise<void>;
  /** Waits for what is running and starts nothing more. */
  stop(): Promise<void>;
}

export function createPublisher<Name extends string>(machine: Machine, alerts: AlertOptions): Publisher<Name> {
  const { ledger, channels, clock } = machine;
  const names = [...channels.keys()];

  const pick = (wanted: readonly string[] = names): readonly Channel<Name>[] =>
    wanted.map((name, index) => {
      const channel = channels.get(name);
      if (!channel)
        throw new ConfigError(`channels[${index}]: there is no such channel. The channels are ${names.join(", ")}.`, {
          path: `channels[${index}]`,
        });
      // The map was made from the caller's own names.
      return channel as Channel<Name>;
    });

  const plan = ({ post, overflow }: ReadContent, options: PlanRequest<Name>): Plan<Name> => {
    refuseUnknownVariants(post, names);
    return planPost(post, pick(options.channels), {
      overflow: options.overflow ?? overflow,
      numbering: options.numbering ?? false,
    });
  };

  const publishNew = async (request: Request<Name>): Promise<readonly DeliveryRecord[]> => {
    const { options } = request;
    const { signal } = options;
    const content = readContent(request.content, alerts);
    const selected = pick(options.channels);
    await Promise.all(selected.map((channel) => channel.refresh(makeContext(machine, "routine", signal))));
    signal?.throwIfAborted();
    const planned = plan(content, options);
    const [unfit = [], fitting = []] = partition(planned.targets, ({ violations }) => violations.length === 0);
    if (unfit.length > 0 && (options.whenUnfit !== "skip" || fitting.length === 0)) throw refuseUnfit(unfit);
    const loaded = await loadParts(fitting, channels, { clock, signal });
    const publication = makePublication(request.id, content.post, options, request.fingerprint, clock.now());
    const records = [
      ...fitting.flatMap((target, index) => makeDeliveries(publication, target, loaded.parts[index] ?? [])),
      ...unfit.map((target) => makeSkipped(publication, target)),
    ];
    signal?.throwIfAborted();
    await ledger.add(publication, records, loaded.media);
    for (const record of records) tellDelivery(machine.events, record);
    return run(publication, records, signal);
  };

  /** Every thread at once. One that fails hides none of the others: all are waited for. */
  const run = async (
    publication: PublicationRecord,
    records: readonly DeliveryRecord[],
    signal: AbortSignal | undefined,
  ): Promise<readonly DeliveryRecord[]> => {
    if (publication.notBefore !== undefined && Date.parse(publication.notBefore) > clock.now()) {
      due.watch(publication, records);
      return records;
    }
    const threads = Map.groupBy(records, ({ channel, language }) => `${channel} ${language ?? ""}`);
    const results = await Promise.allSettled(
      Array.from(threads.values(), (thread) => {
        const channel = channels.get(thread[0]?.channel ?? "");
        const idle = !channel || thread.every(({ state }) => isFinal(state));
        return idle ? thread : deliverThread(machine, channel, publication, thread, signal);
      }),
    );
    const finished = results.flatMap((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
    due.watch(publication, finished);
    return finished;
  };

  /** Begins again where a crash, an abort or an earlier call left off. */
  const runAgain = async (publication: PublicationRecord, signal?: AbortSignal): Promise<readonly DeliveryRecord[]> => {
    const records: DeliveryRecord[] = [];
    for (const record of await ledger.deliveries({ publicationId: publication.id }))
      // Nobody knows whether a delivery that was being sent arrived.
      records.push(
        record.state === "sending" ? await moveDelivery(machine, record, { state: "unknown", error: interrupted }) : record,
      );
    return run(publication, records, signal);
  };

  const running = new Map<string, Promise<readonly DeliveryRecord[]>>();

  /** One run of a publication at a time within this process. */
  const once = (id: string, begin: () => Promise<readonly DeliveryRecord[]>): Promise<readonly DeliveryRecord[]> => {
    const current = running.get(id);
    if (current) return current;
    const started = begin().finally(() => running.delete(id));
    running.set(id, started);
    return started;
  };

  const runKnown = (id: string): Promise<readonly DeliveryRecord[]> =>
    once(id, async () => {
      const publication = await ledger.publication(id);
      return publication ? runAgain(publication) : [];
    });

  const due = createDueRunner(machine, runKnown);

  return {
    plan: (content, options = {}) => plan(readContent(content, alerts), parsePlanOptions<Name>(options)),

    async publish(content, given = {}) {
      const options = parsePublishOptions<Name>(given);
      const { id = crypto.randomUUID(), signal } = options;
      signal?.throwIfAborted();
      if (options.id === undefined)
        return writeReport<Name>(id, await once(id, () => publishNew({ id, content, options, fingerprint: "" })));
      const fingerprint = await fingerprintContent(content, pick(options.channels).map(({ name }) => name));
      const begin = async (): Promise<readonly DeliveryRecord[]> => {
        const known = await ledger.publication(id);
        if (!known) return publishNew({ id, content, options, fingerprint });
        if (known.fingerprint !== fingerprint) throw refuseTakenId();
        return runAgain(known, signal);
      };
      return writeReport<Name>(id, await once(id, begin));
    },

    async start() {
      due.start();
      const open = await ledger.deliveries({ states: ["queued", "preparing", "sending", "unknown"] });
      const ids = new Set(open.map(({ publicationId }) => publicationId));
      const results = await Promise.allSettled(Array.from(ids, runKnown));
      for (const result of results) if (result.status === "rejected") throw result.reason;
    },

    async stop() {
      due.stop();
      await Promise.allSettled(running.values());
    },
  };
}

interface Request<Name extends string> {
  readonly id: string;
  readonly content: Content;
  readonly options: PublishOptions<Name>;
  readonly fingerprint: string;
}

const interrupted: DeliveryError = {
  code: "network",
  message: "The process ended while the post was on its way.",
  outcome: "unknown",
  retryable: true,
};

/** Those that do not pass, then those that do. */
function partition<T>(all: readonly T[], passes: (one: T) => boolean): [T[], T[]] {
  return [all.filter((one) => !passes(one)), all.filter(passes)];
}

function refuseTakenId(): ConfigError {
  return new ConfigError("id: another content was published under this id. Choose a new id for a new content.", {
    path: "id",
  });
}
