import { createFaultBook } from "../faults/faults.ts";
import { createNetworkCore, endpointsOf } from "../shared/network-core.ts";
import type { Built, SandboxClock, SocialServer } from "../shared/network-server.ts";
import { createRequestLog } from "../shared/request-log.ts";
import { createStreamHub } from "../shared/stream-hub.ts";
import { createAccount } from "./accounts.ts";
import { blobRoutes } from "./blob-routes.ts";
import { blueskyWords, publishEndpoints } from "./fault-words.ts";
import { feedRoutes } from "./feed-routes.ts";
import { sockets, upgradeJetstream } from "./jetstream.ts";
import { listPosts, type BlueskyPost } from "./list-posts.ts";
import { notificationRoutes } from "./notification-routes.ts";
import { createOthers } from "./others.ts";
import { createLimiter, type RateLimits } from "./rate-limits.ts";
import { internalError, refuseMethod } from "./refusals.ts";
import { repoRoutes } from "./repo-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import type { JetstreamEvent, State } from "./state.ts";
import { createTids } from "./tid.ts";
import { videoRoutes } from "./video-routes.ts";
import { viewRoutes } from "./view-routes.ts";

export interface BlueskyOptions {
  /** The handle of the first account. Default `hospital.example.org`. */
  readonly handle?: string;
  /**
   * Default: the real 30 log-ins in 5 minutes, because logging in for each post is a fault to find, and otherwise so
   * much that benchmarks run.
   */
  readonly rateLimits?: Partial<RateLimits>;
  /** Polls that a video stays in processing. Default 1. */
  readonly videoPolls?: number;
  /** Only for msw: the address of the server. Default `https://bluesky.example.org`. */
  readonly baseUrl?: string;
  /** Default: the machine's clock. */
  readonly clock?: SandboxClock;
}

const generous: RateLimits = {
  requests: { requests: 1_000_000, perMs: 300_000 },
  sessions: { requests: 30, perMs: 300_000 },
  writes: { requests: 100_000_000, perMs: 3_600_000 },
};

export interface BlueskyLogin {
  readonly identifier: string;
  readonly password: string;
  readonly did: string;
}

/** A local Bluesky: data server, view of the network, video service and Jetstream at one address. */
export interface BlueskyServer extends SocialServer, BlueskyLogin {
  readonly network: "bluesky";
  /** The same as `baseUrl`, by the name that clients use. */
  readonly service: string;
  /** The WebSocket address of Jetstream. */
  readonly jetstream: string;
  addAccount(options: { readonly handle: string }): BlueskyLogin;
  /** The live posts of the server's own accounts, oldest first. */
  posts(): readonly BlueskyPost[];
}

export function buildBluesky(options: BlueskyOptions): Built<BlueskyServer> {
  const endpoints: string[] = [];
  const state = createState(options, endpoints);
  const requests = createRequestLog();
  const limiter = createLimiter({ ...generous, ...options.rateLimits });
  const routes = [
    ...sessionRoutes(state, limiter),
    ...repoRoutes(state, limiter),
    ...blobRoutes(state),
    ...videoRoutes(state, options.videoPolls ?? 1),
    ...viewRoutes(state),
    ...feedRoutes(state),
    ...notificationRoutes(state),
  ];
  endpoints.push(...endpointsOf(routes, sockets));
  const core = createNetworkCore({
    routes,
    sockets,
    now: state.now,
    requests,
    faults: state.faults,
    words: blueskyWords(state),
    notFound: ({ method, path }) => refuseMethod(method, routes.find((route) => route.path === path)?.method),
    broken: internalError,
    admit: limiter.admit,
    headers: limiter.headers,
    upgrade: (request) => upgradeJetstream(state, request),
  });
  const add = (handle: string): BlueskyLogin => {
    const password = `sandbox-password-${handle}`;
    return { identifier: handle, password, did: createAccount(state, handle, password).did };
  };
  const login = add(options.handle ?? "hospital.example.org");

  const server: BlueskyServer = {
    network: "bluesky",
    baseUrl: state.baseUrl,
    service: state.baseUrl,
    jetstream: `${state.baseUrl.replace(/^http/, "ws")}/subscribe`,
    ...login,
    requests,
    faults: state.faults,
    streams: state.hub,
    others: createOthers(state, () => {
      const account = state.accounts.get(login.did);
      if (account === undefined) throw new RangeError("the first account is gone");
      return account;
    }),
    addAccount: ({ handle }) => add(handle),
    posts: () => listPosts(state),
  };
  return { server, core };
}

function createState(options: BlueskyOptions, endpoints: readonly string[]): State {
  const clock = options.clock ?? { now: () => Date.now() };
  const baseUrl = options.baseUrl ?? "https://bluesky.example.org";
  const sessions: State["sessions"] = new Map();
  const hub = createStreamHub<JetstreamEvent>(() => faults);
  const faults = createFaultBook({
    now: () => clock.now(),
    publishEndpoints,
    endpoints: () => endpoints,
    liveTokens: () => new Set([...sessions].filter(([, { scope }]) => scope === "access").map(([token]) => token)),
    dropStreams: () => {
      hub.drop();
    },
  });
  return {
    baseUrl,
    host: new URL(baseUrl).host,
    now: () => clock.now(),
    nextTid: createTids(() => clock.now()),
    faults,
    hub,
    sessions,
    accounts: new Map(),
    handles: new Map(),
    serviceTokens: new Map(),
    blobs: new Map(),
    posts: new Map(),
    counts: new Map(),
    notifications: [],
    events: [],
  };
}
