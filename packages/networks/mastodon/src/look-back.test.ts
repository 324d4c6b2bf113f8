import { manualClock } from "@carecast/testing";
import { expect, test } from "vitest";
import { createLookBack } from "./look-back.ts";

test("begins where nothing came lately", () => {
  expect(createLookBack(manualClock()).from("7")).toBe("7");
});

test("goes back ten minutes and no further", async () => {
  const clock = manualClock();
  const recent = createLookBack(clock);
  recent.add("1");
  await clock.advance(6 * 60_000);
  recent.add("2");
  expect(recent.from("2")).toBe("1");
  await clock.advance(6 * 60_000);
  recent.add("3");
  expect(recent.from("3")).toBe("2");
  expect(["1", "2", "3"].map((id) => recent.has(id))).toEqual([false, true, true]);
});

test("keeps its size, however much comes", () => {
  const recent = createLookBack(manualClock());
  for (let id = 1; id <= 5_000; id++) recent.add(String(id));
  expect(recent.from("5000")).toBe("4001");
});
