import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { InvalidPostError, NetworkError } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { describe, expect, it, vi } from "vitest";
import { fetchMedia, type Internet } from "./fetch-media.ts";
import { join } from "./fixtures/bytes.ts";
import {
  addressOf,
  brokenRule,
  clock,
  failure,
  fetchTest,
  media,
  picture,
  secretQuery,
  send,
  silentInternet,
  testInternet,
  useMediaServer,
  type Answer,
} from "./fixtures/media-server.ts";

useMediaServer();

describe("the limits", () => {
  it("stop a file that announces too much, before it comes", async () => {
    let closed: Promise<unknown> | undefined;
    media.answer = (_request, response) => {
      closed = once(response, "close");
      response.writeHead(200, { "content-length": 1000 }).write("x");
    };
    expect(await brokenRule({ fetchLimits: { maxBytes: 999 } })).toBe("media-too-large");
    await closed;
  });

  it("stop a file that does not say how long it is, as soon as it is over", async () => {
    let closed: Promise<unknown> | undefined;
    media.answer = (_request, response) => {
      closed = once(response, "close");
      response.writeHead(200).write("x".repeat(1000));
    };
    expect(await brokenRule({ fetchLimits: { maxBytes: 999 } })).toBe("media-too-large");
    await closed;
  });

  it("take a file of just that size", async () => {
    media.answer = send(200);
    expect((await fetchTest({ fetchLimits: { maxBytes: picture.length } })).size).toBe(picture.length);
    expect(await brokenRule({ fetchLimits: { maxBytes: picture.length - 1 } })).toBe("media-too-large");
  });

  it.each<[string, Internet | undefined, Answer]>([
    ["a lookup", silentInternet(), send(200)],
    ["a server that does not answer", undefined, () => undefined],
    ["a server that stops in the middle", undefined, (_request, response) => void response.writeHead(200).write("x")],
  ])("in time stop %s", async (_name, internet, onRequest) => {
    const slow = manualClock();
    const arrived = new Promise<void>((resolve) => {
      media.answer = (request, response) => {
        onRequest(request, response);
        resolve();
      };
    });
    const options = { clock: slow, fetchLimits: { timeoutMs: 500 } };
    const fetching = fetchMedia(addressOf(), "media[0].url", options, internet ?? testInternet());
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
    const hanging: Internet = silentInternet();
    await expect(fetchTest({ internet: hanging, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const inLookup = new AbortController();
    const looking = fetchTest({ internet: hanging, signal: inLookup.signal });
    inLookup.abort(reason);
    await expect(looking).rejects.toBe(reason);
    for (const begin of [() => undefined, (response: ServerResponse) => response.writeHead(200).write("x")]) {
      const controller = new AbortController();
      const closed = new Promise<void>((resolve) => {
        media.answer = (_request, response) => {
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
    media.answer = send(status, {}, join());
    const error = await failure();
    expect(error).toBeInstanceOf(InvalidPostError);
    expect(error.message).toContain(String(status));
  });

  it.each([429, 500, 502, 503])("with %i is worth another try", async (status) => {
    media.answer = send(status);
    const error = await failure();
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ status, retryable: true });
  });

  it("by breaking off is worth another try", async () => {
    media.answer = (_request, response) => {
      response.writeHead(200, { "content-length": 1000 }).write("x");
      setImmediate(() => response.destroy());
    };
    expect(await brokenRule()).toBe("network");
    media.answer = (request) => request.socket.destroy();
    expect(await brokenRule()).toBe("network");
  });

  it("by not being there, by not being found, or by a wrong certificate, is a network error", async () => {
    media.answer = send(200);
    expect(await brokenRule({ url: "https://media.example.org:1/?" + secretQuery })).toBe("network");
    const lost: Internet = {
      ...testInternet(),
      lookup: () => Promise.reject(new Error(`ENOTFOUND media.example.org`)),
    };
    expect(await brokenRule({ internet: lost })).toBe("network");
    expect(await brokenRule({ url: addressOf("/", "wrong.example.org") })).toBe("network");
    expect(media.seen).toEqual([]);
  });
});
