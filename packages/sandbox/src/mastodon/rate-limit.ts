import type { Exchange } from "../shared/router.ts";
import type { WireReply } from "../shared/wire.ts";
import { bearerOf } from "./authorize.ts";
import { rateHeaders, tooManyRequests } from "./fault-words.ts";
import type { State } from "./state.ts";

export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

interface Budget {
  left: number;
  readonly resetAt: number;
  /** The headers but for what is left: the date in them is dear to make. */
  readonly headers: Record<string, string>;
}

/** Counts the requests of each token, and says in every answer what is left. */
export function createRateLimit(
  state: State,
  { requests, perMs }: RateLimit = { requests: 1_000_000, perMs: 300_000 },
): {
  readonly admit: (exchange: Exchange) => WireReply | undefined;
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
} {
  const budgets = new Map<string, Budget>();
  const budgetOf = ({ request }: Exchange): Budget => {
    const owner = bearerOf(request) ?? "";
    const known = budgets.get(owner);
    if (known !== undefined && known.resetAt > state.now()) return known;
    const resetAt = (Math.floor(state.now() / perMs) + 1) * perMs;
    const fresh = { left: requests, resetAt, headers: rateHeaders(requests, 0, resetAt) };
    budgets.set(owner, fresh);
    return fresh;
  };
  return {
    admit(exchange) {
      const budget = budgetOf(exchange);
      if (budget.left <= 0) return tooManyRequests(budget.resetAt);
      budget.left -= 1;
      return undefined;
    },
    headers(exchange) {
      const budget = budgetOf(exchange);
      budget.headers["x-ratelimit-remaining"] = String(budget.left);
      return budget.headers;
    },
  };
}
