import { Agent } from "undici";
import type { Dispatcher } from "undici";
import { toNetworkError, tooLargeError, timeoutError } from "./failure.ts";
import type { Transport, TransportAnswer, TransportRequest } from "./transport.ts";

export interface UndiciTransportOptions {
  /** Connections to one origin; more requests wait in line. Default 32. There is no limit over all origins. */
  readonly connectionsPerOrigin?: number;
  /** Milliseconds until a connection must exist. Default 10 000. */
  readonly connectTimeoutMs?: number;
}

/** A transport on undici's `request`, the fastest HTTP client on Node. */
export function createTransport(options: UndiciTransportOptions = {}): Transport {
  const agent = new Agent({
    connections: options.connectionsPerOrigin ?? 32,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    pipelining: 1,
    allowH2: false,
  });
  return { send: (request) => send(agent, request) };
}

/** The instance that everybody shares who does not bring a transport. */
export const defaultTransport: Transport = createTransport();

async function send(agent: Agent, request: TransportRequest): Promise<TransportAnswer> {
  const { url, signal, timeoutMs } = request;
  const pathAt = url.indexOf("/", 8);
  let { headers, body } = request;
  try {
    if (body instanceof FormData) {
      // The platform's FormData is not the one that the package undici knows; Response writes it out with its boundary.
      const form = new Response(body);
      headers = { ...headers, "content-type": form.headers.get("content-type") ?? "multipart/form-data" };
      body = await form.bytes();
    }
    const answer = await agent.request({
      origin: pathAt < 0 ? url : url.slice(0, pathAt),
      path: pathAt < 0 ? "/" : url.slice(pathAt),
      method: request.method as Dispatcher.HttpMethod,
      headers,
      body: toBody(body),
      headersTimeout: timeoutMs,
      bodyTimeout: 0,
      ...(signal && { signal }),
    });
    return toAnswer(answer, request);
  } catch (error) {
    signal?.throwIfAborted();
    throw toNetworkError(error, url);
  }
}

/** undici also takes a `Blob`, which its types leave out. */
function toBody(body: TransportRequest["body"]): NonNullable<Dispatcher.DispatchOptions["body"]> | null {
  return (body ?? null) as string | Uint8Array | null;
}

function toAnswer(answer: Dispatcher.ResponseData, { url, timeoutMs, signal }: TransportRequest): TransportAnswer {
  const { body, headers } = answer;
  return {
    status: answer.statusCode,
    header: (name) => {
      const value = headers[name.toLowerCase()];
      return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
    },
    text: (maxBytes) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        const timer = setTimeout(() => {
          reject(timeoutError(url, timeoutMs));
          body.destroy();
        }, timeoutMs);
        body
          .on("data", (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes <= maxBytes) return void chunks.push(chunk);
            reject(tooLargeError(url, maxBytes));
            body.destroy();
          })
          .on("error", (error) => {
            clearTimeout(timer);
            reject(signal?.aborted ? (signal.reason as Error) : toNetworkError(error, url));
          })
          .on("end", () => {
            clearTimeout(timer);
            resolve(Buffer.concat(chunks).toString("utf8"));
          });
      }),
    async *chunks() {
      try {
        yield* body as AsyncIterable<Uint8Array>;
      } catch (error) {
        signal?.throwIfAborted();
        throw toNetworkError(error, url);
      }
    },
    discard: async () => {
      body.on("error", () => {}).destroy();
    },
  };
}
