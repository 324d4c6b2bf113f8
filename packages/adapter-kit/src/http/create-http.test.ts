import { beforeEach, describe, expect, it } from "vitest";
import { AuthError, BadResponseError, ConfigError, PlatformError, type RateState } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { clock, lost, ok, readId, refused, setUp, withTime } from "../../test/set-up-http.ts";

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

describe("createHttp, rates", () => {
  const headers = { "ratelimit-limit": "30", "ratelimit-remaining": "29", "ratelimit-reset": "60" };
  const told: RateState[] = [];
  const tellRate = (rate: RateState): void => void told.push(rate);
  const said = (of: RateState["of"]): RateState => ({
    of,
    limit: 30,
    remaining: 29,
    resetAt: clock.now() + 60_000,
  });

  beforeEach(() => void told.splice(0));

  it("tells what a good answer says, by the clock of the client and the budget of the request", async () => {
    const { http } = setUp([{ ...ok, headers }, { ...ok, headers }, { headers }]);
    await http.json({ tellRate }, readId);
    await http.answer({ tellRate, budget: "media" });
    await http.stream({ tellRate, budget: "posts" });
    expect(told).toEqual([said("requests"), said("media"), said("posts")]);
  });

  it("tells what a refusal says, before it is read", async () => {
    const { http } = setUp([{ status: 429, headers, body: "<p>wait</p>" }]);
    await catchError(() => http.answer({ method: "POST", tellRate }));
    expect(told).toEqual([said("requests")]);
  });

  it("tells of every repetition", async () => {
    const { http } = setUp(
      [
        { status: 503, headers: { ...headers, "ratelimit-remaining": "28" } },
        { ...ok, headers },
      ],
      { toError: () => new PlatformError("demo: no.", { network: "demo", retryable: true }) },
    );
    await withTime(http.json({ tellRate }, readId));
    expect(told.map(({ remaining }) => remaining)).toEqual([28, 29]);
  });

  it("tells nothing where nothing is said, or nobody asks", async () => {
    const { http } = setUp([ok, { ...ok, headers }, lost]);
    await http.json({ tellRate }, readId);
    await http.json({}, readId);
    await catchError(() => http.answer({ method: "POST", tellRate }));
    expect(told).toEqual([]);
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
