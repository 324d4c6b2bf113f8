import { afterEach, describe, expect, it, vi } from "vitest";
import { RateLimitedError } from "@carecast/adapter";
import { catchError } from "../../test/find-leaks.ts";
import { clock, lost, ok, readId, refused, setUp, withTime } from "../../test/set-up-http.ts";

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
