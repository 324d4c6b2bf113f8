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
  /** Of all the budgets that the request was counted against, the one of which the least is left. */
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
  /** What a log-in answers that comes too soon. */
  readonly admitSession: (exchange: Exchange, identifier: string) => WireReply | undefined;
  readonly admitWrite: (exchange: Exchange, did: string, points: number) => WireReply | undefined;
}

interface Counted {
  readonly budget: Budget;
  readonly owner: string;
}

export function createLimiter(limits: RateLimits): Limiter {
  const requests = createBudget(limits.requests);
  const sessions = createBudget(limits.sessions);
  const writes = createBudget(limits.writes);
  /** What was counted beside the request itself. */
  const counted = new WeakMap<Exchange, Counted>();
  const ownerOf = ({ request }: Exchange): string => bearerOf(request) ?? "";
  const admit = ({ budget, owner }: Counted, now: number, points?: number): WireReply | undefined =>
    budget.spend(owner, now, points) ? undefined : exceeded(budget, budget.windowOf(owner, now).resetAt, now);
  const admitAlso = (exchange: Exchange, also: Counted, points?: number): WireReply | undefined => {
    counted.set(exchange, also);
    return admit(also, exchange.at, points);
  };
  return {
    admit: (exchange) => admit({ budget: requests, owner: ownerOf(exchange) }, exchange.at),
    headers(exchange) {
      const all = toHeaders({ budget: requests, owner: ownerOf(exchange) }, exchange.at);
      const known = counted.get(exchange);
      const also = known && toHeaders(known, exchange.at);
      return also && Number(also["ratelimit-remaining"]) < Number(all["ratelimit-remaining"]) ? also : all;
    },
    admitSession: (exchange, identifier) => admitAlso(exchange, { budget: sessions, owner: identifier }),
    admitWrite: (exchange, did, points) => admitAlso(exchange, { budget: writes, owner: did }, points),
  };
}

function toHeaders({ budget, owner }: Counted, now: number): RateHeaders {
  const { left, resetAt } = budget.windowOf(owner, now);
  return rateHeaders(budget, left, resetAt);
}

type Limit = Pick<Budget, "limit" | "perMs">;

/** 429, with everything that says when to come back. */
export function exceeded(limit: Limit, resetAt: number, now: number): WireReply {
  const reply = failure(429, "RateLimitExceeded", "Rate Limit Exceeded");
  const seconds = Math.max(1, Math.ceil((resetAt - now) / 1000));
  return { ...reply, headers: { ...reply.headers, ...rateHeaders(limit, 0, resetAt), "retry-after": String(seconds) } };
}

type RateHeaders = ReturnType<typeof rateHeaders>;

/** The reset is in epoch seconds, rounded down as by the reference server: docs.bsky.app, rate limits. */
function rateHeaders({ limit, perMs }: Limit, remaining: number, resetAt: number) {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(Math.floor(resetAt / 1000)),
    "ratelimit-policy": `${String(limit)};w=${String(Math.floor(perMs / 1000))}`,
  };
}
