import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AuthError, NetworkError, PlatformError, RateLimitedError, type StreamFact } from "@carecast/adapter";
import { manualClock, type ManualClock } from "@carecast/testing";
import { catchError } from "../../test/find-leaks.ts";
import { reconnecting } from "./reconnecting.ts";

const broken = new NetworkError("demo: broken.", { network: "demo" });
type Connection = Error | (() => AsyncGenerator<string>);

describe("reconnecting", () => {
  let clock: ManualClock;
  let controller: AbortController;
  let facts: StreamFact[];
  let connects: number;
  beforeEach(() => {
    clock = manualClock();
    controller = new AbortController();
    facts = [];
    connects = 0;
    vi.spyOn(Math, "random").mockReturnValue(1);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  function start(connections: readonly Connection[]): AsyncGenerator<string> {
    return reconnecting({
      source: "notifications",
      context: { clock, signal: controller.signal, report: (fact) => facts.push(fact) },
      firstWaitMs: 1_000,
      longestWaitMs: 4_000,
      connect: () => {
        const connection = connections[connects++] ?? new AuthError("demo: the test has no more connections.");
        return connection instanceof Error ? Promise.reject(connection) : Promise.resolve(connection());
      },
    });
  }
  const items = (...texts: string[]): Connection =>
    async function* () {
      for (const text of texts) yield await Promise.resolve(text);
    };
  const itemsThenBreak = (...texts: string[]): Connection =>
    async function* () {
      for (const text of texts) yield await Promise.resolve(text);
      throw broken;
    };
  /** The next item, with all the waiting before it. */
  async function next(stream: AsyncGenerator<string>): Promise<string | undefined> {
    const item = stream.next();
    item.catch(() => {});
    await Promise.race([item.catch(() => {}), clock.advance(100_000)]);
    const result = await item;
    return result.done === true ? undefined : result.value;
  }

  it("spans breaks and plain ends, and reports each", async () => {
    const stream = start([items("a", "b"), itemsThenBreak("c"), items("d")]);
    expect([await next(stream), await next(stream), await next(stream), await next(stream)]).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
    const disconnected = { fact: "disconnected", source: "notifications", retryAfterMs: 1_000 };
    const connected = { fact: "connected", source: "notifications" };
    expect(facts).toEqual([connected, disconnected, connected, disconnected, connected]);
  });

  it("waits longer each time nothing comes, up to the limit, and starts anew after an item", async () => {
    const unavailable = new PlatformError("demo: no.", { network: "demo", status: 503 });
    const stream = start([broken, unavailable, items(), broken, broken, items("a"), broken, items("b")]);
    expect([await next(stream), await next(stream)]).toEqual(["a", "b"]);
    const waits = facts.flatMap(({ fact, retryAfterMs }) => (retryAfterMs === undefined ? [] : [[fact, retryAfterMs]]));
    expect(waits).toEqual([
      ["waiting", 1_000],
      ["waiting", 2_000],
      ["disconnected", 4_000],
      ["waiting", 4_000],
      ["waiting", 4_000],
      ["disconnected", 1_000],
      ["waiting", 2_000],
    ]);
  });

  it("starts anew after a quiet connection that held", async () => {
    const quiet: Connection = async function* () {
      await clock.sleep(4_000);
      if (facts.length === 0) yield "never";
    };
    const stream = start([broken, broken, quiet, items("a")]);
    expect(await next(stream)).toBe("a");
    expect(facts.map(({ retryAfterMs }) => retryAfterMs)).toEqual([1_000, 2_000, undefined, 1_000, undefined]);
  });

  it("spreads the waits by chance, down to the half", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    await next(start([broken, items("a")]));
    expect(facts[0]?.retryAfterMs).toBe(500);
  });

  it("waits as long as the network says", async () => {
    const limited = new RateLimitedError("demo: wait.", { network: "demo", retryAt: clock.now() + 30_000 });
    await next(start([limited, items("a")]));
    expect(facts[0]).toEqual({ fact: "waiting", source: "notifications", retryAfterMs: 30_000 });
  });

  it("ends with an error that a new try does not mend", async () => {
    const refused = new AuthError("demo: the token is wrong.", { network: "demo" });
    const bug = new TypeError("bug");
    expect(await catchError(() => next(start([refused, items("a")])))).toBe(refused);
    connects = 0;
    expect(await catchError(() => next(start([bug, items("a")])))).toBe(bug);
    expect(connects).toBe(1);
  });

  it("ends with the reason of the signal, while it waits and while it reads", async () => {
    const reason = { why: "left" };
    const waiting = start([broken]).next();
    const caught = catchError(() => waiting);
    await clock.untilPending();
    controller.abort(reason);
    expect(await caught).toBe(reason);
    expect(clock.pending).toBe(0);

    controller = new AbortController();
    const endless: Connection = async function* () {
      await clock.sleep(1e9, controller.signal);
      yield "never";
    };
    connects = 0;
    const reading = catchError(() => start([endless]).next());
    await clock.untilPending();
    controller.abort(reason);
    expect(await reading).toBe(reason);
    expect(await catchError(() => start([items("a")]).next())).toBe(reason);
  });

  it("lets go of the connection when its reader leaves", async () => {
    let left = false;
    const connection: Connection = async function* () {
      try {
        for (;;) yield await Promise.resolve("a");
      } finally {
        left = true;
      }
    };
    for await (const item of start([connection])) {
      expect(item).toBe("a");
      break;
    }
    expect(left).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
