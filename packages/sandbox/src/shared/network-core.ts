import { applyFaults, refuseUpgrade, type FaultWords } from "../faults/apply-faults.ts";
import type { FaultBook } from "../faults/faults.ts";
import type { WritableRequestLog } from "./request-log.ts";
import { createRouter, noParams, type Exchange, type Match, type Route } from "./router.ts";
import { Refusal, type Upgrade, type WireAnswer, type WireReply, type WireRequest } from "./wire.ts";

/** One network as its two doors, node:http and msw, see it. */
export interface NetworkCore {
  readonly routes: readonly Route[];
  /** The paths at which a WebSocket may be opened. */
  readonly sockets: readonly string[];
  serve(request: WireRequest): Promise<WireAnswer>;
  upgrade(request: WireRequest): Upgrade;
}

export interface NetworkCoreOptions {
  readonly routes: readonly Route[];
  readonly sockets: readonly string[];
  readonly now: () => number;
  readonly requests: WritableRequestLog;
  readonly faults: FaultBook;
  readonly words: FaultWords;
  /** What a request for nothing gets. */
  readonly notFound: (request: WireRequest) => WireReply;
  /** What a bug in the sandbox itself answers: a server error, as the network words it. */
  readonly broken: WireReply;
  /** Counts the request against a budget; a reply refuses it. */
  readonly admit: (exchange: Exchange) => WireReply | undefined;
  /** The headers that every answer carries. */
  readonly headers: (exchange: Exchange) => Readonly<Record<string, string>>;
  readonly upgrade: (request: WireRequest) => Upgrade;
}

export function createNetworkCore(options: NetworkCoreOptions): NetworkCore {
  const { faults, words, requests, sockets } = options;
  const find = createRouter(options.routes);

  const run = async ({ route, endpoint }: Match, exchange: Exchange): Promise<WireAnswer> => {
    try {
      if (!faults.waiting) return options.admit(exchange) ?? (await route.answer(exchange));
      const work = async (): Promise<WireReply> => options.admit(exchange) ?? route.answer(exchange);
      return await applyFaults(faults, words, endpoint, exchange, work);
    } catch (error) {
      return error instanceof Refusal ? error.reply : options.broken;
    }
  };

  const log = ({ request: { method, path, body }, at }: Exchange, endpoint: string, status: number): void => {
    requests.add({ at, method, path, endpoint, status, bodyBytes: body.byteLength });
  };

  return {
    routes: options.routes,
    sockets,
    async serve(request) {
      const match = find(request.method, request.path);
      const exchange = { request, params: match?.params ?? noParams, at: options.now() };
      const answer = match === undefined ? options.notFound(request) : await run(match, exchange);
      const endpoint = match?.endpoint ?? `${request.method} ${request.path}`;
      log(exchange, endpoint, answer === "dropped" ? 0 : answer.status);
      if (answer === "dropped" || answer.bare === true) return answer;
      return { ...answer, headers: { ...options.headers(exchange), ...answer.headers } };
    },
    upgrade(request) {
      const endpoint = `GET ${request.path}`;
      const exchange = { request, params: noParams, at: options.now() };
      const refusal = faults.waiting ? refuseUpgrade(faults, words, endpoint, exchange) : undefined;
      const upgrade =
        refusal ?? (sockets.includes(request.path) ? options.upgrade(request) : options.notFound(request));
      log(exchange, endpoint, upgrade === "dropped" ? 0 : typeof upgrade === "function" ? 101 : upgrade.status);
      return upgrade;
    },
  };
}

/** What faults can be ordered on. */
export function endpointsOf(routes: readonly Route[], sockets: readonly string[]): readonly string[] {
  return [...routes.map(({ method, path }) => `${method} ${path}`), ...sockets.map((path) => `GET ${path}`)];
}
