import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import {
  AuthError,
  BadResponseError,
  ConfigError,
  NetworkError,
  PlatformError,
  RateLimitedError,
} from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { fakeTransport, type FakeAnswer } from "../../test/fake-transport.ts";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { createHttp } from "./create-http.ts";
import type { ErrorAnswer, Http, HttpOptions } from "./http-types.ts";
import { parseRetryAt } from "./parse-retry-at.ts";
import { reader } from "./reader.ts";

const clock = manualClock();
const readId = reader(z.object({ id: z.string() }));
const ok: FakeAnswer = { body: '{"id":"1"}' };
const lost = new NetworkError("No answer from https://example.org (ECONNRESET).", { outcome: "unknown" });
const refused = new NetworkError("No answer from https://example.org (ECONNREFUSED).", { outcome: "not-sent" });

const toError = ({ status, header, json, irreversible }: ErrorAnswer): PlatformError | RateLimitedError => {
  const retryAt = parseRetryAt(header, clock.now());
  const details = { network: "demo", status, ...(retryAt !== undefined && { retryAt }) };
  if (status === 429) return new RateLimitedError("demo: wait.", details);
  const said = typeof json === "object" && json !== null && "error" in json ? " It gave a reason." : "";
  return new PlatformError(`demo: no.${said}`, { ...details, outcome: irreversible ? "unknown" : "not-sent" });
};

function setUp(
  steps: readonly (FakeAnswer | Error)[],
  options: Partial<HttpOptions> = {},
): { http: Http; sent: ReturnType<typeof fakeTransport>["sent"] } {
  const transport = fakeTransport(...steps);
  const http = createHttp({
    network: "demo",
    baseUrl: "https://example.org/api/",
    transport,
    clock,
    toError,
    ...options,
  });
  return { http, sent: transport.sent };
}

/** Lets the waits of `work` pass and gives its result. */
async function withTime<T>(work: Promise<T>): Promise<T> {
  const settled = work.then(
    () => {},
    () => {},
  );
  await Promise.race([settled, clock.advance(60_000)]);
  return work;
}

describe("createHttp, the request", () => {
  it("joins base, path and query, repeats the key of a list and leaves out what is undefined", async () => {
    const { http, sent } = setUp([ok]);
    const query = { q: "wash hands & co", "types[]": ["mention", "status"], limit: 40, live: true, since: undefined };
    await http.json({ path: "/v1/search", query }, readId);
    expect(sent[0]?.url).toBe(
      "https://example.org/api/v1/search?q=wash%20hands%20%26%20co&types%5B%5D=mention&types%5B%5D=status&limit=40&live=true",
    );
    expect(sent[0]?.method).toBe("GET");
  });

  it("keeps the host whatever the path looks like, and writes it as ASCII", async () => {
    const { http, sent } = setUp([ok, ok, ok], { baseUrl: "https://example.org" });
    await http.json({ path: "@other.example/x" }, readId);
    await http.json({ path: "tag/Grippe-Spaß" }, readId);
    await http.json({ query: { a: "1\ud800" } }, readId);
    expect(sent.map(({ url }) => url)).toEqual([
      "https://example.org/@other.example/x",
      "https://example.org/tag/Grippe-Spa%C3%9F",
      "https://example.org/?a=1%EF%BF%BD",
    ]);
  });

  it("sends JSON with its type, the headers of authorize and those of the request", async () => {
    const { http, sent } = setUp([ok], { authorize: () => Promise.resolve({ authorization: "Bearer t" }) });
    await http.json(
      { method: "POST", path: "/x", json: { a: "é" }, headers: { "idempotency-key": "k" }, timeoutMs: 7 },
      readId,
    );
    expect(sent[0]).toMatchObject({ method: "POST", body: '{"a":"é"}', timeoutMs: 7 });
    expect(sent[0]?.headers).toEqual({
      accept: "application/json",
      authorization: "Bearer t",
      "content-type": "application/json",
      "idempotency-key": "k",
    });
  });

  it("keeps the token from a request that does not want it", async () => {
    const { http, sent } = setUp([ok], { authorize: () => ({ authorization: "Bearer t" }) });
    await http.json({ url: "https://cdn.example.org/a?b=1#c", authorize: false }, readId);
    expect(sent[0]?.url).toBe("https://cdn.example.org/a?b=1");
    expect(sent[0]?.headers).toEqual({ accept: "application/json" });
  });

  it("gives an upload more time, by its size", async () => {
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(1_000_000)]));
    const { http, sent } = setUp([ok, ok, ok]);
    await http.json({ method: "POST", path: "/", form }, readId);
    await http.json({ method: "POST", path: "/", body: new Uint8Array(500_000) }, readId);
    await http.json({ method: "POST", path: "/", body: new Blob(["x"]), timeoutMs: 10 }, readId);
    expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([50_000, 40_000, 10]);
  });

  it("refuses an absolute address in clear text before anything is sent", async () => {
    const { http, sent } = setUp([]);
    const error = await catchError(() => http.answer({ url: "http://example.org/s3cret" }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ path: "url" });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe("createHttp, the answer", () => {
  it("gives the read body, or status, headers and JSON", async () => {
    const { http } = setUp([ok, { headers: { link: "<next>" }, body: "[1]" }, { status: 204, body: "" }]);
    expect(await http.json({}, readId)).toEqual({ id: "1" });
    const answer = await http.answer({});
    expect([answer.status, answer.header("link"), answer.json]).toEqual([200, "<next>", [1]]);
    expect(await http.answer({})).toMatchObject({ status: 204, json: undefined });
  });

  it.each([
    { what: "is no JSON", body: "<p>s3cret</p>", message: "demo: the answer is not JSON." },
    { what: "is empty", body: "", message: "demo: the answer is not JSON." },
    { what: "has another shape", body: '{"id":{"s3cret":1}}', message: "demo: the answer has another shape at id." },
  ])("is a BadResponseError without the body when it $what", async ({ body, message }) => {
    const { http } = setUp([{ body }, { body }]);
    const error = await catchError(() => http.json({ method: "POST", irreversible: true }, readId));
    expect(error).toBeInstanceOf(BadResponseError);
    expect(error).toMatchObject({ message, network: "demo", outcome: "unknown" });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
    expect(await catchError(() => http.json({}, readId))).toMatchObject({ outcome: "not-sent" });
  });

  it("lets a reader's CarecastError through and hides any other", async () => {
    const { http } = setUp([ok, ok]);
    const own = new PlatformError("demo: ok was false.", { network: "demo" });
    const throwing = (error: Error) => (): never => {
      throw error;
    };
    expect(await catchError(() => http.json({}, throwing(own)))).toBe(own);
    const error = await catchError(() => http.json({}, throwing(new TypeError("s3cret is undefined"))));
    expect(error).toBeInstanceOf(BadResponseError);
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it("hands everything outside 200-299 to toError, with the JSON when there is some", async () => {
    const { http } = setUp([
      { status: 422, body: '{"error":"x"}' },
      { status: 302, body: "<p>moved</p>" },
    ]);
    expect(await catchError(() => http.json({}, readId))).toMatchObject({
      status: 422,
      message: "demo: no. It gave a reason.",
      outcome: "not-sent",
    });
    expect(await catchError(() => http.answer({ method: "POST", irreversible: true }))).toMatchObject({
      status: 302,
      outcome: "unknown",
    });
  });

  it("streams the body of a 2xx answer", async () => {
    const { http, sent } = setUp([{ body: "data: x\n\n" }, { status: 401 }]);
    let text = "";
    for await (const chunk of await http.stream({ headers: { accept: "text/event-stream" } })) {
      text += new TextDecoder().decode(chunk);
    }
    expect(text).toBe("data: x\n\n");
    expect(sent[0]?.headers["accept"]).toBe("text/event-stream");
    expect(await catchError(() => http.stream({}))).toMatchObject({ status: 401 });
  });
});

describe("createHttp, errors", () => {
  it("calls a lost answer unknown for the irreversible call alone", async () => {
    const { http } = setUp([lost, refused, lost]);
    const irreversible = { method: "POST", irreversible: true } as const;
    expect(await catchError(() => http.answer(irreversible))).toMatchObject({
      code: "network",
      network: "demo",
      outcome: "unknown",
      message: "demo: No answer from https://example.org (ECONNRESET).",
    });
    expect(await catchError(() => http.answer(irreversible))).toMatchObject({ outcome: "not-sent" });
    expect(await catchError(() => http.answer({ method: "POST" }))).toMatchObject({ outcome: "not-sent" });
  });

  it("lets nothing out that another transport throws", async () => {
    const thrown = Object.assign(new TypeError("fetch https://example.org/s3cret failed"), { headers: "s3cret" });
    const { http } = setUp([thrown]);
    const error = await catchError(() => http.answer({ method: "POST", irreversible: true }));
    expect(error).toMatchObject({
      code: "network",
      outcome: "unknown",
      message: "demo: the request failed (TypeError).",
    });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it("hides why the credential could not be read, and does not send", async () => {
    const { http, sent } = setUp([], {
      authorize: () => Promise.reject(new Error("vault said s3cret")),
    });
    const error = await catchError(() => http.answer({}));
    expect(error).toBeInstanceOf(AuthError);
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
    expect(sent).toEqual([]);
  });

  it("refuses a credential with a line break, without showing it", async () => {
    const { http, sent } = setUp([], { authorize: () => ({ authorization: "Bearer s3cret\n" }) });
    const error = await catchError(() => http.answer({}));
    expect(error).toBeInstanceOf(AuthError);
    expect(String(error)).toContain("line break");
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe("createHttp, repetition", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    { what: "a lost answer", step: lost },
    { what: "a refused connection", step: refused },
    { what: "a failure of the server", step: { status: 503 } },
    { what: "a short rate limit", step: { status: 429, headers: { "retry-after": "3" } } },
  ])("repeats a safe request after $what, twice at most", async ({ step }) => {
    const { http, sent } = setUp([step, step, ok]);
    expect(await withTime(http.json({}, readId))).toEqual({ id: "1" });
    expect(sent).toHaveLength(3);
    const hopeless = setUp([step, step, step, ok]);
    await catchError(() => withTime(hopeless.http.json({}, readId)));
    expect(hopeless.sent).toHaveLength(3);
  });

  it.each([
    { what: "a refusal", step: { status: 404 } },
    { what: "a rate limit without an end", step: { status: 429 } },
    { what: "a long rate limit", step: { status: 429, headers: { "retry-after": "6" } } },
    { what: "a body of another shape", step: { body: "[]" } },
  ])("does not repeat after $what", async ({ step }) => {
    const { http, sent } = setUp([step, ok]);
    await catchError(() => withTime(http.json({}, readId)));
    expect(sent).toHaveLength(1);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"] as const)("never repeats %s unless it is called safe", async (method) => {
    const { http, sent } = setUp([lost, ok]);
    await catchError(() => withTime(http.json({ method }, readId)));
    expect(sent).toHaveLength(1);
    const safe = setUp([lost, ok]);
    await withTime(safe.http.json({ method, safe: true }, readId));
    expect(safe.sent).toHaveLength(2);
  });

  it("does not repeat a GET that is called unsafe, nor a stream", async () => {
    const { http, sent } = setUp([lost, lost]);
    await catchError(() => withTime(http.json({ safe: false }, readId)));
    await catchError(() => withTime(http.stream({})));
    expect(sent).toHaveLength(2);
  });

  it("waits on the given clock, longer each time, and as long as the network says", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const slept: number[] = [];
    const quick = { now: () => 0, sleep: (ms: number) => (slept.push(ms), Promise.resolve()) };
    const limited = { status: 429, headers: { "retry-after": "2" } };
    const first = setUp([lost, lost, ok], { clock: quick });
    await first.http.json({}, readId);
    const second = setUp([limited, ok], {
      clock: quick,
      toError: () => new RateLimitedError("demo: wait.", { network: "demo", retryAt: 2_000 }),
    });
    await second.http.json({}, readId);
    expect(slept).toEqual([250, 500, 2_250]);
  });

  it("stops waiting at once when the signal aborts", async () => {
    const { http, sent } = setUp([lost, ok]);
    const controller = new AbortController();
    const reason = { why: "left" };
    const work = catchError(() => http.json({ signal: controller.signal }, readId));
    await clock.untilPending();
    controller.abort(reason);
    expect(await work).toBe(reason);
    expect(clock.pending).toBe(0);
    expect(sent).toHaveLength(1);
  });
});
