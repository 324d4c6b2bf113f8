import type {
  Adapter,
  Clock,
  Inbound,
  ListenQuery,
  Part,
  PublishContext,
  Receipt,
  StreamFact,
} from "@carecast/adapter";
import { createTransport } from "@carecast/adapter-kit/portable";
import { startSandbox, type SandboxOptions } from "@carecast/sandbox";
import { createBlueskyServer, type BlueskyServer } from "@carecast/sandbox/handlers";
import { setupServer } from "msw/node";
import { expect, onTestFinished } from "vitest";
import { bluesky, type BlueskyOptions } from "../src/index.ts";

/** A clock of the machine on which waiting takes one turn of the event loop. */
export const quickClock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const turn = setImmediate(resolve);
      signal?.addEventListener("abort", () => {
        clearImmediate(turn);
        reject(signal.reason as Error);
      });
    }),
};

/** A sandbox, and adapters for the account on it. It is closed when the test is over. */
export interface Wire {
  readonly server: BlueskyServer;
  create(options?: Partial<BlueskyOptions>): Adapter;
}

/** Real HTTP and real sockets, with the transport of Node. */
export async function overHttp(options: SandboxOptions = {}): Promise<Wire> {
  const sandbox = await startSandbox({ mastodon: 0, ...options });
  onTestFinished(() => sandbox.close());
  const server = sandbox.bluesky;
  return { server, create: (options) => connect(server, options) };
}

/** No socket at all, with the transport that runs everywhere. */
export async function throughMsw(): Promise<Wire> {
  const server = createBlueskyServer();
  const msw = setupServer(...server.handlers);
  msw.listen();
  onTestFinished(() => msw.close());
  const transport = createTransport();
  return { server, create: (options) => connect(server, { transport, ...options }) };
}

function connect({ service, identifier, password }: BlueskyServer, options: Partial<BlueskyOptions> = {}): Adapter {
  return bluesky({ service, identifier, password, ...options });
}

let keys = 0;
export const contextOf = (more: Partial<PublishContext> = {}): PublishContext => ({
  clock: quickClock,
  lane: "routine",
  key: `wire-${(keys += 1)}`,
  ...more,
});
export const partOf = (more: Partial<Part> = {}): Part => ({
  text: "The river is high.",
  audience: "public",
  media: [],
  ...more,
});
const toBytes = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const png = toBytes("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
export const mp4 = toBytes("AAAAGGZ0eXBpc29tAAACAGlzb21pc28yAAAACGZyZWUAAAAIbWRhdA==");
export const image = { kind: "image", mimeType: "image/png", blob: new Blob([png]), width: 1, height: 1 } as const;
export const video = { kind: "video", mimeType: "video/mp4", blob: new Blob([mp4]), alt: "A film." } as const;

export const publish = async (adapter: Adapter, part: Part, context = contextOf()): Promise<Receipt> =>
  adapter.publish(await adapter.prepare(part, context), context);

/** Listens until the test is over. */
export function listen(adapter: Adapter, query: ListenQuery, clock = quickClock) {
  const controller = new AbortController();
  onTestFinished(() => {
    controller.abort();
  });
  const facts: StreamFact[] = [];
  const report = (fact: StreamFact): void => void facts.push(fact);
  const items = adapter.listen?.(query, { clock, signal: controller.signal, report });
  const iterator = items?.[Symbol.asyncIterator]();
  return {
    facts,
    next: async (): Promise<Inbound> => (await iterator?.next())?.value as Inbound,
    connected: (...sources: string[]) =>
      expect
        .poll(() =>
          facts
            .filter(({ fact }) => fact === "connected")
            .map(({ source }) => source)
            .toSorted(),
        )
        .toEqual(sources),
    abort: (reason: unknown) => {
      controller.abort(reason);
    },
  };
}
