import type { Exchange } from "../shared/router.ts";
import { Refusal, type WireAnswer, type WireReply } from "../shared/wire.ts";
import type { OnRequest, RateLimited } from "./fault.ts";
import type { FaultBook, PendingFault } from "./faults.ts";

/** How one network words its failures. */
export interface FaultWords {
  rateLimited(fault: RateLimited): WireReply;
  serverError(status: number): WireReply;
  expiredToken(): WireReply;
  errorWith200(): WireReply;
  withoutId(reply: WireReply): WireReply;
  /** The token of a request, wherever this network puts it. */
  tokenOf(exchange: Exchange): string | undefined;
  /** Which post of a thread this request makes, 1 for the first; 0 when it makes none. */
  threadPosition(exchange: Exchange): number;
}

const htmlPage: WireReply = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<!doctype html><title>Welcome</title><p>This is not the page that you were looking for.</p>",
};

/** Answers a request under the first ordered fault that meets it; `work` is what the network would do. */
export async function applyFaults(
  book: FaultBook,
  words: FaultWords,
  endpoint: string,
  exchange: Exchange,
  work: () => Promise<WireReply>,
): Promise<WireAnswer> {
  for (const pending of book.onRequest()) {
    if (!meets(pending, words, endpoint, exchange)) continue;
    pending.fire(endpoint);
    return enact(pending.fault, words, work);
  }
  return work();
}

/** What an upgrade to a WebSocket meets: only faults that refuse make sense there. */
export function refuseUpgrade(
  book: FaultBook,
  words: FaultWords,
  endpoint: string,
  exchange: Exchange,
): WireAnswer | undefined {
  for (const pending of book.onRequest()) {
    const answer = refusalOf(pending.fault, words);
    if (answer === undefined || !meets(pending, words, endpoint, exchange)) continue;
    pending.fire(endpoint);
    return answer;
  }
  return undefined;
}

function refusalOf(fault: OnRequest, words: FaultWords): WireAnswer | undefined {
  if (fault.kind === "drop-before") return "dropped";
  if (fault.kind === "rate-limited") return words.rateLimited(fault);
  if (fault.kind === "server-error") return words.serverError(fault.status ?? 503);
  return fault.kind === "expired-token" ? words.expiredToken() : undefined;
}

function meets(pending: PendingFault<OnRequest>, words: FaultWords, endpoint: string, exchange: Exchange): boolean {
  const { fault } = pending;
  if (!pending.matches(endpoint)) return false;
  if (fault.kind === "expired-token" && !pending.tokens.has(words.tokenOf(exchange) ?? "")) return false;
  if (fault.kind === "broken-thread" && words.threadPosition(exchange) !== fault.at) return false;
  return pending.meet();
}

async function enact(fault: OnRequest, words: FaultWords, work: () => Promise<WireReply>): Promise<WireAnswer> {
  switch (fault.kind) {
    case "accept-then-drop":
      await work().catch(ignoreRefusal);
      return "dropped";
    case "drop-before":
      return "dropped";
    case "rate-limited":
      return words.rateLimited(fault);
    case "server-error":
      if (fault.processed === true) await work().catch(ignoreRefusal);
      return words.serverError(fault.status ?? 503);
    case "slow-answer": {
      const reply = await work();
      await fault.until;
      if (fault.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      return reply;
    }
    case "expired-token":
      return words.expiredToken();
    case "broken-thread":
      return words.serverError(500);
    case "error-with-200":
      return words.errorWith200();
    case "without-id":
      return words.withoutId(await work());
    case "not-json":
      if (fault.processed !== false) await work().catch(ignoreRefusal);
      return htmlPage;
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
