import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { startServer, type TestServer } from "./start-server.ts";

/** One client of the test server: sends short text frames and closes, which is all that the tests need of RFC 6455. */
export interface TestClient {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  send(text: string): void;
  close(code: number): void;
}

/** A WebSocket server on a free port of this machine; its address is `origin` with `ws:`. */
export async function startWebSocketServer(onClient: (client: TestClient) => void): Promise<TestServer> {
  const server = await startServer((_incoming, response) => {
    response.writeHead(426).end();
  });
  server.server.on("upgrade", (request, stream) => {
    const socket = stream as Socket;
    const key = `${request.headers["sec-websocket-key"] ?? ""}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    const protocol = request.headers["sec-websocket-protocol"];
    const lines = ["HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: upgrade"];
    lines.push(`sec-websocket-accept: ${accept}`);
    if (protocol !== undefined) lines.push(`sec-websocket-protocol: ${protocol}`);
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    socket.on("error", () => {});
    onClient({
      request,
      socket,
      send: (text) => socket.write(writeFrame(0x1, Buffer.from(text))),
      close: (code) => socket.end(writeFrame(0x8, Buffer.from([code >> 8, code & 0xff]))),
    });
  });
  return server;
}

function writeFrame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...length]), payload]);
}
