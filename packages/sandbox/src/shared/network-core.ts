import { applyFaults, type FaultWords } from "../faults/apply-faults.ts";
import type { FaultBook } from "../faults/faults.ts";
import type { WritableRequestLog } from "./request-log.ts";
import { createRouter, type Exchange, type Match, type Route } from "./router.ts";
import { Refusal, type Upgrade, type WireAnswer, type WireReply, type WireRequest } from "./wire.ts";

/** One network as its two doors, node:http and msw, see it. */
export interface NetworkCore {
  readonly routes: readonly Route[];
  serve(request: WireRequest): Promise<WireAnswer>;
  upgrade(request: WireRequest): Upgrade;
  /** Breaks off every open stream. */
  dropStreams(): void;
}

export interface NetworkCoreOptions {
  readonly routes: readonly Route[];
  readonly now: () => number;
  readonly requests: WritableRequestLog;
  readonly faults: FaultBook;
  readonly words: FaultWords;
  readonly notFound: WireReply;
  /** What a bug in the sandbox itself answers: a server error, as the network words it. */
  readonly broken: WireReply;
  /** Counts the request against a budget; a reply refuses it. */
  readonly admit: (exchange: Exchange, endpoint: string) => WireReply | undefined;
  /** The headers that every answer carries. */
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
  readonly upgrade: (request: WireRequest) => Upgrade;
  readonly dropStreams: () => void;
}

export function createNetworkCore(options: NetworkCoreOptions): NetworkCore {
  const find = createRouter(options.routes);

  const run = async (match: Match, exchange: Exchange, endpoint: string): Promise<WireAnswer> => {
    const work = async (): Promise<WireReply> => options.admit(exchange, endpoint) ?? match.route.answer(exchange);
    try {
      if (!options.faults.waiting) return await work();
      return await applyFaults(options.faults, options.words, endpoint, exchange, work);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      return options.broken;
    }
  };

  return {
    routes: options.routes,
    dropStreams: options.dropStreams,
    upgrade: options.upgrade,
    async serve(request) {
      const match = find(request.method, request.path);
      const endpoint = `${request.method} ${match?.route.path ?? request.path}`;
      const exchange = { request, params: match?.params ?? {} };
      const answer = match === undefined ? options.notFound : await run(match, exchange, endpoint);
      options.requests.add({
        at: options.now(),
        method: request.method,
        path: request.path,
        endpoint,
        status: answer === "dropped" ? 0 : answer.status,
        bodyBytes: request.body.byteLength,
      });
      if (answer === "dropped" || answer.bare === true) return answer;
      return { ...answer, headers: { ...options.headers(exchange), ...answer.headers } };
    },
  };
}
