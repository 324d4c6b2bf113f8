import { builtinModule } from "./builtin-module.ts";

export interface UrlAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Ends the connection, read or not. */
  readonly discard: () => void;
}

/** One machine that a name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Every machine that a name stands for, at least one. */
export type Lookup = (name: string) => Promise<readonly ResolvedAddress[]>;

interface NodeMessage extends AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  destroy(): void;
}

type OnLookup = (error: null, address: string | readonly ResolvedAddress[], family?: number) => void;

/** What is used of `node:https`; its own types are not there when the main entry compiles. */
interface NodeHttps {
  request(
    url: URL,
    options: {
      agent: false;
      headers: Record<string, string>;
      signal: AbortSignal;
      lookup: (name: string, options: { all?: boolean }, onLookup: OnLookup) => void;
    },
    onAnswer: (message: NodeMessage) => void,
  ): { on(event: "error", onError: (error: Error) => void): void; end(): void };
}

const headers = { accept: "image/*,video/*", "user-agent": "carecast" };

/**
 * Asks for `url` and follows no redirect. With `lookup` (Node) the connection goes to the addresses that it gave
 * and nowhere else, so that a name cannot change its mind between a check and the use; without, global `fetch`
 * resolves unseen.
 */
export async function openUrl(url: URL, signal: AbortSignal, lookup: Lookup | undefined): Promise<UrlAnswer> {
  const https = builtinModule<NodeHttps>("node:https");
  if (!https || !lookup) return openWithFetch(url, signal);
  const addresses = await lookup(url.hostname.replace(/^\[|\]$/g, ""));
  return new Promise((fulfil, reject) => {
    const request = https.request(
      url,
      {
        // A shared agent could hand out a connection that somebody else opened without the check.
        agent: false,
        headers,
        signal,
        lookup: (_name, { all }, onLookup) => {
          if (all) onLookup(null, addresses);
          else onLookup(null, addresses[0]?.address ?? "", addresses[0]?.family);
        },
      },
      (message) => {
        fulfil({
          status: message.statusCode,
          header: (name) => message.headers[name] ?? null,
          body: message,
          discard: () => message.destroy(),
        });
      },
    );
    request.on("error", reject);
    request.end();
  });
}

async function openWithFetch(url: URL, signal: AbortSignal): Promise<UrlAnswer> {
  const answer = await fetch(url, { headers, redirect: "manual", signal });
  return {
    status: answer.status,
    header: (name) => answer.headers.get(name),
    body: answer.body ?? new Blob().stream(),
    // A body that was read, or broke off, has nothing left to end.
    discard: () => void answer.body?.cancel().catch(() => undefined),
  };
}
