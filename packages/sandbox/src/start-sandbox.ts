import { buildBluesky, type BlueskyOptions, type BlueskyServer } from "./bluesky/build-bluesky.ts";
import { buildMastodon, type MastodonOptions, type MastodonServer } from "./mastodon/build-mastodon.ts";
import { buildPlain, type PlainOptions, type PlainServer } from "./plain/build-plain.ts";
import { openListener, type Listener } from "./server/serve-network.ts";
import type { Built, NetworkServer, SandboxClock } from "./shared/network-server.ts";

export interface SandboxOptions {
  /** How many Mastodon servers, or one set of options for each. Default 1. */
  readonly mastodon?: number | readonly Omit<MastodonOptions, "baseUrl">[];
  /** How many Blueskys, or one set of options for each. Default 1. */
  readonly bluesky?: number | readonly Omit<BlueskyOptions, "baseUrl">[];
  /** How many plain networks, or one set of options for each. They exist nowhere else. Default 0. */
  readonly plain?: number | readonly Omit<PlainOptions, "baseUrl">[];
  /** The clock of every server that has none of its own. Default: the machine's. */
  readonly clock?: SandboxClock;
}

/** Local networks that answer over real HTTP on 127.0.0.1, each on a port of its own. */
export interface Sandbox extends AsyncDisposable {
  /** The first Mastodon server. Throws a `RangeError` when there is none. */
  readonly mastodon: MastodonServer;
  /** The first Bluesky. Throws a `RangeError` when there is none. */
  readonly bluesky: BlueskyServer;
  /** The first plain network. Throws a `RangeError` when there is none. */
  readonly plain: PlainServer;
  readonly all: {
    readonly mastodon: readonly MastodonServer[];
    readonly bluesky: readonly BlueskyServer[];
    readonly plain: readonly PlainServer[];
  };
  /** Ends every port, connection and stream at once. */
  close(): Promise<void>;
}

/** Starts local networks; `close` the sandbox, or hold it with `await using`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const listeners: Listener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  const start = async <Options extends { readonly clock?: SandboxClock }, Server extends NetworkServer>(
    wanted: number | readonly Options[],
    build: (options: Options & { readonly baseUrl: string }) => Built<Server>,
  ): Promise<readonly Server[]> => {
    const each = typeof wanted === "number" ? Array.from({ length: wanted }, () => ({}) as Options) : wanted;
    return Promise.all(
      each.map(async (one) => {
        const listener = await openListener();
        listeners.push(listener);
        const clock = options.clock === undefined ? {} : { clock: options.clock };
        const { server, core } = build({ ...clock, ...one, baseUrl: listener.origin });
        listener.serve(core);
        return server;
      }),
    );
  };
  try {
    const all = {
      mastodon: await start(options.mastodon ?? 1, buildMastodon),
      bluesky: await start(options.bluesky ?? 1, buildBluesky),
      plain: await start(options.plain ?? 0, buildPlain),
    };
    return {
      all,
      get mastodon() {
        return first(all.mastodon, "mastodon");
      },
      get bluesky() {
        return first(all.bluesky, "bluesky");
      },
      get plain() {
        return first(all.plain, "plain");
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function first<Server>(servers: readonly Server[], network: string): Server {
  const [server] = servers;
  if (server === undefined) throw new RangeError(`this sandbox was started without \`${network}\``);
  return server;
}
