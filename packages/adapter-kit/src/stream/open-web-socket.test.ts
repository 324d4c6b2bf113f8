import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError, NetworkError, StreamError } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import type { TestServer } from "../../test/start-server.ts";
import { startWebSocketServer, type TestClient } from "../../test/start-web-socket-server.ts";
import { openWebSocket, type TextSocket, type WebSocketOptions } from "./open-web-socket.ts";

describe("openWebSocket", () => {
  let server: TestServer;
  let onClient: (client: TestClient) => void;
  let controller: AbortController;
  beforeEach(async () => {
    onClient = () => {};
    controller = new AbortController();
    server = await startWebSocketServer((client) => {
      onClient(client);
    });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server[Symbol.asyncDispose]();
  });

  const open = (more: Partial<WebSocketOptions> = {}): Promise<TextSocket> =>
    openWebSocket({
      network: "demo",
      url: `${server.origin.replace("http:", "ws:")}/s3cret-path?access_token=s3cret-token`,
      signal: controller.signal,
      ...more,
    });
  async function readAll(socket: AsyncIterable<string>): Promise<string[]> {
    const frames: string[] = [];
    for await (const frame of socket) frames.push(frame);
    return frames;
  }

  it("gives the frames in order, those of the first packet too, and ends with a normal close", async () => {
    onClient = (client) => {
      for (const text of ["a", "é✨", "x".repeat(300)]) client.send(text);
      client.close(1000);
    };
    expect(await readAll(await open())).toEqual(["a", "é✨", "x".repeat(300)]);
  });

  it("sends text and asks for the protocols", async () => {
    const seen: unknown[] = [];
    const received = new Promise<Buffer>((resolve) => {
      onClient = (client) => {
        seen.push(client.request.url, client.request.headers["sec-websocket-protocol"]);
        client.socket.once("data", resolve);
      };
    });
    const socket = await open({ protocols: ["one"] });
    socket.send('{"type":"subscribe"}');
    const frame = await received;
    const mask = frame.subarray(2, 6);
    expect(Buffer.from(frame.subarray(6).map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString()).toBe(
      '{"type":"subscribe"}',
    );
    expect(seen).toEqual(["/s3cret-path?access_token=s3cret-token", "one"]);
  });

  it.each([
    { what: "drops", end: (client: TestClient) => client.socket.destroy() },
    {
      what: "refuses with a policy close",
      end: (client: TestClient) => {
        client.close(1008);
      },
    },
  ])("throws a NetworkError when the server $what", async ({ end }) => {
    onClient = (client) => {
      client.send("a");
      setImmediate(end, client);
    };
    const error = await catchError(async () => readAll(await open()));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ network: "demo", retryable: true });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it("throws a NetworkError when there is no WebSocket to open", async () => {
    const { origin } = server;
    await server[Symbol.asyncDispose]();
    const error = await catchError(() => open({ url: `${origin.replace("http:", "ws:")}/s3cret-path` }));
    expect(error).toBeInstanceOf(NetworkError);
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it.each([
    { url: "ws://s3cret.example.org/", path: "url" },
    { url: "https://s3cret.example.org/", path: "url" },
    { url: "wss://user:s3cret@example.org/", path: "url" },
    { protocols: ["s3cret token"], path: "protocols" },
  ])("refuses $path before it connects", async ({ path, ...more }) => {
    const error = await catchError(() => open(more));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ path });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it("gives up when the connection does not stand in time", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    server.server.removeAllListeners("upgrade");
    server.server.on("upgrade", () => vi.advanceTimersByTime(1_000));
    expect(await catchError(() => open({ timeoutMs: 1_000 }))).toMatchObject({
      message: "demo: the WebSocket did not open within 1000 ms.",
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("counts as broken when it falls silent", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onClient = (client) => {
      client.send("a");
    };
    const error = await catchError(async () => {
      for await (const frame of await open({ idleTimeoutMs: 1_000 })) {
        expect(frame).toBe("a");
        vi.advanceTimersByTime(1_000);
        setImmediate(() => vi.advanceTimersByTime(1_000));
      }
    });
    expect(error).toMatchObject({ code: "network", message: "demo: the WebSocket was silent for 1000 ms." });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("closes, and says so, when its reader is too slow", async () => {
    let client: TestClient | undefined;
    onClient = (each) => {
      client = each;
      for (let index = 0; index < 20; index++) each.send("x".repeat(10));
    };
    const socket = await open({ maxBufferedCharacters: 100 });
    const error = await catchError(async () => {
      for await (const frame of socket) {
        expect(frame).toHaveLength(10);
        if (client?.socket.readyState === "open") await once(client.socket, "data");
      }
    });
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toMatchObject({ retryable: true });
  });

  it("throws the reason of the signal at once: before, while opening, while reading", async () => {
    const reason = { why: "left" };
    const reading = catchError(async () => {
      for await (const frame of await open()) expect(frame).toBe("never");
    });
    await once(server.server, "upgrade");
    controller.abort(reason);
    expect(await reading).toBe(reason);
    expect(await catchError(() => open())).toBe(reason);

    controller = new AbortController();
    const opening = catchError(() => open());
    controller.abort(reason);
    expect(await opening).toBe(reason);
  });

  it("closes the connection when its reader leaves", async () => {
    const closed = new Promise<Buffer>((resolve) => {
      onClient = (client) => {
        client.send("a");
        client.socket.once("data", resolve);
      };
    });
    for await (const frame of await open()) {
      expect(frame).toBe("a");
      break;
    }
    // The opcode of a close frame.
    expect((await closed)[0]).toBe(0x88);
  });
});
