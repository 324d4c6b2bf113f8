import ky, { isTimeoutError } from "ky";
import { toNetworkError, tooLargeError, timeoutError } from "./failure.ts";
import { onAbort } from "./on-abort.ts";
import type { Transport, TransportAnswer, TransportRequest } from "./transport.ts";

/** A transport on ky and the platform's `fetch`: browsers, workers, Bun, Deno, and Node as well. */
export function createTransport(): Transport {
  return { send };
}

/** The instance that everybody shares who does not bring a transport. */
export const defaultTransport: Transport = createTransport();

async function send(request: TransportRequest): Promise<TransportAnswer> {
  const { signal, url, timeoutMs } = request;
  signal?.throwIfAborted();
  try {
    const response = await ky(url, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body as BodyInit }),
      ...(signal && { signal }),
      // With a repetition allowed ky clones every request.
      retry: 0,
      timeout: timeoutMs,
      throwHttpErrors: false,
      // A followed redirect would take the Authorization header along.
      redirect: "manual",
    });
    return toAnswer(response, request);
  } catch (error) {
    signal?.throwIfAborted();
    throw isTimeoutError(error) ? timeoutError(url, timeoutMs) : toNetworkError(error, url);
  }
}

function toAnswer(response: Response, request: TransportRequest): TransportAnswer {
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    text: (maxBytes) => readText(response, request, maxBytes),
    chunks: () => readChunks(response, request),
    discard: async () => {
      await response.body?.cancel().catch(() => {});
    },
  };
}

async function readText(response: Response, request: TransportRequest, maxBytes: number): Promise<string> {
  const { timeoutMs, url } = request;
  let timedOut = false;
  const body = new BodyReader(response, request);
  const timer = setTimeout(() => {
    timedOut = true;
    body.cancel();
  }, timeoutMs);
  try {
    const decoder = new TextDecoder();
    let text = "";
    let bytes = 0;
    for (let chunk = await body.read(); chunk !== undefined; chunk = await body.read()) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLargeError(url, maxBytes);
      text += decoder.decode(chunk, { stream: true });
    }
    if (timedOut) throw timeoutError(url, timeoutMs);
    return text + decoder.decode();
  } finally {
    clearTimeout(timer);
    body.close();
  }
}

async function* readChunks(response: Response, request: TransportRequest): AsyncGenerator<Uint8Array> {
  const body = new BodyReader(response, request);
  try {
    for (let chunk = await body.read(); chunk !== undefined; chunk = await body.read()) yield chunk;
  } finally {
    body.close();
  }
}

/**
 * The body of a response that ends when the signal aborts.
 *
 * The signal was given to fetch already, but Node forgets it together with the request object, which nobody holds any
 * more once the headers are there: after the next garbage collection an abort would no longer end the stream.
 */
class BodyReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #request: TransportRequest;
  readonly #forget: (() => void) | undefined;

  constructor(response: Response, request: TransportRequest) {
    this.#reader = response.body?.getReader();
    this.#request = request;
    this.#forget =
      request.signal &&
      onAbort(request.signal, () => {
        this.cancel();
      });
  }

  async read(): Promise<Uint8Array | undefined> {
    const { signal, url } = this.#request;
    try {
      signal?.throwIfAborted();
      const step = await this.#reader?.read();
      signal?.throwIfAborted();
      return step?.value;
    } catch (error) {
      signal?.throwIfAborted();
      throw toNetworkError(error, url);
    }
  }

  /** Closes the connection; a read that waits ends as if the body were over. */
  cancel(): void {
    this.#reader?.cancel().catch(() => {
      // It is broken already.
    });
  }

  close(): void {
    this.#forget?.();
    this.cancel();
  }
}
