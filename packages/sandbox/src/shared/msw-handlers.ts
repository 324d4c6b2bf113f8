import { http, HttpResponse, ws, type RequestHandler, type WebSocketHandler } from "msw";
import type { NetworkCore } from "./network-core.ts";
import type { StreamBody, WireAnswer, WireRequest } from "./wire.ts";

/** What a server has that lives in memory only. */
export interface InMemory {
  /** Its endpoints and WebSockets, for msw's `setupServer`. */
  readonly handlers: readonly (RequestHandler | WebSocketHandler)[];
}

const verbs = { GET: http.get, POST: http.post, PUT: http.put, DELETE: http.delete };

/** One msw handler an endpoint, one for every other path of the server, and one for each WebSocket. */
export function createMswHandlers(core: NetworkCore, baseUrl: string): InMemory["handlers"] {
  const resolve = async ({ request }: { readonly request: Request }): Promise<Response> =>
    toResponse(await core.serve(await toWireRequest(request)), request.signal);
  const socketUrl = baseUrl.replace(/^http/, "ws");
  return [
    ...core.sockets.map((path) => createSocketHandler(core, socketUrl + path)),
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

type Link = ReturnType<typeof ws.link>;
const links = new Map<string, Link>();

/** One link an address: msw keeps each for ever, and tests make a new server for every test. */
function linkTo(url: string): Link {
  const known = links.get(url);
  if (known !== undefined) return known;
  const link = ws.link(url);
  links.set(url, link);
  return link;
}

/** Under msw a handshake cannot be refused: a refused socket opens and is closed at once. */
function createSocketHandler(core: NetworkCore, url: string): WebSocketHandler {
  return linkTo(url).addEventListener("connection", ({ client, info }) => {
    const { pathname, searchParams } = new URL(client.url);
    const protocols = info.protocols;
    const protocol = typeof protocols === "string" ? protocols : protocols?.[0];
    const accepted = core.upgrade({
      method: "GET",
      path: pathname,
      query: searchParams,
      body: new Uint8Array(),
      header: (name) => (name === "sec-websocket-protocol" ? protocol : undefined),
    });
    if (typeof accepted !== "function") {
      client.close(1008, "refused");
      return;
    }
    const session = accepted({
      send: (text) => {
        client.send(text);
      },
      close: (code, reason) => {
        client.close(code, reason);
      },
      destroy: () => {
        client.close(1011, "terminated");
      },
    });
    client.addEventListener("message", (event) => {
      if (typeof event.data === "string") session.message(event.data);
    });
    client.addEventListener("close", () => {
      session.closed();
    });
  });
}
