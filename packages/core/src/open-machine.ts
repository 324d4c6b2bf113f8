import type { Clock } from "@carecast/adapter";

import { createAuditTrail } from "./audit/create-audit-trail.ts";
import type { CarecastOptions } from "./carecast.ts";
import { createChannel, type ChannelInput } from "./channels.ts";
import { createDocuments } from "./documents/create-documents.ts";
import type { Documents } from "./documents/documents.ts";
import { createEvents, type EventHub } from "./events.ts";
import { createGuard } from "./guard/guard.ts";
import { createOwnership, type Ownership } from "./lanes/ownership.ts";
import { createWatchdog } from "./lanes/watchdog.ts";
import type { CircuitFact } from "./pace/circuit.ts";
import { toDeliveryError } from "./publish/delivery-error.ts";
import type { Machine } from "./publish/machine.ts";
import { defaultRetryPolicy } from "./publish/retry-policy.ts";
import { createTokenStore, type ChannelTokens } from "./tokens/create-token-store.ts";
import { createSealer, type Sealer } from "./tokens/seal.ts";

/** The machine of one hub, and what only the hub itself does with it. */
export interface OpenMachine<Name extends string> {
  readonly machine: Machine<Name>;
  readonly documents: Documents;
  /** From now on it goes on by itself. */
  start(): void;
  /** Nothing new begins. */
  stopWork(): void;
  /** Lets go of adapters, lanes and ledger. */
  release(): Promise<void>;
}

type Options = CarecastOptions<Readonly<Record<string, ChannelInput>>>;

const defaultReserve = 0.2;

export function openMachine<Name extends string>(options: Options, clock: Clock, leaseMs: number): OpenMachine<Name> {
  const { ledger, random = Math.random, encryptionKey } = options;
  const events = createEvents();
  const closing = new AbortController();
  const watchdog = createWatchdog();
  const ownership = createOwnership({ store: ledger, clock, leaseMs, watchdog });
  const sealer = encryptionKey === undefined ? undefined : createSealer(encryptionKey);
  const stores: ChannelTokens[] = [];
  let started = false;

  const channels = Object.entries(options.channels).map(([name, input]) => {
    const tokens = sealer && openTokens({ ledger, clock, events, ownership }, name, sealer);
    if (tokens) stores.push(tokens);
    const channel = createChannel(name as Name, input, {
      now: () => clock.now(),
      random,
      reserve: options.emergencyReserve ?? defaultReserve,
      onCircuit: (fact) => tellCircuit(events, clock, name, fact),
      ...(tokens && { tokens }),
    });
    return [name, channel] as const;
  });

  const documents = createDocuments(ledger);
  const exerciseChannels = new Set(channels.flatMap(([name, { exercises }]) => (exercises ? [name] : [])));

  const machine: Machine<Name> = {
    ledger,
    events,
    audit: createAuditTrail(ledger, clock),
    guard: createGuard(options.safeguards ?? [], documents, exerciseChannels),
    clock,
    random,
    retry: { ...defaultRetryPolicy, ...options.retry },
    channels: new Map(channels),
    ownership,
    watchdog,
    closing: closing.signal,
    isStarted: () => started,
  };

  return {
    machine,
    documents,
    start: () => void (started = true),
    stopWork: () => closing.abort(),
    async release() {
      await Promise.allSettled(stores.map((tokens) => tokens.close()));
      await ownership.stop();
      await Promise.allSettled(channels.map(async ([, { adapter }]) => adapter.close?.()));
      await ledger.close();
    },
  };
}

interface TokenTools {
  readonly ledger: Options["ledger"];
  readonly clock: Clock;
  readonly events: EventHub;
  readonly ownership: Ownership;
}

function openTokens({ ledger, clock, events, ownership }: TokenTools, channel: string, sealer: Sealer): ChannelTokens {
  return createTokenStore({
    shelf: ledger,
    channel,
    sealer,
    clock,
    inTurn: (renew) => ownership.inTurn({ channel, lane: "tokens" }, renew),
    onUnsaved: (error) =>
      events.emit("tokens-unsaved", () => ({ at: clock.now(), channel, error: toDeliveryError(error, "not-sent") })),
    onSaved: () => events.emit("tokens-saved", () => ({ at: clock.now(), channel })),
  });
}

function tellCircuit(events: EventHub, clock: Clock, channel: string, { state, until }: CircuitFact): void {
  if (state === "half-open") return;
  const at = clock.now();
  events.emit(state === "open" ? "channel-paused" : "channel-resumed", () => ({
    at,
    channel,
    ...(until !== undefined && { until }),
  }));
}
