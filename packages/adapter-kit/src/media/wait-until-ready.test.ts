import { describe, expect, it } from "vitest";
import { PlatformError } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { catchError } from "../../test/find-leaks.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

describe("waitUntilReady", () => {
  const set = (answers: readonly (string | Error | undefined)[], signal?: AbortSignal) => {
    const clock = manualClock(0);
    const polledAt: number[] = [];
    const poll = (): Promise<string | undefined> => {
      const answer = answers[polledAt.push(clock.now()) - 1];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const wait = waitUntilReady({ poll, clock, signal, everyMs: 1_000, timeoutMs: 3_000, network: "demo" });
    return { clock, polledAt, wait };
  };

  it("asks at once and then in steps, until there is an answer", async () => {
    const { clock, polledAt, wait } = set([undefined, undefined, "id-1"]);
    await clock.advance(10_000);
    expect(await wait).toBe("id-1");
    expect(polledAt).toEqual([0, 1_000, 2_000]);
  });

  it("gives up after the time limit with a retryable error", async () => {
    const { clock, polledAt, wait } = set([]);
    const caught = catchError(() => wait);
    await clock.advance(10_000);
    const error = await caught;
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ network: "demo", retryable: true, outcome: "not-sent" });
    expect(polledAt).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it("ends with what poll throws", async () => {
    const failed = new PlatformError("demo: the video is broken.");
    expect(await catchError(() => set([failed]).wait)).toBe(failed);
  });

  it("ends at once with the reason of the signal", async () => {
    const controller = new AbortController();
    const { clock, wait } = set([], controller.signal);
    const caught = catchError(() => wait);
    await clock.untilPending();
    controller.abort("left");
    expect(await caught).toBe("left");
    expect(clock.pending).toBe(0);
    expect(await catchError(() => set(["id-1"], controller.signal).wait)).toBe("left");
  });
});
