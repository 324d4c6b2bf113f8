import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { NetworkCore } from "../shared/network-core.ts";
import type { StreamBody, WireAnswer, WireRequest } from "../shared/wire.ts";
import { acceptUpgrade } from "./accept-upgrade.ts";

/** A port on loopback that waits for its network. */
export interface Listener {
  readonly origin: string;
  /** Everything that comes is answered by `core` from now on. */
  serve(core: NetworkCore): void;
  /** Ends the port and every connection at once. */
  close(): Promise<void>;
}

/** Opens a free port on 127.0.0.1. */
export async function openListener(): Promise<Listener> {
  let core: NetworkCore | undefined;
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    if (core !== undefined) answerRequest(core, request, response);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    if (core !== undefined) acceptUpgrade(core, toWireRequest(request, empty), { request, socket, head });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    serve(network) {
      core = network;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const empty = new Uint8Array();

function answerRequest(core: NetworkCore, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Uint8Array[] = [];
  request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  request.on("end", () => {
    const [only] = chunks;
    const body = only === undefined ? empty : chunks.length === 1 ? only : Buffer.concat(chunks);
    core.serve(toWireRequest(request, body)).then(
      (answer) => {
        send(answer, request, response);
      },
      () => request.socket.destroy(),
    );
  });
}

function send(answer: WireAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === "dropped") {
    request.socket.destroy();
    return;
  }
  const { status, headers, body } = answer;
  if (typeof body === "function") {
    response.writeHead(status, headers);
    stream(body, request, response);
    return;
  }
  const length = body === null ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(status, { ...headers, "content-length": length });
  response.end(body ?? undefined);
}

function stream(body: StreamBody, request: IncomingMessage, response: ServerResponse): void {
  response.flushHeaders();
  const leave = body({
    write: (text) => response.write(text),
    destroy: () => request.socket.destroy(),
  });
  response.once("close", leave);
  // A reader may be gone before anybody here has heard of it.
  response.on("error", () => request.socket.destroy());
}

function toWireRequest(request: IncomingMessage, body: Uint8Array): WireRequest {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  let query: URLSearchParams | undefined;
  return {
    method: request.method ?? "GET",
    path: mark === -1 ? target : target.slice(0, mark),
    // Most requests have no query, and parsing one costs more than finding the route.
    get query() {
      query ??= new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1));
      return query;
    },
    body,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
  };
}
