import type { StreamFact } from "@carecast/adapter";
import { EventEmitter } from "eventemitter3";

import type { HoldScope } from "./ledger/hold-store.ts";
import type { DeliveryError, DeliveryState } from "./ledger/records.ts";

/** What every fact says. Facts about the machine: no text, no secrets. */
export interface Fact {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A step of one delivery, told by the program that made it. */
export interface DeliveryFact extends Fact {
  readonly publicationId: string;
  readonly deliveryId: string;
  readonly channel: string;
  readonly network: string;
  readonly state: DeliveryState;
  /** The position in its thread, from 0, and the length of the thread. */
  readonly index: number;
  readonly count: number;
  /** How often the irreversible call was begun. */
  readonly attempts: number;
  /** The public address, where the network has told one. */
  readonly url?: string;
  readonly error?: DeliveryError;
}

/** A delivery waits before its next try, or before the next look for a post whose answer was lost. */
export interface RetryFact extends Fact {
  readonly publicationId: string;
  readonly deliveryId: string;
  readonly channel: string;
  /** Milliseconds until the next try. */
  readonly waitMs: number;
  readonly error: DeliveryError;
}

/** Work in the background failed as a whole, for example because the ledger did. It stays in the ledger. */
export interface WorkFact extends Fact {
  /** Empty where it was no single publication. */
  readonly publicationId: string;
  readonly error: DeliveryError;
}

/** A hold has begun or ended. */
export interface HoldFact extends Fact {
  readonly holdId: string;
  readonly scope: HoldScope;
  /** How many deliveries it stopped, or let go. */
  readonly deliveries: number;
}

/** Safeguards found something before a publication or a delivery left. Rules only: what was found stays where it is. */
export interface SafeguardFact extends Fact {
  readonly publicationId: string;
  /** The names of the rules, separated by spaces. */
  readonly rules: string;
  /** The names of the channels, separated by spaces; empty where it is about none in particular. */
  readonly channels: string;
}

/** Enough channels have a publication, or too few by its time. Told once, by one of the programs on the ledger. */
export interface QuorumFact extends Fact {
  readonly publicationId: string;
  readonly atLeast: number;
  /** How many channels have everything. */
  readonly delivered: number;
}

/** Routine posts of a channel wait, because it failed too often in a row; or go again. */
export interface ChannelFact extends Fact {
  readonly channel: string;
  /** With `channel-paused`: when the next try may go, milliseconds since the epoch. */
  readonly until?: number;
}

/**
 * The ledger cannot store tokens that the network has handed out, or has stored them now. Until then only this process has
 * them: if it ends, they are lost.
 */
export interface TokenFact extends Fact {
  readonly channel: string;
  readonly error?: DeliveryError;
}

/** A fact about a stream, with the channel it belongs to. */
export interface ChannelStreamFact extends StreamFact, Fact {
  readonly channel: string;
}

/** The events, each with what its listeners get. */
export type CarecastEventMap = {
  [State in DeliveryState as `delivery-${State}`]: [DeliveryFact];
} & {
  [Fact in StreamFact["fact"] as `stream-${Fact}`]: [ChannelStreamFact];
} & {
  "delivery-retry": [RetryFact];
  "work-failed": [WorkFact];
  "content-blocked": [SafeguardFact];
  "content-warned": [SafeguardFact];
  "hold-started": [HoldFact];
  "hold-released": [HoldFact];
  "quorum-met": [QuorumFact];
  "quorum-missed": [QuorumFact];
  "channel-paused": [ChannelFact];
  "channel-resumed": [ChannelFact];
  "tokens-unsaved": [TokenFact];
  "tokens-saved": [TokenFact];
};

/** Where applications hear of what the machine does. Ignoring every event loses no data. */
export interface CarecastEvents {
  /** Calls `listener` for each fact of this name from now on. */
  on<Name extends keyof CarecastEventMap>(name: Name, listener: (...fact: CarecastEventMap[Name]) => void): void;
  /** Stops calling `listener`. */
  off<Name extends keyof CarecastEventMap>(name: Name, listener: (...fact: CarecastEventMap[Name]) => void): void;
}

export interface EventHub extends CarecastEvents {
  /** `fact` is built only when somebody listens. A listener that throws disturbs nobody. */
  emit<Name extends keyof CarecastEventMap>(name: Name, fact: () => CarecastEventMap[Name][0]): void;
}

export function createEvents(): EventHub {
  const emitter = new EventEmitter();
  return {
    on: (name, listener) => void emitter.on(name, listener),
    off: (name, listener) => void emitter.off(name, listener),
    emit(name, fact) {
      if (emitter.listenerCount(name) === 0) return;
      const told = fact();
      for (const listener of emitter.listeners(name)) {
        try {
          listener(told);
        } catch {
          // The listener's mistake must not decide whether a warning goes out, or whether others hear of it.
        }
      }
    },
  };
}
