import { getEventListeners } from "node:events";

import { PlatformError } from "@carecast/adapter";
import { fakeAdapter, manualClock } from "@carecast/testing";
import { expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../index.ts";

test("a signal that serves many publications keeps nothing of those that have ended", async () => {
  const { signal } = new AbortController();
  const clock = manualClock();
  const [a, b] = [fakeAdapter(), fakeAdapter()];
  a.always("publish", new PlatformError("no"));
  await using care = createCarecast({ channels: { a, b }, ledger: memoryLedger(), clock });
  await care.publish({ text: "Boil water." }, { signal });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
