import { once } from "node:events";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { catchError } from "../../test/find-leaks.ts";
import { startServer, type TestServer } from "../../test/start-server.ts";
import { createTransport } from "./undici-transport.ts";

describe("the transport on undici", () => {
  it("caps the requests in flight for each origin, and none over all", async () => {
    const transport = createTransport({ connectionsPerOrigin: 2 });
    const waiting: (() => void)[] = [];
    let most = 0;
    const hold = async (): Promise<TestServer> => {
      let open = 0;
      return startServer((_incoming, response) => {
        most = Math.max(most, ++open);
        waiting.push(() => {
          open--;
          response.end();
        });
        // Two origins with two connections each: all four are here at once, or this never ends.
        if (waiting.length >= 4) for (const go of waiting.splice(0)) go();
      });
    };
    await using one = await hold();
    await using two = await hold();
    const sending = [one, one, one, one, two, two, two, two].map(async ({ origin }) => {
      const answer = await transport.send({ method: "GET", url: origin, headers: {}, timeoutMs: 5_000 });
      return answer.text(10);
    });
    await Promise.all(sending);
    expect(most).toBe(2);
  });

  it("lets go at once of a request that still waits for a connection", async () => {
    const transport = createTransport({ connectionsPerOrigin: 1 });
    const sockets: Socket[] = [];
    await using server = await startServer((incoming) => {
      sockets.push(incoming.socket);
    });
    const send = (signal?: AbortSignal, timeoutMs = 5_000): Promise<unknown> =>
      catchError(() => transport.send({ method: "GET", url: server.origin, headers: {}, timeoutMs, signal }));
    const first = send();
    await once(server.server, "request");
    const controller = new AbortController();
    const second = send(controller.signal);
    controller.abort("left");
    expect(await second).toBe("left");
    expect(await send(undefined, 20)).toMatchObject({ code: "network", outcome: "unknown" });
    for (const socket of sockets) socket.destroy();
    await first;
    expect(sockets).toHaveLength(1);
  });
});
