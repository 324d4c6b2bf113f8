import { ConfigError, NetworkError } from "@carecast/adapter";
import { requireSafeOrigin } from "../http/base-url.ts";
import { onAbort } from "../transport/on-abort.ts";
import { FrameBuffer } from "./frame-buffer.ts";
import { watchIdle } from "./watch-idle.ts";

export interface WebSocketOptions {
  /** For errors. */
  readonly network: string;
  /** `wss:`, or `ws:` on this machine. It may hold a token: it appears in no error. */
  readonly url: string;
  readonly protocols?: readonly string[];
  readonly signal: AbortSignal;
  /** Milliseconds until the connection must stand. Default 30 000. */
  readonly timeoutMs?: number;
  /** Milliseconds without a frame after which it counts as broken, as no other sign may come. Default 300 000. */
  readonly idleTimeoutMs?: number;
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
 * @throws ConfigError with path `url` or `protocols`.
 * @throws NetworkError when the connection does not come about, breaks or falls silent.
 * @throws StreamError, retryable, when the reader is too slow.
 * @throws `signal.reason` at once when the signal aborts.
 */
export async function openWebSocket(options: WebSocketOptions): Promise<TextSocket> {
  const { network, signal, timeoutMs = 30_000, idleTimeoutMs = 300_000 } = options;
  signal.throwIfAborted();
  const socket = createSocket(options);
  const frames = new FrameBuffer(network, options.maxBufferedCharacters ?? 8_000_000);
  const fail = (what: string): void => {
    frames.end(new NetworkError(`${network}: the WebSocket ${what}.`, { network }));
  };
  const forget = onAbort(signal, () => {
    frames.end(signal.reason);
  });
  const opening = watchIdle(timeoutMs, () => {
    fail(`did not open within ${timeoutMs} ms`);
  });
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    frames.onEnd = () => {
      forget();
      socket.close();
      resolve();
    };
  });
  // The event's own message can hold the address; its close event says the same with a number.
  socket.addEventListener("error", () => {
    fail("broke");
  });
  socket.addEventListener("close", ({ code }) => {
    if (code === 1000 || code === 1001) frames.end(undefined);
    else fail(`closed with code ${code}`);
  });
  await opened;
  opening.stop();
  frames.throwIfFailed();
  const idle = watchIdle(idleTimeoutMs, () => {
    fail(`was silent for ${idleTimeoutMs} ms`);
  });
  socket.addEventListener("message", ({ data }) => {
    idle.alive();
    if (typeof data === "string") frames.push(data);
  });
  return {
    send: (text) => {
      socket.send(text);
    },
    [Symbol.asyncIterator]: async function* () {
      try {
        yield* frames.read();
      } finally {
        idle.stop();
        frames.end(undefined);
      }
    },
  };
}

function createSocket({ network, url, protocols = [] }: WebSocketOptions): WebSocket {
  requireSafeOrigin(network, url, "url", { secure: "wss:", plain: "ws:" });
  try {
    return new WebSocket(url, [...protocols]);
  } catch {
    // The platform's message repeats the protocols, and some servers take a token there.
    throw new ConfigError(`${network}: protocols must be names without spaces, each once.`, {
      network,
      path: "protocols",
    });
  }
}
