/** One request as both doors (node:http and msw) hand it to a network. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  header(name: string): string | undefined;
}

/** What a network answers. `dropped` closes the connection without a byte. */
export type WireAnswer = WireReply | "dropped";

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | StreamBody | null;
  /** Leaves out the headers that every answer of the network carries. */
  readonly bare?: true;
}

/** Starts an endless body. The function that it returns is called once, when the reader has gone. */
export type StreamBody = (sink: StreamSink) => () => void;

export interface StreamSink {
  write(text: string): void;
  /** Ends the connection in the middle, as a broken network does. */
  destroy(): void;
}

/** The server's side of an open WebSocket. */
export interface WireSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  destroy(): void;
}

export interface SocketSession {
  message(text: string): void;
  closed(): void;
}

/** What becomes of an upgrade request: an answer refuses it, a function accepts it. */
export type Upgrade = WireAnswer | ((socket: WireSocket) => SocketSession);

const jsonHeaders = { "content-type": "application/json; charset=utf-8" };

export function json(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): WireReply {
  return {
    status,
    headers: headers === undefined ? jsonHeaders : { ...jsonHeaders, ...headers },
    body: JSON.stringify(value),
  };
}

export function plain(text: string, status = 200): WireReply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
}

/** Thrown inside a route to refuse the request; it never leaves the network. */
export class Refusal extends Error {
  readonly reply: WireReply;

  constructor(reply: WireReply) {
    super(`refused with ${String(reply.status)}`);
    this.reply = reply;
  }
}
