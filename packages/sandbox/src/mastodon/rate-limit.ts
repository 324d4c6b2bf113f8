import { createBudget, type RateLimit } from "../shared/budget.ts";
import type { Exchange } from "../shared/router.ts";
import type { WireReply } from "../shared/wire.ts";
import { bearerOf } from "./authorize.ts";
import { rateHeaders, tooManyRequests } from "./fault-words.ts";

/** Counts the requests of each token, and says in every answer what is left. */
export function createRateLimit(rateLimit: RateLimit): {
  readonly admit: (exchange: Exchange) => WireReply | undefined;
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
} {
  const budget = createBudget(rateLimit);
  const ownerOf = ({ request }: Exchange): string => bearerOf(request) ?? "";
  // The date is dear to write, and the same for a whole window.
  let made = rateHeaders(budget.limit, 0, 0);
  let madeFor = 0;
  return {
    admit(exchange) {
      const owner = ownerOf(exchange);
      return budget.spend(owner, exchange.at)
        ? undefined
        : tooManyRequests(budget.windowOf(owner, exchange.at).resetAt);
    },
    headers(exchange) {
      const { left, resetAt } = budget.windowOf(ownerOf(exchange), exchange.at);
      if (resetAt !== madeFor) {
        made = rateHeaders(budget.limit, left, resetAt);
        madeFor = resetAt;
      }
      made["x-ratelimit-remaining"] = String(left);
      return made;
    },
  };
}
