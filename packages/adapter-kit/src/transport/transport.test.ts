import { createServer } from "node:net";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BadResponseError, NetworkError } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { readBody, startServer, type TestServer } from "../../test/start-server.ts";
import { createTransport as createKyTransport } from "./ky-transport.ts";
import type { Transport, TransportAnswer, TransportRequest } from "./transport.ts";
import { createTransport as createUndiciTransport } from "./undici-transport.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const planted = ["s3cret-token", "s3cret-path", "s3cret-query", "s3cret-body"];

describe.each([
  { name: "undici", create: (): Transport => createUndiciTransport() },
  { name: "ky", create: (): Transport => createKyTransport() },
])("the transport on $name", ({ create }) => {
  let transport: Transport;
  let servers: TestServer[];
  beforeEach(() => {
    transport = create();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  const serve = async (...parameters: Parameters<typeof startServer>): Promise<TestServer> => {
    const server = await startServer(...parameters);
    servers.push(server);
    return server;
  };
  const request = (origin: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
    method: "POST",
    url: `${origin}/s3cret-path?q=s3cret-query`,
    headers: { authorization: "Bearer s3cret-token" },
    body: "s3cret-body",
    timeoutMs: 5_000,
    ...more,
  });

  it.each([
    { what: "a text", body: "é ✨", bytes: Buffer.from("é ✨"), type: undefined },
    { what: "bytes", body: new Uint8Array([0, 255, 10]), bytes: Buffer.from([0, 255, 10]), type: undefined },
    {
      what: "a Blob with its type",
      body: new Blob([new Uint8Array([1, 2])], { type: "image/png" }),
      bytes: Buffer.from([1, 2]),
      type: "image/png",
    },
  ])("sends $what as it is", async ({ body, bytes, type }) => {
    const seen: unknown[] = [];
    const { origin } = await serve(async (incoming, response) => {
      const { method, url, headers } = incoming;
      seen.push(method, url, headers.authorization, headers["content-length"], await readBody(incoming));
      if (type !== undefined) seen.push(headers["content-type"]);
      response.end();
    });
    const answer = await transport.send(request(origin, { method: "PUT", body }));
    expect(await answer.text(10)).toBe("");
    const expected = ["PUT", "/s3cret-path?q=s3cret-query", "Bearer s3cret-token", String(bytes.length), bytes];
    expect(seen).toEqual(type === undefined ? expected : [...expected, type]);
  });

  it("sends a form with its boundary and its length", async () => {
    let seen: FormData | undefined;
    let length: string | undefined;
    const { origin } = await serve(async (incoming, response) => {
      length = incoming.headers["content-length"];
      const headers = { "content-type": incoming.headers["content-type"] ?? "" };
      seen = await new Response(new Uint8Array(await readBody(incoming)), { headers }).formData();
      response.end();
    });
    const form = new FormData();
    form.set("description", "Blütenzweig");
    form.set("file", new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }), "a.png");
    const answer = await transport.send(request(origin, { body: form }));
    await answer.text(10);
    expect(seen?.get("description")).toBe("Blütenzweig");
    expect((seen?.get("file") as File).type).toBe("image/png");
    expect(await (seen?.get("file") as File).bytes()).toEqual(new Uint8Array([1, 2, 3]));
    expect(Number(length)).toBeGreaterThan(0);
  });

  it("gives status, headers and the whole text, also when a character is split over two packets", async () => {
    const { origin } = await serve((_incoming, response) => {
      const bytes = Buffer.from('{"text":"✨"}');
      response.writeHead(422, { "X-RateLimit-Reset": "12" });
      response.write(bytes.subarray(0, 10), () => response.end(bytes.subarray(10)));
    });
    const answer = await transport.send(request(origin));
    expect(answer.status).toBe(422);
    expect(answer.header("X-RateLimit-Reset")).toBe("12");
    expect(answer.header("x-ratelimit-reset")).toBe("12");
    expect(answer.header("retry-after")).toBeNull();
    expect(await answer.text(100)).toBe('{"text":"✨"}');
  });

  it("follows no redirect, so that the token stays at home", async () => {
    let strangers = 0;
    const stranger = await serve((_incoming, response) => {
      strangers++;
      response.end();
    });
    const { origin } = await serve((_incoming, response) => {
      response.writeHead(307, { location: stranger.origin }).end();
    });
    const answer = await transport.send(request(origin));
    await answer.discard();
    expect(answer.status).toBe(307);
    expect(strangers).toBe(0);
  });

  it("reads no more than the limit", async () => {
    const { origin } = await serve((_incoming, response) => {
      response.end("x".repeat(1001));
    });
    expect(await (await transport.send(request(origin))).text(1001)).toHaveLength(1001);
    const error = await catchError(async () => (await transport.send(request(origin))).text(1000));
    expect(error).toBeInstanceOf(BadResponseError);
    expect(findLeaks(error, planted)).toEqual([]);
  });

  it("stops an endless body at the limit and closes the connection", async () => {
    let closed: Promise<unknown> | undefined;
    const { origin } = await serve((_incoming, response) => {
      closed = once(response, "close");
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(10_000)));
        response.once("drain", more);
      };
      more();
    });
    const error = await catchError(async () => (await transport.send(request(origin))).text(100_000));
    expect(error).toBeInstanceOf(BadResponseError);
    await closed;
  });

  it("says not-sent when nobody listens", async () => {
    const server = await startServer(() => {});
    await server[Symbol.asyncDispose]();
    const error = await catchError(() => transport.send(request(server.origin)));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ outcome: "not-sent", retryable: true });
    expect(String(error)).toContain(`${server.origin} (ECONNREFUSED)`);
    expect(findLeaks(error, planted)).toEqual([]);
  });

  it("says unknown when the server takes the request and drops the connection", async () => {
    const { origin } = await serve(async (incoming) => {
      await readBody(incoming);
      incoming.socket.destroy();
    });
    const error = await catchError(() => transport.send(request(origin)));
    expect(error).toMatchObject({ code: "network", outcome: "unknown" });
    expect(findLeaks(error, planted)).toEqual([]);
  });

  it("sends once only, whatever comes back", async () => {
    let requests = 0;
    const { origin } = await serve((incoming) => {
      requests++;
      incoming.socket.destroy();
    });
    await catchError(() => transport.send(request(origin, { method: "GET", body: undefined })));
    expect(requests).toBe(1);
  });

  it("says unknown when the answer breaks off, and when it is no HTTP", async () => {
    const { origin } = await serve((incoming, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => incoming.socket.destroy());
    });
    const error = await catchError(async () => (await transport.send(request(origin))).text(1000));
    expect(error).toMatchObject({ code: "network", outcome: "unknown" });
    expect(findLeaks(error, planted)).toEqual([]);

    const babel = createServer((socket) => socket.end("no HTTP at all s3cret-body\r\n\r\n"));
    await new Promise<void>((resolve) => babel.listen(0, "127.0.0.1", resolve));
    const { port } = babel.address() as { port: number };
    const second = await catchError(() => transport.send(request(`http://127.0.0.1:${port}`)));
    babel.close();
    expect(second).toMatchObject({ code: "network", outcome: "unknown" });
    expect(findLeaks(second, planted)).toEqual([]);
  });

  it("ends at the time limit, before and after the headers", async () => {
    const { origin } = await serve((incoming, response) => {
      if (incoming.url === "/body") response.writeHead(200).write("{");
    });
    const silent = await catchError(() => transport.send(request(origin, { timeoutMs: 20 })));
    expect(silent).toMatchObject({ code: "network", outcome: "unknown" });
    expect(String(silent)).toContain("20 ms");
    const slow = { url: `${origin}/body`, timeoutMs: 200 };
    const broken = await catchError(async () => (await transport.send(request(origin, slow))).text(100));
    expect(broken).toMatchObject({ code: "network", outcome: "unknown" });
  });

  it("throws the reason of the signal, as it is, at every stage", async () => {
    const { origin } = await serve((incoming, response) => {
      if (incoming.url === "/body") response.writeHead(200).write("{");
    });
    const reason = { why: "the listener left" };
    const aborted = AbortSignal.abort(reason);
    expect(await catchError(() => transport.send(request(origin, { signal: aborted })))).toBe(reason);

    const early = new AbortController();
    const sending = transport.send(request(origin, { signal: early.signal }));
    setTimeout(() => {
      early.abort(reason);
    }, 5);
    expect(await catchError(() => sending)).toBe(reason);

    for (const read of ["text", "chunks"] as const) {
      const late = new AbortController();
      const answer = await transport.send(request(origin, { url: `${origin}/body`, signal: late.signal }));
      setTimeout(() => {
        late.abort(reason);
      }, 5);
      const error = await catchError(async () => {
        if (read === "text") await answer.text(100);
        else for await (const chunk of answer.chunks()) expect(chunk).toHaveLength(1);
      });
      expect(error).toBe(reason);
    }
  });

  it("ends on abort also after a garbage collection, when the platform has forgotten the signal", async () => {
    const { origin } = await serve((_incoming, response) => {
      response.writeHead(200).write("x");
    });
    const controller = new AbortController();
    const answer = await transport.send(request(origin, { signal: controller.signal }));
    const error = await catchError(async () => {
      for await (const chunk of answer.chunks()) {
        expect(chunk).toHaveLength(1);
        setImmediate(() => {
          collectGarbage();
          controller.abort("left");
        });
      }
    });
    expect(error).toBe("left");
  });

  it("keeps no timer, neither while a body comes in chunks nor at the end", async () => {
    const set = vi.spyOn(globalThis, "setTimeout");
    const clear = vi.spyOn(globalThis, "clearTimeout");
    const left = (): readonly unknown[] => {
      const cleared = clear.mock.calls.map(([timer]) => timer);
      const timers = set.mock.results.filter((_result, index) => set.mock.calls[index]?.[1] === 4_321);
      return timers.filter(({ value }) => !cleared.includes(value as NodeJS.Timeout));
    };
    const { origin } = await serve((_incoming, response) => {
      response.end("{}");
    });
    const send = (): Promise<TransportAnswer> => transport.send(request(origin, { timeoutMs: 4_321 }));
    await (await send()).text(10);
    await (await send()).discard();
    expect(left()).toEqual([]);
    for await (const chunk of (await send()).chunks()) {
      expect(chunk).toHaveLength(2);
      expect(left()).toEqual([]);
    }
    expect(set.mock.calls.filter(([, delay]) => delay === 4_321).length).toBeGreaterThanOrEqual(3);
  });

  it("closes the connection when the reader leaves or discards", async () => {
    const closed: Promise<unknown>[] = [];
    const { origin } = await serve((_incoming, response) => {
      closed.push(once(response, "close"));
      response.writeHead(200).write("x");
    });
    const first = await transport.send(request(origin));
    for await (const chunk of first.chunks()) {
      expect(chunk).toHaveLength(1);
      break;
    }
    await (await transport.send(request(origin))).discard();
    await Promise.all(closed);
    expect(closed).toHaveLength(2);
  });
});
