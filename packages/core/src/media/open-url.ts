import { builtinModule } from "./builtin-module.ts";

export interface UrlAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Ends the connection, read or not. */
  readonly discard: () => void;
}

/** One address of a name. */
export interface Machine {
  readonly address: string;
  readonly family: number;
}

interface NodeMessage extends AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  destroy(): void;
}

type OnLookup = (error: null, address: string | readonly Machine[] | undefined, family?: number) => void;

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
 * Asks for `url` and follows no redirect. With `machines` (Node) the connection goes to one of them and nowhere
 * else, so that a name cannot change its mind between check and use; without, global `fetch` resolves it unseen.
 */
export async function openUrl(url: URL, signal: AbortSignal, machines?: readonly Machine[]): Promise<UrlAnswer> {
  const https = machines && builtinModule<NodeHttps>("node:https");
  if (!https) return openWithFetch(url, signal);
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      {
        // A shared agent could hand out a connection that somebody else opened without the check.
        agent: false,
        headers,
        signal,
        lookup: (_name, { all }, onLookup) => {
          if (all) onLookup(null, machines);
          else onLookup(null, machines[0]?.address, machines[0]?.family);
        },
      },
      (message) => {
        resolve({
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
