import { expect, it } from "vitest";
import { quickClock } from "./quick-clock.ts";

it("has moved on by what was slept, however many slept at once", async () => {
  const clock = quickClock();
  const startMs = clock.now();
  await Promise.all([clock.sleep(60_000), clock.sleep(60_000), clock.sleep(30_000)]);
  const passedMs = clock.now() - startMs;
  expect(passedMs).toBeGreaterThanOrEqual(60_000);
  expect(passedMs).toBeLessThan(90_000);
  expect(clock.pending).toBe(0);
});

it("wakes sleepers in the order of their time", async () => {
  const clock = quickClock();
  const woken: number[] = [];
  await Promise.all([20_000, 5_000, 10_000].map((ms) => clock.sleep(ms).then(() => woken.push(ms))));
  expect(woken).toEqual([5_000, 10_000, 20_000]);
});

it("rejects with the reason of the signal, before and during", async () => {
  const clock = quickClock();
  const controller = new AbortController();
  const sleeping = clock.sleep(3_600_000, controller.signal);
  controller.abort("leave");
  await expect(sleeping).rejects.toBe("leave");
  await expect(clock.sleep(1, controller.signal)).rejects.toBe("leave");
  expect(clock.pending).toBe(0);
});
