import { createFaultBook } from "../faults/faults.ts";
import type { RateLimit } from "../shared/budget.ts";
import { createNetworkCore, endpointsOf } from "../shared/network-core.ts";
import type { Built, NetworkServer, SandboxClock } from "../shared/network-server.ts";
import { createRequestLog } from "../shared/request-log.ts";
import { createAccount } from "./accounts.ts";
import { containerRoutes } from "./container-routes.ts";
import { internalError, notFound, plainWords, publishEndpoints } from "./fault-words.ts";
import { listPosts, type PlainPost } from "./list-posts.ts";
import { mediaRoutes } from "./media-routes.ts";
import { postRoutes } from "./post-routes.ts";
import { createRateLimit } from "./rate-limit.ts";
import type { Account, PlainLever, State } from "./state.ts";

export interface PlainOptions {
  /** What it does with a repeated post. Default `idempotency-key`. */
  readonly lever?: PlainLever;
  /** How long it remembers keys, nonces and texts, in milliseconds. Default: five minutes for a nonce, else for ever. */
  readonly windowMs?: number;
  /** How long a picture lives that no post shows, in milliseconds. Default one hour. */
  readonly mediaLifeMs?: number;
  /** How long a container can be published, in milliseconds. Default 24 hours. */
  readonly containerLifeMs?: number;
  /** Polls that a picture stays in processing. Default 0: ready at once. */
  readonly mediaPolls?: number;
  /** The longest post. Default 500. */
  readonly maxCharacters?: number;
  /** The budget of each account. Default 1,000,000 requests in 5 minutes. */
  readonly rateLimit?: RateLimit;
  /** The names of the accounts. Default one, `hospital`. */
  readonly accounts?: readonly string[];
  readonly baseUrl: string;
  /** Default: the machine's clock. */
  readonly clock?: SandboxClock;
}

export interface PlainAccount {
  readonly name: string;
  readonly token: string;
}

/**
 * A small posting network that exists nowhere: for tests of what must hold whatever a network can do against doubles.
 *
 * It takes posts, answers in a thread, and pictures, and has no listening.
 */
export interface PlainServer extends NetworkServer {
  readonly network: "plain";
  readonly lever: PlainLever;
  /** In the order of the option. */
  readonly accounts: readonly PlainAccount[];
  /** The posts of all accounts, in the order in which they were made. */
  posts(): readonly PlainPost[];
}

export function buildPlain(options: PlainOptions): Built<PlainServer> {
  const endpoints: string[] = [];
  const state = createState(options, endpoints);
  const requests = createRequestLog();
  const rateLimit = createRateLimit(options.rateLimit ?? generous);
  const routes = [...postRoutes(state), ...containerRoutes(state), ...mediaRoutes(state)];
  endpoints.push(...endpointsOf(routes, []));
  const core = createNetworkCore({
    routes,
    sockets: [],
    now: state.now,
    requests,
    faults: state.faults,
    words: plainWords(state),
    notFound: () => notFound,
    broken: internalError,
    admit: rateLimit.admit,
    headers: rateLimit.headers,
    upgrade: () => notFound,
  });
  const accounts = (options.accounts ?? ["hospital"]).map((name) => createAccount(state, name)).map(describe);
  const server: PlainServer = {
    network: "plain",
    baseUrl: state.baseUrl,
    lever: state.lever,
    accounts,
    requests,
    faults: state.faults,
    posts: () => listPosts(state),
  };
  return { server, core };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const generous: RateLimit = { requests: 1_000_000, perMs: 5 * minuteMs };

function createState(options: PlainOptions, endpoints: readonly string[]): State {
  const { lever = "idempotency-key", clock = { now: () => Date.now() } } = options;
  const accounts: State["accounts"] = new Map();
  return {
    baseUrl: options.baseUrl,
    lever,
    windowMs: options.windowMs ?? (lever === "nonce" ? 5 * minuteMs : Infinity),
    mediaLifeMs: options.mediaLifeMs ?? hourMs,
    containerLifeMs: options.containerLifeMs ?? 24 * hourMs,
    mediaPolls: options.mediaPolls ?? 0,
    maxCharacters: options.maxCharacters ?? 500,
    now: () => clock.now(),
    faults: createFaultBook({
      now: () => clock.now(),
      publishEndpoints: publishEndpoints(lever),
      endpoints: () => endpoints,
      liveTokens: () => new Set(accounts.keys()),
      dropStreams: () => undefined,
    }),
    accounts,
    posts: [],
    lastId: 0,
  };
}

function describe({ name, token }: Account): PlainAccount {
  return { name, token };
}
