import type { Faults } from "../faults/faults.ts";
import type { NetworkCore } from "./network-core.ts";
import type { Others } from "./others.ts";
import type { RequestLog } from "./request-log.ts";

/** What every local network has. */
export interface NetworkServer {
  readonly network: string;
  /** Where it is: `http://127.0.0.1:port` when it is served, otherwise a host that only msw knows. */
  readonly baseUrl: string;
  /** What was asked of it. */
  readonly requests: RequestLog;
  /** What goes wrong, to order. */
  readonly faults: Faults;
}

/** A network on which other people speak too. */
export interface SocialServer extends NetworkServer {
  /** What other people do. */
  readonly others: Others;
  readonly streams: { readonly open: number };
}

export interface SandboxClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** A public server object together with the core behind it, for the one who serves it. */
export interface Built<Server extends NetworkServer> {
  readonly server: Server;
  readonly core: NetworkCore;
}
