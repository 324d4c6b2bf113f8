import { createBudget, type RateLimit } from "../shared/budget.ts";
import type { Exchange } from "../shared/router.ts";
import type { WireReply } from "../shared/wire.ts";
import { bearerOf } from "./authorize.ts";
import { rateHeaders, tooManyRequests } from "./fault-words.ts";
import type { State } from "./state.ts";

/** Counts the requests of each token, and says in every answer what is left. */
export function createRateLimit(
  state: State,
  rateLimit: RateLimit,
): {
  readonly admit: (exchange: Exchange) => WireReply | undefined;
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
} {
  const budget = createBudget(state.now, rateLimit);
  const ownerOf = ({ request }: Exchange): string => bearerOf(request) ?? "";
  return {
    admit(exchange) {
      const owner = ownerOf(exchange);
      return budget.spend(owner) ? undefined : tooManyRequests(budget.windowOf(owner).resetAt);
    },
    headers(exchange) {
      const { left, resetAt } = budget.windowOf(ownerOf(exchange));
      return rateHeaders(budget.limit, left, resetAt);
    },
  };
}
