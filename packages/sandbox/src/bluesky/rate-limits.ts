import { createBudget, type RateLimit } from "../shared/budget.ts";
import type { Exchange } from "../shared/router.ts";
import type { WireReply } from "../shared/wire.ts";
import { failure } from "./refusals.ts";
import { bearerOf } from "./sessions.ts";
import type { State } from "./state.ts";

export interface RateLimits {
  /** All requests of one token. The real one: 3,000 in 5 minutes. */
  readonly requests: RateLimit;
  /** Log-ins of one account. The real one: 30 in 5 minutes. */
  readonly sessions: RateLimit;
  /** Points for writing of one account: 3 to create, 2 to update, 1 to delete. The real one: 5,000 in an hour. */
  readonly writes: RateLimit;
}

export interface Limiter {
  readonly admit: (exchange: Exchange) => WireReply | undefined;
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
  /** What a log-in answers that comes too soon. */
  readonly admitSession: (identifier: string) => WireReply | undefined;
  readonly admitWrite: (did: string, points: number) => WireReply | undefined;
}

export function createLimiter(state: State, limits: RateLimits): Limiter {
  const requests = createBudget(state.now, limits.requests);
  const sessions = createBudget(state.now, limits.sessions);
  const writes = createBudget(state.now, limits.writes);
  const ownerOf = ({ request }: Exchange): string => bearerOf(request) ?? "";
  const admit = (budget: typeof requests, owner: string, points?: number): WireReply | undefined =>
    budget.spend(owner, points) ? undefined : exceeded(state, budget.limit, budget.windowOf(owner).resetAt);
  return {
    admit: (exchange) => admit(requests, ownerOf(exchange)),
    headers(exchange) {
      const { left, resetAt } = requests.windowOf(ownerOf(exchange));
      return rateHeaders(requests.limit, left, resetAt);
    },
    admitSession: (identifier) => admit(sessions, identifier),
    admitWrite: (did, points) => admit(writes, did, points),
  };
}

/** 429, with everything that says when to come back. */
export function exceeded(state: State, limit: number, resetAt: number): WireReply {
  const reply = failure(429, "RateLimitExceeded", "Rate Limit Exceeded");
  const seconds = Math.max(1, Math.ceil((resetAt - state.now()) / 1000));
  return { ...reply, headers: { ...reply.headers, ...rateHeaders(limit, 0, resetAt), "retry-after": String(seconds) } };
}

/** The reset is in epoch seconds: docs.bsky.app, rate limits. */
function rateHeaders(limit: number, remaining: number, resetAt: number): Record<string, string> {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(Math.ceil(resetAt / 1000)),
    "ratelimit-policy": `${String(limit)};w=300`,
  };
}
