import { http, HttpResponse, type RequestHandler } from "msw";
import type { NetworkCore } from "./network-core.ts";
import type { StreamBody, WireAnswer, WireRequest } from "./wire.ts";

const verbs = { GET: http.get, POST: http.post, PUT: http.put, DELETE: http.delete };

/** One msw handler an endpoint, and one for every other path of the server. */
export function createMswHandlers(core: NetworkCore, baseUrl: string): readonly RequestHandler[] {
  const resolve = async ({ request }: { readonly request: Request }): Promise<Response> =>
    toResponse(await core.serve(await toWireRequest(request)), request.signal);
  return [
    ...core.routes.map((route) => verbs[route.method](baseUrl + route.path, resolve)),
    http.all(`${baseUrl}/*`, resolve),
  ];
}

async function toWireRequest(request: Request): Promise<WireRequest> {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    body: new Uint8Array(await request.arrayBuffer()),
    header: (name) => request.headers.get(name) ?? undefined,
  };
}

function toResponse(answer: WireAnswer, signal: AbortSignal): Response {
  if (answer === "dropped") return HttpResponse.error();
  const { status, headers, body } = answer;
  if (typeof body === "function") return new Response(toStream(body, signal), { status, headers });
  return new Response(typeof body === "string" || body === null ? body : new Uint8Array(body), { status, headers });
}

function toStream(start: StreamBody, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let leave: (() => void) | undefined;
  const end = (): void => {
    leave?.();
    leave = undefined;
  };
  signal.addEventListener("abort", end, { once: true });
  return new ReadableStream({
    start(controller) {
      leave = start({
        write: (text) => {
          controller.enqueue(encoder.encode(text));
        },
        destroy: () => {
          end();
          controller.error(new TypeError("terminated"));
        },
      });
    },
    cancel: end,
  });
}
