import { context, trace, type SpanContext } from "@opentelemetry/api";

import type { CarecastEvents, DeliveryFact, RetryFact } from "../../events.ts";
import type { DeliveryState } from "../../ledger/records.ts";

/** What was seen of one delivery that has not ended. */
export interface Followed {
  /** The first fact, which is `queued` unless another process, or an earlier one, journaled the delivery. */
  readonly first: DeliveryFact;
  last: DeliveryFact;
  readonly steps: Step[];
  /** The span in which the application published. */
  readonly parent: SpanContext | undefined;
}

/** Something that happened to a delivery: the name of the event, and why. */
export interface Step {
  readonly name: string;
  readonly fact: DeliveryFact | RetryFact;
}

export interface Follower {
  /** A delivery came into a state. */
  step(fact: DeliveryFact): void;
  retry(fact: RetryFact, followed: Followed | undefined): void;
  /** A delivery ended, or is followed no longer; then `last` says how far it came. */
  end(followed: Followed): void;
}

export interface Following {
  /** What is being worked on, or has an unknown outcome. */
  readonly begun: ReadonlyMap<string, Followed>;
  stop(): void;
}

const kinds: Readonly<Record<DeliveryState, "waiting" | "working" | "ended">> = {
  held: "waiting",
  queued: "waiting",
  preparing: "working",
  sending: "working",
  unknown: "working",
  delivered: "ended",
  accepted: "ended",
  rejected: "ended",
  expired: "ended",
  cancelled: "ended",
  skipped: "ended",
};

export function hasEnded({ state }: DeliveryFact): boolean {
  return kinds[state] === "ended";
}

/** More steps of one delivery than this are not remembered. */
const maxSteps = 64;

/**
 * Collects the facts of each delivery until it ends. Bounded: of those that wait, and of those that have begun, at most `limit`
 * each; the oldest go first.
 */
export function followDeliveries(events: CarecastEvents, follower: Follower, limit: number): Following {
  const waiting = new Map<string, Followed>();
  const begun = new Map<string, Followed>();

  const onFact = (fact: DeliveryFact): void => {
    const id = fact.deliveryId;
    const followed = begun.get(id) ?? waiting.get(id) ?? begin(fact);
    followed.last = fact;
    addStep(followed, { name: `delivery-${fact.state}`, fact });
    follower.step(fact);
    const keepWaiting = kinds[fact.state] === "waiting" && !begun.has(id);
    if (!keepWaiting) waiting.delete(id);
    if (hasEnded(fact)) {
      begun.delete(id);
      follower.end(followed);
      return;
    }
    const map = keepWaiting ? waiting : begun;
    map.set(id, followed);
    const oldest = map.size > limit ? takeOldest(map) : undefined;
    // What only waits has nothing to tell yet.
    if (oldest && map === begun) follower.end(oldest);
  };

  const onRetry = (fact: RetryFact): void => {
    const followed = begun.get(fact.deliveryId) ?? waiting.get(fact.deliveryId);
    if (followed) addStep(followed, { name: "delivery-retry", fact });
    follower.retry(fact, followed);
  };

  // `Object.keys` forgets the keys of what it lists.
  const names = Object.keys(kinds).map((state) => `delivery-${state as DeliveryState}` as const);
  for (const name of names) events.on(name, onFact);
  events.on("delivery-retry", onRetry);
  return {
    begun,
    stop() {
      for (const name of names) events.off(name, onFact);
      events.off("delivery-retry", onRetry);
      for (const followed of begun.values()) follower.end(followed);
      begun.clear();
      waiting.clear();
    },
  };
}

function begin(first: DeliveryFact): Followed {
  return { first, last: first, steps: [], parent: trace.getSpanContext(context.active()) };
}

function addStep({ steps }: Followed, step: Step): void {
  if (steps.length < maxSteps) steps.push(step);
}

function takeOldest(map: Map<string, Followed>): Followed | undefined {
  const [entry] = map;
  if (entry) map.delete(entry[0]);
  return entry?.[1];
}
