import type { StreamFact } from "@carecast/adapter";
import { EventEmitter } from "eventemitter3";

import type { DeliveryError, DeliveryState } from "./ledger/records.ts";

/** A step of one delivery. Facts about the machine: no text, no names, no secrets. */
export interface DeliveryFact {
  readonly publicationId: string;
  readonly deliveryId: string;
  readonly channel: string;
  readonly network: string;
  readonly state: DeliveryState;
  /** The position in its thread, from 0, and the length of the thread. */
  readonly index: number;
  readonly count: number;
  readonly attempts: number;
  readonly url?: string;
  readonly error?: DeliveryError;
}

/** A delivery waits before its next try. */
export interface RetryFact {
  readonly publicationId: string;
  readonly deliveryId: string;
  readonly channel: string;
  /** Milliseconds until the next try. */
  readonly waitMs: number;
  readonly error: DeliveryError;
}

/** Work in the background failed as a whole, for example because the ledger did. It stays in the ledger. */
export interface WorkFact {
  readonly publicationId: string;
  readonly error: DeliveryError;
}

/** A fact about a stream, with the channel it belongs to. */
export interface ChannelStreamFact extends StreamFact {
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
      try {
        emitter.emit(name, fact());
      } catch {
        // The listener's mistake must not decide whether a warning goes out.
      }
    },
  };
}
