import {
  AuthError,
  BadResponseError,
  type CallContext,
  type CarecastError,
  type Clock,
  isCarecastError,
  NetworkError,
  PlatformError,
  RateLimitedError,
  type Receipt,
} from "@carecast/adapter";
import type { Fault } from "../fault.ts";

/** The methods whose outcome a test can order. */
export type FakeMethod =
  | ("discover" | "prepare" | "publish" | "find" | "revise" | "retract" | "pin" | "unpin")
  | ("listen" | "profile" | "recentPosts" | "check");

/** One call that the fake adapter was given. */
export interface FakeCall {
  readonly method: FakeMethod;
  /** The delivery's key, for `prepare`, `publish` and `find`. */
  readonly key?: string;
  /** The text concerned, for `prepare`, `publish`, `find` and `revise`. */
  readonly text?: string;
}

/**
 * How one call goes. `deliver`: well. `accept`: `publish` answers state `accepted`. `hang-after`: the network does
 * what was asked and never answers. `unreachable`: nothing was sent. An error: thrown, and nothing was done. `afterMs`: goes well after that time
 * on the clock of the call. See `Fault` for the others.
 */
export type FakeOutcome =
  "deliver" | "accept" | "hang-after" | "unreachable" | Fault | CarecastError | { readonly afterMs: number };

/** An outcome, or a function that decides when the call comes. */
export type FakeBehaviour = FakeOutcome | ((call: FakeCall) => FakeOutcome);

/** Holds what the test ordered. */
export interface BehaviourQueue {
  readonly next: (method: FakeMethod, ...behaviours: readonly FakeBehaviour[]) => void;
  readonly always: (method: FakeMethod, behaviour: FakeBehaviour) => void;
  readonly take: (call: FakeCall) => FakeOutcome;
}

export function createBehaviourQueue(): BehaviourQueue {
  const queues = new Map<FakeMethod, FakeBehaviour[]>();
  const defaults = new Map<FakeMethod, FakeBehaviour>();
  return {
    next: (method, ...behaviours) => {
      queues.set(method, [...(queues.get(method) ?? []), ...behaviours]);
    },
    always: (method, behaviour) => {
      defaults.set(method, behaviour);
    },
    take: (call) => {
      const behaviour = queues.get(call.method)?.shift() ?? defaults.get(call.method) ?? "deliver";
      return typeof behaviour === "function" ? behaviour(call) : behaviour;
    },
  };
}

interface ActOutCall {
  readonly network: string;
  readonly method: FakeMethod;
  readonly context: CallContext;
}

/** Acts out `outcome`: `act` is what the network does when it does it. */
export async function actOut<T>(
  outcome: FakeOutcome,
  call: ActOutCall,
  act: (state: Receipt["state"]) => T,
): Promise<T> {
  const { clock, signal } = call.context;
  if (outcome === "deliver") return act("delivered");
  if (outcome === "accept") return act("accepted");
  if (outcome === "hang") return untilAborted(signal);
  if (outcome === "hang-after") {
    act("delivered");
    return untilAborted(signal);
  }
  if (outcome === "slow-media") {
    for (let poll = 0; poll < 3; poll += 1) await clock.sleep(1000, signal);
    return act("delivered");
  }
  if (typeof outcome === "string") {
    if (actsBeforeFailing(outcome)) act("delivered");
    throw faultError(outcome, call, clock);
  }
  if (isCarecastError(outcome)) throw outcome;
  await clock.sleep(outcome.afterMs, signal);
  return act("delivered");
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

type ErrorFault = "unreachable" | Exclude<Fault, "hang" | "slow-media">;

function actsBeforeFailing(fault: ErrorFault): boolean {
  return fault === "drop-after" || fault === "server-error-after" || fault === "ok-without-id" || fault === "truncated";
}

/** The methods that change what readers see: after a lost answer nobody knows whether they did. */
const changing: readonly FakeMethod[] = ["publish", "revise", "retract", "pin", "unpin"];

function faultError(fault: ErrorFault, { network, method }: ActOutCall, clock: Clock): CarecastError {
  const outcome = changing.includes(method) ? "unknown" : "not-sent";
  switch (fault) {
    case "unreachable":
      return new NetworkError(`${network} cannot be reached.`, { network });
    case "drop-before":
    case "drop-after":
      return new NetworkError(`${network} closed the connection without an answer.`, { network, outcome });
    case "server-error-before":
    case "server-error-after":
      return new PlatformError(`${network} failed on its side.`, { network, outcome, status: 503, retryable: true });
    case "rate-limited":
      return new RateLimitedError(`${network} wants us to wait.`, {
        network,
        status: 429,
        retryAt: clock.now() + 30_000,
      });
    case "rate-limited-bare":
      return new RateLimitedError(`${network} wants us to wait and does not say how long.`, { network, status: 429 });
    case "token-expired":
      return new AuthError(`The credential for ${network} has ended. Renew it.`, { network, status: 401 });
    case "ok-with-error":
      return new PlatformError(`${network} answered 200 and refused.`, { network, status: 200 });
    case "ok-without-id":
    case "not-json":
    case "truncated":
      return new BadResponseError(`${network} gave an answer that cannot be read.`, { network, outcome, status: 200 });
  }
}
