import { createBudget, type RateLimit } from "../shared/budget.ts";
import type { Exchange } from "../shared/router.ts";
import type { WireReply } from "../shared/wire.ts";
import { tokenOf } from "./accounts.ts";
import { failure } from "./refusals.ts";

/** Counts the requests of each token, and says in every answer what is left. */
export function createRateLimit(rateLimit: RateLimit): {
  readonly admit: (exchange: Exchange) => WireReply | undefined;
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
} {
  const budget = createBudget(rateLimit);
  const ownerOf = (exchange: Exchange): string => tokenOf(exchange) ?? "";
  return {
    admit(exchange) {
      const owner = ownerOf(exchange);
      if (budget.spend(owner, exchange.at)) return undefined;
      return tooManyRequests(budget.limit, exchange.at, budget.windowOf(owner, exchange.at).resetAt);
    },
    headers(exchange) {
      const { left, resetAt } = budget.windowOf(ownerOf(exchange), exchange.at);
      return rateHeaders(budget.limit, left, resetAt);
    },
  };
}

export function tooManyRequests(limit: number, now: number, resetAt: number): WireReply {
  const seconds = Math.ceil((resetAt - now) / 1000);
  return failure(429, "too-many-requests", {
    ...rateHeaders(limit, 0, resetAt),
    "retry-after": String(seconds),
  });
}

/** The reset is in seconds since 1970, with a fraction. */
function rateHeaders(limit: number, remaining: number, resetAt: number): Readonly<Record<string, string>> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(resetAt / 1000),
  };
}
