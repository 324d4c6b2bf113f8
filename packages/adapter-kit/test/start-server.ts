import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export type TestListener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface TestServer extends AsyncDisposable {
  readonly server: Server;
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly origin: string;
}

/** A server on a free port of this machine; disposing it drops every connection. */
export async function startServer(listener: TestListener): Promise<TestServer> {
  const server = createServer((request, response) => void listener(request, response));
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      // Also those that became WebSockets, which the server no longer knows.
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
