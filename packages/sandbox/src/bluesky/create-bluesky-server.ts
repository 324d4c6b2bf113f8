import { createFaultBook } from "../faults/faults.ts";
import { createMswHandlers } from "../shared/msw-handlers.ts";
import { createNetworkCore } from "../shared/network-core.ts";
import type { Built, NetworkServer, SandboxClock } from "../shared/network-server.ts";
import { createRequestLog } from "../shared/request-log.ts";
import { createStreamHub } from "../shared/stream-hub.ts";
import { createAccount } from "./accounts.ts";
import { blueskyWords, publishEndpoints, rateHeaders } from "./fault-words.ts";
import { listPosts, type BlueskyPost } from "./list-posts.ts";
import { createOthers } from "./others.ts";
import { internalError, methodNotImplemented } from "./refusals.ts";
import { repoRoutes } from "./repo-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import type { CommitEvent, State } from "./state.ts";
import { createTids } from "./tid.ts";

export interface BlueskyOptions {
  /** The handle of the first account. Default `hospital.example.org`. */
  readonly handle?: string;
  /** Only for msw: the address of the server. Default `https://bluesky.example.org`. */
  readonly baseUrl?: string;
  /** Default: the machine's clock. */
  readonly clock?: SandboxClock;
}

export interface BlueskyLogin {
  readonly identifier: string;
  readonly password: string;
  readonly did: string;
}

/** A local Bluesky: data server, view of the network, video service and Jetstream at one address. */
export interface BlueskyServer extends NetworkServer, BlueskyLogin {
  readonly network: "bluesky";
  /** The same as `baseUrl`, by the name that clients use. */
  readonly service: string;
  /** The WebSocket address of Jetstream. */
  readonly jetstream: string;
  addAccount(options: { readonly handle: string }): BlueskyLogin;
  /** The live posts of the server's own accounts, oldest first. */
  posts(): readonly BlueskyPost[];
}

/** A local Bluesky in memory, for msw: `setupServer(...server.handlers)`. */
export function createBlueskyServer(options: BlueskyOptions = {}): BlueskyServer {
  return buildBluesky(options).server;
}

export function buildBluesky(options: BlueskyOptions): Built<BlueskyServer> {
  const state = createState(options);
  const requests = createRequestLog();
  const core = createNetworkCore({
    routes: [...sessionRoutes(state), ...repoRoutes(state)],
    now: state.now,
    requests,
    faults: state.faults,
    words: blueskyWords(state),
    notFound: methodNotImplemented,
    broken: internalError,
    admit: () => undefined,
    headers: () => rateHeaders(state, 3000, 3000, state.now() + 300_000),
    upgrade: () => methodNotImplemented,
    dropStreams: state.hub.dropAll,
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
    get handlers() {
      return createMswHandlers(core, state.baseUrl);
    },
    addAccount: ({ handle }) => add(handle),
    posts: () => listPosts(state),
  };
  return { server, core };
}

function createState(options: BlueskyOptions): State {
  const clock = options.clock ?? { now: () => Date.now() };
  const baseUrl = options.baseUrl ?? "https://bluesky.example.org";
  const sessions: State["sessions"] = new Map();
  const hub = createStreamHub<CommitEvent>(() => faults);
  const faults = createFaultBook({
    now: () => clock.now(),
    publishEndpoints,
    liveTokens: () => new Set([...sessions].filter(([, { scope }]) => scope === "access").map(([token]) => token)),
    dropStreams: hub.dropAll,
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
    blobs: new Map(),
    posts: new Map(),
    notifications: [],
    commits: [],
  };
}
