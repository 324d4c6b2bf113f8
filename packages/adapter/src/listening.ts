import type { RateState } from "./rate-state.ts";
import type { TokenStore } from "./token-store.ts";
import type { Clock } from "./clock.ts";
import type { Feedback, FeedbackKind } from "./feedback.ts";
import type { IsoDateTime } from "./words.ts";

export interface ListenQuery {
  /** Only these kinds; left out, all that `capabilities.listening.kinds` names. */
  readonly kinds?: readonly FeedbackKind[];
  /** Also public posts with one of these hashtags (without `#`). */
  readonly hashtags?: readonly string[];
  /** Where a first run without a cursor begins; left out, at what comes from now on. */
  readonly since?: IsoDateTime;
  /** The cursor of the last item that was handled. It wins over `since`. */
  readonly cursor?: string;
}

/** One item on its way in. */
export interface Inbound {
  /** Names the event on this channel: the same event delivered twice carries the same id. */
  readonly eventId: string;
  /**
   * Resuming with it yields everything after this item and nothing before. Opaque to core. An adapter that
   * merges several sources writes the position of all of them. Left out by webhooks, which have no position.
   */
  readonly cursor?: string;
  readonly feedback: Feedback;
}

/** A fact about the machine behind a stream, for events and logs. It never holds anybody's words. */
export interface StreamFact {
  readonly fact: "connected" | "disconnected" | "backfilled" | "waiting";
  /** Which of the adapter's sources: `notifications`, `hashtag`, `search`. */
  readonly source: string;
  /** Items, for `backfilled`. */
  readonly count?: number;
  /** Milliseconds until the next try, for `waiting` and `disconnected`. */
  readonly retryAfterMs?: number;
}

export interface ListenContext {
  readonly clock: Clock;
  /** Aborted when the listener leaves: every socket, poll and timer must end at once. */
  readonly signal: AbortSignal;
  /** As in `CallContext`. */
  readonly tellRate?: (rate: RateState) => void;
  readonly tokens?: TokenStore;
  report(fact: StreamFact): void;
}

/** What a webhook request became. */
export interface Received {
  /** The answer that the network waits for. */
  readonly response: Response;
  /** Empty for a challenge, a refused signature or an event that nobody models. */
  readonly events: readonly Inbound[];
}
