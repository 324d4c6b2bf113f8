import { expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../../index.ts";
import { createAlerts } from "../index.ts";
import { alert, decided, follow, setAlertStage, textsOf } from "./fixtures/alert-stage.ts";

const cancel = follow(alert, 2, "Cancel");

test("two programs that take the same message at once take it once", async () => {
  const { alerts, one, two } = setAlertStage();
  await Promise.all([alerts.issue(alert), alerts.issue(alert)]);
  const { messages } = (await alerts.chain(alert.identifier))!;
  expect(messages).toHaveLength(1);
  expect(messages[0]?.done).toEqual([...new Set(messages[0]?.done)]);
  expect([one.posts.length, two.posts.length]).toEqual([1, 1]);
});

test("of two messages that end an alert at once, one is taken", async () => {
  const { alerts, one } = setAlertStage();
  await alerts.issue(alert);
  const results = await Promise.allSettled([
    alerts.cancel(cancel, decided),
    alerts.cancel(follow(alert, 3, "Cancel"), decided),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(textsOf(one).filter((text) => text.startsWith("CANCELLED"))).toHaveLength(1);
});

test("a channel that the application has no longer keeps no other one from hearing of it", async () => {
  const ledger = memoryLedger();
  const first = setAlertStage({ ledger });
  await first.alerts.issue(alert);
  // What the first program had in hand is free again by then.
  first.clock.set("2026-11-20T15:10:00Z");
  const care = createCarecast({ channels: { one: first.one }, ledger, clock: first.clock, retry: { maxWaitMs: 50 } });
  expect(await createAlerts(care).cancel(cancel, decided)).toMatchObject({ state: "cancelled" });
  expect(textsOf(first.one)[1]).toMatch(/^CANCELLED/);
});
