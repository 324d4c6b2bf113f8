import type { RateLimit } from "../shared/budget.ts";
import { createFaultBook } from "../faults/faults.ts";
import { createNetworkCore, endpointsOf } from "../shared/network-core.ts";
import type { Built, SandboxClock, SocialServer } from "../shared/network-server.ts";
import { createRequestLog } from "../shared/request-log.ts";
import { createStreamHub } from "../shared/stream-hub.ts";
import { allScopes, createAccount, issueToken } from "./accounts.ts";
import { mastodonWords, publishEndpoints } from "./fault-words.ts";
import { instanceRoutes } from "./instance-routes.ts";
import { listingRoutes } from "./listing-routes.ts";
import { listPosts, type MastodonPost } from "./list-posts.ts";
import { mediaRoutes } from "./media-routes.ts";
import { createOthers, type MastodonOthers } from "./others.ts";
import { createRateLimit } from "./rate-limit.ts";
import { internalError, notFound } from "./refusals.ts";
import { pinRoutes } from "./pin-routes.ts";
import { publishDue, scheduleRoutes } from "./schedule-routes.ts";
import { statusRoutes } from "./status-routes.ts";
import type { Account, Limits, State, StreamEvent } from "./state.ts";
import { sockets, streamingRoutes, upgradeStreaming } from "./streaming.ts";

export interface MastodonOptions {
  /** The user name of the first account. Default `hospital`. */
  readonly username?: string;
  /** The longest post, content warning included. Default 500. */
  readonly maxCharacters?: number;
  /** Polls that an image stays in processing. Default 0: ready at once. */
  readonly imagePolls?: number;
  /** Polls that a video stays in processing. Default 1. */
  readonly videoPolls?: number;
  /** The budget of each token. Default 1,000,000 requests in 5 minutes, so that benchmarks run; servers mostly have 300. */
  readonly rateLimit?: RateLimit;
  /** Only for msw: the address of the server. Default `https://mastodon.example.org`. */
  readonly baseUrl?: string;
  /** Default: the machine's clock. */
  readonly clock?: SandboxClock;
}

export interface MastodonAccount {
  readonly id: string;
  readonly username: string;
  readonly acct: string;
  readonly url: string;
}

/** A local Mastodon server. */
export interface MastodonServer extends SocialServer {
  readonly network: "mastodon";
  readonly others: MastodonOthers;
  /** A token of `account` with every scope. */
  readonly accessToken: string;
  readonly account: MastodonAccount;
  addAccount(options: { readonly username: string }): {
    readonly accessToken: string;
    readonly account: MastodonAccount;
  };
  /** A further token, of the first account unless `username` names another. */
  issueToken(options: { readonly scopes: readonly string[]; readonly username?: string }): string;
  revokeToken(token: string): void;
  /** The live posts of the server's own accounts, oldest first. */
  posts(): readonly MastodonPost[];
}

export function buildMastodon(options: MastodonOptions): Built<MastodonServer> {
  const endpoints: string[] = [];
  const state = createState(options, endpoints);
  const requests = createRequestLog();
  const rateLimit = createRateLimit(options.rateLimit ?? generous);
  const routes = [
    ...instanceRoutes(state),
    ...statusRoutes(state),
    ...pinRoutes(state),
    ...scheduleRoutes(state),
    ...mediaRoutes(state, { image: options.imagePolls ?? 0, video: options.videoPolls ?? 1 }),
    ...listingRoutes(state),
    ...streamingRoutes(state),
  ];
  endpoints.push(...endpointsOf(routes, sockets));
  const core = createNetworkCore({
    routes,
    sockets,
    now: state.now,
    requests,
    faults: state.faults,
    words: mastodonWords(state),
    notFound: () => notFound,
    broken: internalError,
    admit(exchange) {
      if (state.scheduled.size > 0) publishDue(state);
      return rateLimit.admit(exchange);
    },
    headers: rateLimit.headers,
    upgrade: (request) => upgradeStreaming(state, request),
  });
  const first = createAccount(state, options.username ?? "hospital");
  const token = issueToken(state, first, allScopes);
  const find = (username: string | undefined): Account => {
    const account = username === undefined ? first : state.accounts.get(username.toLowerCase());
    if (account === undefined) throw new RangeError(`no account ${String(username)} on this server`);
    return account;
  };

  const server: MastodonServer = {
    network: "mastodon",
    baseUrl: state.baseUrl,
    accessToken: token.token,
    account: describe(first),
    requests,
    faults: state.faults,
    streams: state.hub,
    others: createOthers(state, () => first),
    addAccount({ username }) {
      const account = createAccount(state, username);
      return { account: describe(account), accessToken: issueToken(state, account, allScopes).token };
    },
    issueToken: ({ scopes, username }) => issueToken(state, find(username), scopes).token,
    revokeToken(revoked) {
      state.tokens.delete(revoked);
      state.hub.drop(revoked);
    },
    posts: () => listPosts(state),
  };
  return { server, core };
}

function createState(options: MastodonOptions, endpoints: readonly string[]): State {
  const clock = options.clock ?? { now: () => Date.now() };
  const baseUrl = options.baseUrl ?? "https://mastodon.example.org";
  const tokens: State["tokens"] = new Map();
  const hub = createStreamHub<StreamEvent>(() => faults);
  const faults = createFaultBook({
    now: () => clock.now(),
    publishEndpoints,
    endpoints: () => endpoints,
    liveTokens: () => new Set(tokens.keys()),
    dropStreams: () => {
      hub.drop();
    },
  });
  return {
    baseUrl,
    host: new URL(baseUrl).host,
    now: () => clock.now(),
    limits: { ...defaultLimits, maxCharacters: options.maxCharacters ?? defaultLimits.maxCharacters },
    faults,
    hub,
    tokens,
    accounts: new Map(),
    pins: new Set(),
    statuses: new Map(),
    media: new Map(),
    notifications: [],
    scheduled: new Map(),
    idempotency: new Map(),
    lastId: 0n,
  };
}

const generous: RateLimit = { requests: 1_000_000, perMs: 300_000 };

const defaultLimits: Limits = {
  maxCharacters: 500,
  maxMedia: 4,
  maxImageBytes: 16_777_216,
  maxVideoBytes: 103_809_024,
  maxDescription: 1500,
  maxPollOptions: 4,
  maxPollOptionCharacters: 50,
};

function describe({ id, username, acct, url }: Account): MastodonAccount {
  return { id, username, acct, url };
}
