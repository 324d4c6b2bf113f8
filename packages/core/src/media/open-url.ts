import { builtinModule } from "./builtin-module.ts";

export interface UrlAnswer {
  readonly status: number;
  header(name: string): string | null;
  readonly body: AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Ends the connection without reading on. */
  discard(): void;
}

/** One machine that a name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** How names become addresses and addresses are judged, so that a test can do both. */
export interface Resolver {
  /** `undefined` where the runtime keeps name resolution to itself. */
  readonly lookup?: ((name: string) => Promise<readonly ResolvedAddress[]>) | undefined;
  /** Throws where the address must not be connected to. */
  check(addresses: readonly ResolvedAddress[]): void;
}

type LookupAnswer = (error: null, address: unknown, family?: number) => void;

interface NodeMessage extends AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  destroy(): void;
}

interface NodeHttps {
  request(
    url: URL,
    options: {
      agent: false;
      signal: AbortSignal;
      headers: Record<string, string>;
      lookup(name: string, options: { all?: boolean }, answer: LookupAnswer): void;
    },
    onAnswer: (message: NodeMessage) => void,
  ): { on(event: "error", onError: (error: Error) => void): void; end(): void };
}
