import { EventEmitter } from "node:events";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { timeoutError, toNetworkError, tooLargeError } from "./failure.ts";
import { onAbort } from "./on-abort.ts";
import type { Transport, TransportAnswer, TransportRequest } from "./transport.ts";

export interface UndiciTransportOptions {
  /** Connections to one origin; more requests wait in line. Default 32. There is no limit over all origins. */
  readonly connectionsPerOrigin?: number;
  /** Milliseconds until a connection must stand. Default 10 000. */
  readonly connectTimeoutMs?: number;
}

/** A transport on undici's `request`, the fastest HTTP client on Node. */
export function createTransport(options: UndiciTransportOptions = {}): Transport {
  const settings: Agent.Options = {
    // One connector for all: a broadcast meets a thousand origins at once, and undici would make one for each.
    connect: buildConnector({ timeout: options.connectTimeoutMs ?? 10_000, allowH2: false }),
    // One request at a time on a connection: when it breaks, exactly one outcome is unknown.
    pipelining: 1,
    allowH2: false,
    // The time limits are those of `Cutoff`, which also count the wait for a connection.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const answering = new Agent({ ...settings, connections: options.connectionsPerOrigin ?? 32 });
  const streaming = new Agent(settings);
  return {
    send: (request) => {
      const agent = request.endless === true ? streaming : answering;
      return request.body instanceof FormData ? sendForm(agent, request, request.body) : send(agent, request);
    },
  };
}

/** The instance that everybody shares who does not bring a transport. */
export const defaultTransport: Transport = createTransport();

/** The platform's `FormData` is not the one that the package undici knows; `Response` writes it out with its boundary. */
async function sendForm(agent: Agent, request: TransportRequest, form: FormData): Promise<TransportAnswer> {
  const response = new Response(form);
  const contentType = response.headers.get("content-type") ?? "multipart/form-data";
  const body = await response.bytes();
  return send(agent, { ...request, headers: { ...request.headers, "content-type": contentType }, body });
}

function send(agent: Agent, request: TransportRequest): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    if (request.signal?.aborted === true) {
      reject(request.signal.reason as Error);
      return;
    }
    const { url } = request;
    const pathAt = url.indexOf("/", url.indexOf("//") + 2);
    const cutoff = new Cutoff(request);
    cutoff.onCut = reject;
    agent.request(
      {
        origin: pathAt < 0 ? url : url.slice(0, pathAt),
        path: pathAt < 0 ? "/" : url.slice(pathAt),
        method: request.method,
        headers: request.headers,
        // undici also takes a Blob, which its types leave out.
        body: (request.body ?? null) as string | Uint8Array | null,
        signal: cutoff,
      },
      (error, answer) => {
        if (error === null) {
          cutoff.stopTimer();
          resolve(toAnswer(answer, request, cutoff));
        } else {
          cutoff.close();
          reject(toNetworkError(error, url));
        }
      },
    );
  });
}

function toAnswer(answer: Dispatcher.ResponseData, request: TransportRequest, cutoff: Cutoff): TransportAnswer {
  const { body, headers } = answer;
  return {
    status: answer.statusCode,
    header: (name) => {
      const value = headers[name.toLowerCase()];
      return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
    },
    text: (maxBytes) => readText(body, request, cutoff, maxBytes),
    chunks: () => readChunks(body, request, cutoff),
    discard: () => {
      cutoff.close();
      body.on("error", ignore).destroy();
      return Promise.resolve();
    },
  };
}

type Body = Dispatcher.ResponseData["body"];

function readText(body: Body, request: TransportRequest, cutoff: Cutoff, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    cutoff.onCut = reject;
    cutoff.startTimer();
    body
      .on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= maxBytes) {
          chunks.push(chunk);
          return;
        }
        reject(tooLargeError(request.url, maxBytes));
        body.destroy();
      })
      .on("error", (error) => {
        cutoff.close();
        reject(toNetworkError(error, request.url));
      })
      .on("end", () => {
        cutoff.close();
        resolve(
          chunks.length === 1 && chunks[0] !== undefined ? chunks[0].toString() : Buffer.concat(chunks).toString(),
        );
      });
  });
}

async function* readChunks(body: Body, { url }: TransportRequest, cutoff: Cutoff): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (error) {
    throw cutoff.wasCut ? cutoff.reason : toNetworkError(error, url);
  } finally {
    cutoff.close();
  }
}

function ignore(): void {}

/**
 * Ends one exchange early: when its time is over or its caller aborts.
 *
 * undici takes an `EventEmitter` for a signal, at a fraction of the price of an `AbortSignal`; but it looks at it only
 * once the request has a connection. Whoever waits is therefore told directly, through `onCut`.
 */
class Cutoff extends EventEmitter {
  wasCut = false;
  reason: unknown;
  onCut: (reason: unknown) => void = () => {};
  readonly #request: TransportRequest;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #forget: (() => void) | undefined;

  constructor(request: TransportRequest) {
    super();
    this.#request = request;
    const { signal } = request;
    if (signal !== undefined) {
      this.#forget = onAbort(signal, () => {
        this.#cut(signal.reason);
      });
    }
    this.startTimer();
  }

  startTimer(): void {
    this.#timer = setTimeout(cutAtTimeout, this.#request.timeoutMs, this);
  }

  stopTimer(): void {
    clearTimeout(this.#timer);
  }

  /** The exchange is over. */
  close(): void {
    this.stopTimer();
    this.#forget?.();
  }

  cutAtTimeout(): void {
    this.#cut(timeoutError(this.#request.url, this.#request.timeoutMs));
  }

  #cut(reason: unknown): void {
    this.close();
    this.wasCut = true;
    this.reason = reason;
    this.onCut(reason);
    this.emit("abort");
  }
}

function cutAtTimeout(cutoff: Cutoff): void {
  cutoff.cutAtTimeout();
}
