import { defaultTransport } from "@carecast/adapter-kit/transport";
import { isCarecastError, systemClock, type Clock } from "@carecast/adapter";
import type { TransportAnswer, TransportRequest } from "../transport/transport.ts";
import { parseBaseUrl } from "./base-url.ts";
import { grant, type HeaderFields } from "./grant.ts";
import type { Http, HttpAnswer, HttpOptions, HttpRequest } from "./http-types.ts";
import { openStream } from "./open-stream.ts";
import { readRate } from "./read-rate.ts";
import { ShapeError } from "./reader.ts";
import { repeatSafely } from "./repeat.ts";
import { toThrown } from "./to-thrown.ts";
import { toUrl } from "./to-url.ts";

/**
 * An HTTP client for one service.
 *
 * Repeats safe requests by itself (at most twice), never others; follows no redirect; lets no error of the client
 * below out.
 *
 * @throws ConfigError with path `baseUrl`.
 */
export function createHttp(options: HttpOptions): Http {
  const { network, authorize, toError } = options;
  const baseUrl = parseBaseUrl(network, options.baseUrl);
  const transport = options.transport ?? defaultTransport;
  const clock = options.clock ?? systemClock;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const maxBytes = options.maxAnswerBytes ?? 5_000_000;

  async function send(request: HttpRequest, signal = request.signal, endless = false): Promise<TransportAnswer> {
    const granted =
      authorize !== undefined && request.authorize !== false ? await grant(network, authorize, signal) : undefined;
    const answer = await transport.send({
      method: request.method ?? "GET",
      url: toUrl(network, baseUrl, request),
      headers: toHeaders(granted, request),
      body: request.json === undefined ? (request.form ?? request.body) : JSON.stringify(request.json),
      timeoutMs: request.timeoutMs ?? timeoutMs + measureUploadMs(request),
      signal,
      endless,
    } satisfies TransportRequest);
    tellRate(request, answer, clock);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw toError({
      status: answer.status,
      header: answer.header,
      json: await readErrorBody(answer, maxBytes, signal),
      irreversible: request.irreversible === true,
    });
  }

  async function attempt<T>(request: HttpRequest, take: (answer: TransportAnswer) => Promise<T>): Promise<T> {
    try {
      return await take(await send(request));
    } catch (error) {
      throw toThrown(error, network, request);
    }
  }

  function run<T>(request: HttpRequest, take: (answer: TransportAnswer) => Promise<T>): Promise<T> {
    const safe = request.safe ?? (request.method === undefined || request.method === "GET");
    return safe ? repeatSafely(() => attempt(request, take), clock, request.signal) : attempt(request, take);
  }

  async function readAnswer(answer: TransportAnswer): Promise<HttpAnswer> {
    const text = await answer.text(maxBytes);
    return { status: answer.status, header: answer.header, json: text === "" ? undefined : parseJson(text) };
  }

  return {
    json: (request, read) => run(request, async (answer) => readShape(parseJson(await answer.text(maxBytes)), read)),
    answer: (request) => run(request, readAnswer),
    stream: (request) =>
      openStream((signal) => send(request, signal, true), {
        network,
        idleTimeoutMs: request.idleTimeoutMs ?? 300_000,
        signal: request.signal,
        toThrown: (error) => toThrown(error, network, request),
      }),
  };
}

function toHeaders(granted: HeaderFields | undefined, request: HttpRequest): HeaderFields {
  const headers: Record<string, string> = { accept: "application/json", ...granted };
  if (request.json !== undefined) headers["content-type"] = "application/json";
  return request.headers === undefined ? headers : { ...headers, ...request.headers };
}

function tellRate({ tellRate: tell, budget }: HttpRequest, { header }: TransportAnswer, clock: Clock): void {
  const rate = tell && readRate(header, clock.now());
  if (rate) tell({ of: budget ?? "requests", ...rate });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the body.
    throw new ShapeError("is not JSON");
  }
}

function readShape<T>(value: unknown, read: (value: unknown) => T): T {
  try {
    return read(value);
  } catch (error) {
    // A reader's own TypeError may quote what it read.
    throw isCarecastError(error) || error instanceof ShapeError ? error : new ShapeError("has another shape");
  }
}

/** The status already says that it failed: a body that cannot be read adds nothing and must not hide that. */
async function readErrorBody(
  answer: TransportAnswer,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  try {
    return JSON.parse(await answer.text(maxBytes)) as unknown;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** What an upload may take over the time limit: a second for every 50 kB, a slow line in a hospital. */
function measureUploadMs({ form, body }: HttpRequest): number {
  if (body !== undefined) return ("size" in body ? body.size : body.length) / 50;
  let bytes = 0;
  if (form !== undefined) for (const value of form.values()) bytes += typeof value === "string" ? 0 : value.size;
  return bytes / 50;
}
