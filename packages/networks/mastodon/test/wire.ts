import type { Adapter, Clock } from "@carecast/adapter";
import { createTransport } from "@carecast/adapter-kit/portable";
import { startSandbox } from "@carecast/sandbox";
import { createMastodonServer, type MastodonOptions, type MastodonServer } from "@carecast/sandbox/handlers";
import { setupServer } from "msw/node";
import { mastodon } from "../src/index.ts";

/** Real time, but nobody waits: what would be a pause is one turn of the event loop. */
export const quickClock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const turn = setImmediate(resolve);
      signal?.addEventListener("abort", () => {
        clearImmediate(turn);
        reject(signal.reason as Error);
      });
    }),
};

/** A server of the sandbox, and how to reach it. */
export interface Wire {
  readonly server: MastodonServer;
  create(accessToken?: string): Adapter;
  close(): Promise<void>;
}

export async function overHttp(options: MastodonOptions): Promise<Wire> {
  const sandbox = await startSandbox({ mastodon: [options], bluesky: 0 });
  const server = sandbox.mastodon;
  return {
    server,
    create: (accessToken = server.accessToken) => mastodon({ baseUrl: server.baseUrl, accessToken }),
    close: () => sandbox.close(),
  };
}

export async function throughMsw(options: MastodonOptions): Promise<Wire> {
  const server = createMastodonServer(options);
  const msw = setupServer(...server.handlers);
  msw.listen();
  const transport = createTransport();
  return Promise.resolve({
    server,
    create: (accessToken = server.accessToken) => mastodon({ baseUrl: server.baseUrl, accessToken, transport }),
    close: async () => {
      msw.close();
      return Promise.resolve();
    },
  });
}
