import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy on this machine that hands requests on and can keep the answer to itself. */
export interface DroppingProxy extends AsyncDisposable {
  readonly origin: string;
  /** The next request to `path` is done, and its connection closed in place of an answer. */
  dropNext(path: string): void;
  /** What was asked, as `METHOD path`. */
  readonly requests: readonly string[];
}

export async function startDroppingProxy(target: string): Promise<DroppingProxy> {
  const requests: string[] = [];
  let dropped: string | undefined;

  const pass = (from: IncomingMessage, to: ServerResponse): void => {
    const { method = "GET", url = "/", headers } = from;
    const path = url.split("?", 1)[0] ?? "";
    requests.push(`${method} ${path}`);
    const isDropped = path === dropped;
    if (isDropped) dropped = undefined;
    const onward = request(new URL(url, target), { method, headers: { ...headers, host: new URL(target).host } });
    onward.on("response", (answer) => {
      if (isDropped) {
        // Only once the whole answer is there has the server done all it was asked.
        answer.resume().on("end", () => from.socket.destroy());
        return;
      }
      to.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(to);
    });
    onward.on("error", () => from.socket.destroy());
    from.pipe(onward);
  };

  const server = createServer(pass);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    dropNext: (path) => (dropped = path),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
