import { describe, expect, it, vi } from "vitest";
import { InvalidPostError } from "@carecast/adapter";
import { fetchMedia, type FetchLimits, type Internet } from "./fetch-media.ts";
import { join } from "./fixtures/bytes.ts";
import {
  addressOf,
  brokenRule,
  clock,
  fetchTest,
  media,
  picture,
  secretQuery,
  send,
  testInternet,
  useMediaServer,
} from "./fixtures/media-server.ts";
import { isPublicAddress } from "./is-public-host.ts";

useMediaServer();

describe("fetchMedia", () => {
  it("fetches the bytes from the address that its own lookup gave, as the name that was asked for", async () => {
    media.answer = send(200);
    const internet = testInternet();
    const blob = await fetchTest({ internet });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(picture);
    expect(internet.names).toEqual(["media.example.org"]);
    expect(media.seen[0]).toMatchObject({ method: "GET", url: `/a.png?${secretQuery}` });
    expect(media.seen[0]?.headers).toMatchObject({ host: `media.example.org:${media.port}`, connection: "close" });
    expect(Object.keys(media.seen[0]?.headers ?? {})).not.toContain("cookie");
  });

  it("leaves no timer behind", async () => {
    media.answer = send(200);
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
    expect(await brokenRule({ url, internet })).toBe("media-address");
    expect(internet.names).toEqual([]);
  });

  it("refuses a name as soon as one of its addresses is private, and asks nobody", async () => {
    media.answer = send(200);
    for (const addresses of [["10.0.0.1"], ["127.0.0.1", "192.168.0.1"], ["127.0.0.1", "fe80::1"], ["::ffff:7f00:1"]]) {
      expect(await brokenRule({ internet: testInternet(addresses) })).toBe("media-address");
    }
    expect(media.seen).toEqual([]);
  });

  it("refuses loopback where no test lets it through", async () => {
    media.answer = send(200);
    expect(await brokenRule({ internet: { ...testInternet(), isPublicAddress } })).toBe("media-address");
    expect(media.seen).toEqual([]);
  });

  it("connects to the addresses that were checked, whatever the name means a moment later", async () => {
    media.answer = send(200);
    let lookups = 0;
    const internet: Internet = {
      ...testInternet(),
      lookup: () => Promise.resolve([{ address: lookups++ ? "192.168.0.1" : "127.0.0.1", family: 4 }]),
    };
    await fetchTest({ internet });
    expect(lookups).toBe(1);
    expect(media.seen.length).toBe(1);
  });
});

describe("a redirect", () => {
  const steps = (...locations: string[]): void => {
    media.answer = (request, response) => {
      const step = Number(new URL(request.url ?? "", "https://x").pathname.slice(1)) || 0;
      const location = locations[step];
      if (location === undefined) send(200)(request, response);
      else send([301, 302, 303, 307, 308][step] ?? 302, { location }, join())(request, response);
    };
  };

  it("is followed three times, with a lookup for each", async () => {
    steps("/1", `https://other.example.org:${media.port}/2`, "3");
    const internet = testInternet();
    expect((await fetchTest({ url: addressOf("/0"), internet })).size).toBe(picture.length);
    expect(internet.names).toEqual([
      "media.example.org",
      "media.example.org",
      "other.example.org",
      "other.example.org",
    ]);
  });

  it("is not followed a fourth time", async () => {
    steps("/1", "/2", "/3", "/4");
    expect(await brokenRule({ url: addressOf("/0") })).toBe("media-address");
    expect(media.seen.length).toBe(4);
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
    expect(await brokenRule({ url: addressOf("/0") })).toBe("media-address");
    expect(media.seen.length).toBe(1);
  });

  it("to a name with a private address is refused", async () => {
    steps("https://other.example.org/");
    const internet: Internet = {
      ...testInternet(),
      lookup: (name) => Promise.resolve([{ address: name.startsWith("media") ? "127.0.0.1" : "10.0.0.1", family: 4 }]),
    };
    expect(await brokenRule({ url: addressOf("/0"), internet })).toBe("media-address");
  });

  it("without a location is refused", async () => {
    media.answer = send(302);
    expect(await brokenRule()).toBe("media-address");
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

  it("what is not wanted is not read", async () => {
    const cancelled = vi.fn();
    withoutNode(() => new Response(new ReadableStream({ cancel: cancelled }), { status: 404 }));
    await expect(fetchThere("https://media.example.org/")).rejects.toThrow(/404/);
    expect(cancelled).toHaveBeenCalled();
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
