import { describe, expect, it } from "vitest";
import { manualClock } from "./manual-clock.ts";

describe("manualClock", () => {
  it("stands still until it is moved, and then by just so much", async () => {
    const clock = manualClock(1000);
    expect(clock.now()).toBe(1000);
    await clock.advance(250);
    expect(clock.now()).toBe(1250);
  });

  it("wakes sleepers in the order of their time, each at its own time", async () => {
    const clock = manualClock(0);
    const woken: string[] = [];
    const sleepers = [300, 100, 200].map((ms) => clock.sleep(ms).then(() => woken.push(`${ms} at ${clock.now()}`)));
    expect(clock.pending).toBe(3);
    await clock.advance(299);
    expect(woken).toEqual(["100 at 100", "200 at 200"]);
    await clock.advance(1);
    await Promise.all(sleepers);
    expect(woken.at(-1)).toBe("300 at 300");
    expect(clock.pending).toBe(0);
  });

  it("lets what a sleeper starts sleep and wake within the same step", async () => {
    const clock = manualClock(0);
    let rounds = 0;
    const loop = async (): Promise<void> => {
      for (; rounds < 5; rounds += 1) await clock.sleep(10);
    };
    const done = loop();
    await clock.advance(50);
    await done;
    expect(rounds).toBe(5);
  });

  it("rejects with the reason of the signal, before and during", async () => {
    const clock = manualClock();
    const reason = new Error("leave");
    const controller = new AbortController();
    const sleeping = clock.sleep(10, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(clock.sleep(10, controller.signal)).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it("tells when somebody sleeps", async () => {
    const clock = manualClock();
    const two = clock.untilPending(2).then(() => "two");
    void clock.sleep(10);
    await clock.untilPending();
    void clock.sleep(10);
    expect(await two).toBe("two");
  });
});
