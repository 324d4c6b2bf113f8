import ky, { isTimeoutError } from "ky";
import { toNetworkError, tooLargeError, timeoutError } from "./failure.ts";
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
  const { timeoutMs, url, signal } = request;
  const reader = response.body?.getReader();
  if (!reader) return "";
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void reader.cancel().catch(() => {});
  }, timeoutMs);
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      bytes += step.value.length;
      if (bytes > maxBytes) throw tooLargeError(url, maxBytes);
      text += decoder.decode(step.value, { stream: true });
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (bytes <= maxBytes) throw toNetworkError(error, url);
    void reader.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
  if (timedOut) throw timeoutError(url, timeoutMs);
  return text + decoder.decode();
}

async function* readChunks(response: Response, { signal, url }: TransportRequest): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } catch (error) {
    signal?.throwIfAborted();
    throw toNetworkError(error, url);
  } finally {
    void reader.cancel().catch(() => {});
  }
}
