import { createBudget, type Budget, type RateLimit } from "../shared/budget.ts";
import type { Exchange } from "../shared/router.ts";
import type { WireReply } from "../shared/wire.ts";
import { failure } from "./refusals.ts";
import { bearerOf } from "./sessions.ts";

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
  readonly admitSession: (identifier: string, now: number) => WireReply | undefined;
  readonly admitWrite: (did: string, now: number, points: number) => WireReply | undefined;
}

export function createLimiter(limits: RateLimits): Limiter {
  const requests = createBudget(limits.requests);
  const sessions = createBudget(limits.sessions);
  const writes = createBudget(limits.writes);
  const ownerOf = ({ request }: Exchange): string => bearerOf(request) ?? "";
  const admit = (budget: Budget, owner: string, now: number, points?: number): WireReply | undefined =>
    budget.spend(owner, now, points) ? undefined : exceeded(budget.limit, budget.windowOf(owner, now).resetAt, now);
  return {
    admit: (exchange) => admit(requests, ownerOf(exchange), exchange.at),
    headers(exchange) {
      const { left, resetAt } = requests.windowOf(ownerOf(exchange), exchange.at);
      return rateHeaders(requests.limit, left, resetAt);
    },
    admitSession: (identifier, now) => admit(sessions, identifier, now),
    admitWrite: (did, now, points) => admit(writes, did, now, points),
  };
}

/** 429, with everything that says when to come back. */
export function exceeded(limit: number, resetAt: number, now: number): WireReply {
  const reply = failure(429, "RateLimitExceeded", "Rate Limit Exceeded");
  const seconds = Math.max(1, Math.ceil((resetAt - now) / 1000));
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
