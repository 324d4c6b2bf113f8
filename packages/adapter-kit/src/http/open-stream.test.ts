import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NetworkError, PlatformError } from "@carecast/adapter";
import { catchError } from "../../test/find-leaks.ts";
import { startServer, type TestServer } from "../../test/start-server.ts";
import { createTransport as createKyTransport } from "../transport/ky-transport.ts";
import { createTransport as createUndiciTransport } from "../transport/undici-transport.ts";
import { createHttp } from "./create-http.ts";
import type { Http } from "./http-types.ts";

describe.each([
  { name: "undici", create: createUndiciTransport },
  { name: "ky", create: createKyTransport },
])("a stream on $name", ({ create }) => {
  let server: TestServer;
  let http: Http;
  let closed: Promise<unknown>;
  let end: () => void;
  beforeEach(async () => {
    server = await startServer((_incoming, response) => {
      closed = once(response, "close");
      end = () => response.end();
      response.writeHead(200).write(":hello\n");
    });
    const toError = (): PlatformError => new PlatformError("demo: no.");
    http = createHttp({ network: "demo", baseUrl: server.origin, transport: create(), toError, timeoutMs: 10_000 });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server[Symbol.asyncDispose]();
  });

  it("counts as broken when nothing comes any more", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const chunks = await http.stream({ idleTimeoutMs: 1_000 });
    const error = await catchError(async () => {
      for await (const chunk of chunks) {
        expect(chunk).toHaveLength(7);
        setImmediate(() => vi.advanceTimersByTime(2_000));
      }
    });
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ network: "demo", retryable: true, message: "demo: nothing came for 1000 ms." });
    expect(vi.getTimerCount()).toBe(0);
    await closed;
  });

  it("is not broken while its reader is busy, nor while something comes in time", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const chunks = await http.stream({ idleTimeoutMs: 1_000 });
    let read = 0;
    for await (const chunk of chunks) {
      vi.advanceTimersByTime(10_000);
      read += chunk.length;
      setImmediate(() => {
        vi.advanceTimersByTime(1_000);
        end();
      });
    }
    expect(read).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("names the network when the connection breaks", async () => {
    const chunks = await http.stream({});
    const error = await catchError(async () => {
      for await (const chunk of chunks) {
        expect(chunk).toHaveLength(7);
        server.server.closeAllConnections();
      }
    });
    expect(error).toMatchObject({ code: "network", network: "demo", outcome: "not-sent" });
  });

  it("ends at once, with the reason of the signal", async () => {
    const controller = new AbortController();
    const reason = { why: "left" };
    const chunks = await http.stream({ signal: controller.signal });
    const error = await catchError(async () => {
      for await (const chunk of chunks) {
        expect(chunk).toHaveLength(7);
        queueMicrotask(() => {
          controller.abort(reason);
        });
      }
    });
    expect(error).toBe(reason);
    await closed;
  });
});
