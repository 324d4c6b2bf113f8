import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { NetworkCore } from "../shared/network-core.ts";
import type { SocketSession, WireReply, WireRequest, WireSocket } from "../shared/wire.ts";

interface UpgradeRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

const webSockets = new WebSocketServer({ noServer: true, clientTracking: false });

/** Turns an HTTP connection into a WebSocket, or answers why not. */
export function acceptUpgrade(core: NetworkCore, request: WireRequest, upgrade: UpgradeRequest): void {
  const { socket } = upgrade;
  // A client that is gone before the answer is no failure of the sandbox.
  socket.on("error", () => socket.destroy());
  const accepted = core.upgrade(request);
  if (accepted === "dropped") {
    socket.destroy();
    return;
  }
  if (typeof accepted !== "function") {
    refuse(socket, accepted);
    return;
  }
  webSockets.handleUpgrade(upgrade.request, socket, upgrade.head, (webSocket) => {
    attach(webSocket, accepted);
  });
}

function attach(webSocket: WebSocket, accept: (socket: WireSocket) => SocketSession): void {
  const session = accept({
    send: (text) => {
      webSocket.send(text);
    },
    close: (code, reason) => {
      webSocket.close(code, reason);
    },
    destroy: () => {
      webSocket.terminate();
    },
  });
  webSocket.on("message", (data, isBinary) => {
    if (!isBinary) session.message((data as Buffer).toString("utf8"));
  });
  webSocket.on("error", () => {
    webSocket.terminate();
  });
  webSocket.once("close", () => {
    session.closed();
  });
}

function refuse(socket: Duplex, reply: WireReply): void {
  const body = typeof reply.body === "string" ? reply.body : "";
  const head = [
    `HTTP/1.1 ${String(reply.status)} ${STATUS_CODES[reply.status] ?? ""}`,
    ...Object.entries(reply.headers).map(([name, value]) => `${name}: ${value}`),
    "connection: close",
    `content-length: ${String(Buffer.byteLength(body))}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
