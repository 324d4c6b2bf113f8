import { NetworkError } from "@carecast/adapter";
import { requireSafeOrigin } from "../http/base-url.ts";
import { FrameBuffer } from "./frame-buffer.ts";

export interface WebSocketOptions {
  /** For errors. */
  readonly network: string;
  /** `wss:`, or `ws:` on this machine. It may hold a token: it appears in no error. */
  readonly url: string;
  readonly protocols?: readonly string[];
  readonly signal: AbortSignal;
  /**
   * Characters that may wait for the reader. Default 8 million. A WebSocket cannot be told to slow down, so above it
   * the connection is closed and the iteration throws.
   */
  readonly maxBufferedCharacters?: number;
}

/** The text frames of one connection, to be iterated once; leaving the loop closes the connection. */
export interface TextSocket extends AsyncIterable<string> {
  send(text: string): void;
}

/**
 * Opens a WebSocket and resolves once it stands.
 *
 * The iteration ends when the server closes normally (1000, 1001).
 *
 * @throws ConfigError with path `url`.
 * @throws NetworkError when the connection does not come about or breaks, StreamError (retryable) when the reader is too slow.
 * @throws `signal.reason` at once when the signal aborts.
 */
export async function openWebSocket(options: WebSocketOptions): Promise<TextSocket> {
  const { network, url, protocols = [], signal, maxBufferedCharacters = 8_000_000 } = options;
  requireSafeOrigin(network, url, "url", { secure: "wss:", plain: "ws:" });
  signal.throwIfAborted();
  const socket = new WebSocket(url, [...protocols]);
  const frames = new FrameBuffer(network, maxBufferedCharacters, () => {
    socket.close();
  });
  const onAbort = (): void => {
    frames.end(signal.reason);
    socket.close();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    frames.onEnd = resolve;
  });
  socket.addEventListener("message", ({ data }) => {
    if (typeof data === "string") frames.push(data);
  });
  // The event's own message can hold the address; the close event that follows says enough.
  socket.addEventListener("error", () => {
    frames.end(new NetworkError(`${network}: the WebSocket broke.`, { network }));
  });
  socket.addEventListener("close", ({ code }) => {
    signal.removeEventListener("abort", onAbort);
    const normal = code === 1000 || code === 1001;
    frames.end(normal ? undefined : new NetworkError(`${network}: the WebSocket closed (${code}).`, { network }));
  });
  await opened;
  frames.throwIfFailed();
  return {
    send: (text) => {
      socket.send(text);
    },
    [Symbol.asyncIterator]: async function* () {
      try {
        yield* frames.read();
      } finally {
        signal.removeEventListener("abort", onAbort);
        socket.close();
      }
    },
  };
}
