import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { InvalidPostError, NetworkError } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchMedia, type FetchLimits, type Internet } from "./fetch-media.ts";
import { join } from "./fixtures/bytes.ts";
import { certify } from "./fixtures/certificate.ts";
import { plainPng } from "./fixtures/png.ts";
import { isPublicAddress } from "./is-public-host.ts";

const picture = plainPng();
const secretQuery = "token=CARECAST-SECRET";
const trusted = getCACertificates("default");
let server: Server;
let port: number;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const seen: IncomingMessage[] = [];

beforeAll(async () => {
  const { cert, key } = certify("media.example.org", "other.example.org", "10.0.0.1.example.org");
  setDefaultCACertificates([...trusted, cert]);
  server = createServer({ cert, key }, (request, response) => {
    seen.push(request);
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});

afterEach(() => {
  seen.length = 0;
  server.closeAllConnections();
});

afterAll(() => {
  setDefaultCACertificates(trusted);
  server.close();
});

/** Every name leads to the test's server, which is let through; nothing else is. */
function testInternet(addresses: readonly string[] = ["127.0.0.1"]): Internet & { names: string[] } {
  const names: string[] = [];
  return {
    names,
    lookup: (name) => {
      names.push(name);
      return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
    },
    isPublicAddress: (address) => address === "127.0.0.1" || isPublicAddress(address),
  };
}

const address = (path = "/a.png", host = "media.example.org"): string =>
  `https://${host}:${port}${path}?${secretQuery}`;

interface FetchTest {
  url?: string;
  internet?: Internet;
  fetchLimits?: FetchLimits;
  signal?: AbortSignal;
}

const clock = manualClock();
const fetchTest = ({ url = address(), internet = testInternet(), ...options }: FetchTest = {}): Promise<Blob> =>
  fetchMedia(url, "media[0].url", { clock, ...options }, internet);

/** The error of a fetch that must fail, after a look at what it says. */
async function failure(test: FetchTest = {}): Promise<InvalidPostError | NetworkError> {
  const error: unknown = await fetchTest(test).then(
    () => new Error("it was fetched"),
    (reason: unknown) => reason,
  );
  const said = inspect(error, { depth: 5, showHidden: true }).replace(/^ +at .*$/gm, "");
  for (const secret of [secretQuery, "media.example.org", "127.0.0.1", "[cause]"]) expect(said).not.toContain(secret);
  if (!(error instanceof InvalidPostError || error instanceof NetworkError)) throw error;
  expect(error).toMatchObject({ path: "media[0].url", outcome: "not-sent" });
  expect(error.message).toMatch(/^media\[0\]\.url: .+ (Give|Attach|Try).+\.$/);
  return error;
}

const rule = async (test: FetchTest): Promise<string | undefined> => {
  const error = await failure(test);
  return error instanceof InvalidPostError ? error.violations[0]?.rule : "network";
};

const send =
  (status: number, headers: Record<string, string> = {}, body: Uint8Array = picture) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, headers).end(body);

describe("fetchMedia", () => {
  it("fetches the bytes from the address that its own lookup gave, as the name that was asked for", async () => {
    answer = send(200);
    const internet = testInternet();
    const blob = await fetchTest({ internet });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(picture);
    expect(internet.names).toEqual(["media.example.org"]);
    expect(seen[0]).toMatchObject({ method: "GET", url: `/a.png?${secretQuery}` });
    expect(seen[0]?.headers).toMatchObject({ host: `media.example.org:${port}`, connection: "close" });
    expect(Object.keys(seen[0]?.headers ?? {})).not.toContain("cookie");
  });

  it("leaves no timer behind", async () => {
    answer = send(200);
    await fetchTest();
    expect(clock.pending).toBe(0);
  });

  it.each([
    "http://media.example.org/a.png",
    "ftp://media.example.org/a.png",
    "data:image/png;base64,AAAA",
    "file:///etc/hostname",
    "blob:https://media.example.org/1",
    "https://user@media.example.org/",
    "https://:word@media.example.org/",
    "https://",
    "/a.png",
    "",
    "https://127.0.0.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/",
    "https://intranet/",
  ])("refuses %s without a lookup", async (url) => {
    const internet = testInternet();
    expect(await rule({ url, internet })).toBe("media-address");
    expect(internet.names).toEqual([]);
  });

  it("refuses a name as soon as one of its addresses is private, and asks nobody", async () => {
    answer = send(200);
    for (const addresses of [["10.0.0.1"], ["127.0.0.1", "192.168.0.1"], ["127.0.0.1", "fe80::1"], ["::ffff:7f00:1"]]) {
      expect(await rule({ internet: testInternet(addresses) })).toBe("media-address");
    }
    expect(seen).toEqual([]);
  });

  it("refuses loopback where no test lets it through", async () => {
    answer = send(200);
    expect(await rule({ internet: { ...testInternet(), isPublicAddress } })).toBe("media-address");
    expect(seen).toEqual([]);
  });

  it("connects to the addresses that were checked, whatever the name means a moment later", async () => {
    answer = send(200);
    let lookups = 0;
    const internet: Internet = {
      ...testInternet(),
      lookup: () => Promise.resolve([{ address: lookups++ ? "192.168.0.1" : "127.0.0.1", family: 4 }]),
    };
    await fetchTest({ internet });
    expect(lookups).toBe(1);
    expect(seen.length).toBe(1);
  });
});

describe("a redirect", () => {
  const steps = (...locations: string[]): void => {
    answer = (request, response) => {
      const step = Number(new URL(request.url ?? "", "https://x").pathname.slice(1)) || 0;
      const location = locations[step];
      if (location === undefined) send(200)(request, response);
      else send([301, 302, 303, 307, 308][step] ?? 302, { location }, join())(request, response);
    };
  };

  it("is followed three times, with a lookup for each", async () => {
    steps("/1", `https://other.example.org:${port}/2`, "3");
    const internet = testInternet();
    expect((await fetchTest({ url: address("/0"), internet })).size).toBe(picture.length);
    expect(internet.names).toEqual([
      "media.example.org",
      "media.example.org",
      "other.example.org",
      "other.example.org",
    ]);
  });

  it("is not followed a fourth time", async () => {
    steps("/1", "/2", "/3", "/4");
    expect(await rule({ url: address("/0") })).toBe("media-address");
    expect(seen.length).toBe(4);
  });

  it.each([
    "http://media.example.org/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "//user:word@media.example.org/",
    "file:///etc/hostname",
    "https://",
  ])("to %s is refused", async (location) => {
    steps(location);
    expect(await rule({ url: address("/0") })).toBe("media-address");
    expect(seen.length).toBe(1);
  });

  it("to a name with a private address is refused", async () => {
    steps("https://other.example.org/");
    const internet: Internet = {
      ...testInternet(),
      lookup: (name) => Promise.resolve([{ address: name.startsWith("media") ? "127.0.0.1" : "10.0.0.1", family: 4 }]),
    };
    expect(await rule({ url: address("/0"), internet })).toBe("media-address");
  });

  it("without a location is refused", async () => {
    answer = send(302);
    expect(await rule({})).toBe("media-address");
  });
});

describe("the limits", () => {
  it("stop a file that announces too much, before it comes", async () => {
    let closed: Promise<unknown> | undefined;
    answer = (_request, response) => {
      closed = once(response, "close");
      response.writeHead(200, { "content-length": 1000 }).write("x");
    };
    expect(await rule({ fetchLimits: { maxBytes: 999 } })).toBe("media-too-large");
    await closed;
  });

  it("stop a file that does not say how long it is, as soon as it is over", async () => {
    let closed: Promise<unknown> | undefined;
    answer = (_request, response) => {
      closed = once(response, "close");
      response.writeHead(200).write("x".repeat(1000));
    };
    expect(await rule({ fetchLimits: { maxBytes: 999 } })).toBe("media-too-large");
    await closed;
  });

  it("take a file of just that size", async () => {
    answer = send(200);
    expect((await fetchTest({ fetchLimits: { maxBytes: picture.length } })).size).toBe(picture.length);
    expect(await rule({ fetchLimits: { maxBytes: picture.length - 1 } })).toBe("media-too-large");
  });

  it.each<[string, Internet | undefined, (request: IncomingMessage, response: ServerResponse) => void]>([
    ["a lookup", { ...testInternet(), lookup: () => new Promise(() => undefined) }, send(200)],
    ["a server that does not answer", undefined, () => undefined],
    ["a server that stops in the middle", undefined, (_request, response) => void response.writeHead(200).write("x")],
  ])("in time stop %s", async (_name, internet, onRequest) => {
    const slow = manualClock();
    const arrived = new Promise<void>((resolve) => {
      answer = (request, response) => {
        onRequest(request, response);
        resolve();
      };
    });
    const options = { clock: slow, fetchLimits: { timeoutMs: 500 } };
    const fetching = fetchMedia(address(), "media[0].url", options, internet ?? testInternet());
    const settled = vi.fn<() => void>();
    fetching.then(settled, settled);
    if (!internet) await arrived;
    await slow.advance(499);
    expect(settled).not.toHaveBeenCalled();
    await slow.advance(1);
    await expect(fetching).rejects.toBeInstanceOf(NetworkError);
    await expect(fetching).rejects.toMatchObject({ retryable: true, path: "media[0].url", outcome: "not-sent" });
    expect(slow.pending).toBe(0);
  });
});

describe("an abort", () => {
  it("surfaces as the reason of the signal, before, during the lookup, the wait and the body", async () => {
    const reason = new Error("leave");
    await expect(fetchTest({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const hanging: Internet = { ...testInternet(), lookup: () => new Promise(() => undefined) };
    const inLookup = new AbortController();
    const looking = fetchTest({ internet: hanging, signal: inLookup.signal });
    inLookup.abort(reason);
    await expect(looking).rejects.toBe(reason);
    for (const begin of [() => undefined, (response: ServerResponse) => response.writeHead(200).write("x")]) {
      const controller = new AbortController();
      const closed = new Promise<void>((resolve) => {
        answer = (_request, response) => {
          begin(response);
          response.on("close", resolve);
          controller.abort(reason);
        };
      });
      await expect(fetchTest({ signal: controller.signal })).rejects.toBe(reason);
      await closed;
    }
    expect(clock.pending).toBe(0);
  });
});

describe("a server that refuses or fails", () => {
  it.each([204, 206, 304, 400, 401, 403, 404, 410])("with %i makes the post invalid", async (status) => {
    answer = send(status, {}, join());
    const error = await failure();
    expect(error).toBeInstanceOf(InvalidPostError);
    expect(error.message).toContain(String(status));
  });

  it.each([429, 500, 502, 503])("with %i is worth another try", async (status) => {
    answer = send(status);
    const error = await failure();
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ status, retryable: true });
  });

  it("by breaking off is worth another try", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": 1000 }).write("x");
      setImmediate(() => response.destroy());
    };
    expect(await rule({})).toBe("network");
    answer = (request) => request.socket.destroy();
    expect(await rule({})).toBe("network");
  });

  it("by not being there, by not being found, or by a wrong certificate, is a network error", async () => {
    answer = send(200);
    expect(await rule({ url: "https://media.example.org:1/?" + secretQuery })).toBe("network");
    const lost: Internet = {
      ...testInternet(),
      lookup: () => Promise.reject(new Error(`ENOTFOUND media.example.org`)),
    };
    expect(await rule({ internet: lost })).toBe("network");
    expect(await rule({ url: address("/", "wrong.example.org") })).toBe("network");
    expect(seen).toEqual([]);
  });
});

describe("outside Node", () => {
  const withoutNode = (respond: (url: string) => Response): ReturnType<typeof vi.fn> => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const fetched = vi.fn((url: URL, _init: RequestInit) => Promise.resolve(respond(url.href)));
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };
  const fetchThere = (url: string, fetchLimits?: FetchLimits): Promise<Blob> =>
    fetchMedia(url, "media[0].url", { clock, fetchLimits });

  it("global fetch is used, which follows no redirect by itself", async () => {
    const fetched = withoutNode((url) =>
      url.endsWith("/b") ? new Response(picture) : new Response(null, { status: 302, headers: { location: "/b" } }),
    );
    expect((await fetchThere("https://media.example.org/a")).size).toBe(picture.length);
    expect(fetched.mock.calls.map(([url, init]) => [String(url), (init as RequestInit).redirect])).toEqual([
      ["https://media.example.org/a", "manual"],
      ["https://media.example.org/b", "manual"],
    ]);
  });

  it("names and literal addresses are checked, at every hop", async () => {
    const fetched = withoutNode(() => new Response(null, { status: 302, headers: { location: "https://[::1]/" } }));
    await expect(fetchThere("https://10.0.0.1/")).rejects.toBeInstanceOf(InvalidPostError);
    expect(fetched).not.toHaveBeenCalled();
    await expect(fetchThere("https://media.example.org/")).rejects.toBeInstanceOf(InvalidPostError);
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("a redirect that a browser hides is refused with the remedy", async () => {
    withoutNode(() => Response.error());
    await expect(fetchThere("https://media.example.org/")).rejects.toThrow(/Give the final one/);
  });

  it("the size is limited while it streams", async () => {
    const cancelled = vi.fn();
    withoutNode(
      () =>
        new Response(
          new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100)), cancel: cancelled }),
        ),
    );
    await expect(fetchThere("https://media.example.org/", { maxBytes: 1000 })).rejects.toThrow(/1000 bytes/);
    expect(cancelled).toHaveBeenCalled();
  });
});
