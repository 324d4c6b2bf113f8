import { expect, test } from "vitest";

import { alert, decided, setAlertStage } from "./fixtures/alert-stage.ts";

test("what has ended by its own time is not ended again by a person", async () => {
  const { alerts, clock, one } = setAlertStage();
  await alerts.issue(alert);
  clock.set("2026-11-23T00:00:00Z");
  await expect(alerts.expire(alert.identifier, decided)).rejects.toMatchObject({ code: "config", path: "identifier" });
  expect((await alerts.sweep()).ended).toHaveLength(1);
  await expect(alerts.expire(alert.identifier, decided)).rejects.toMatchObject({ code: "config", path: "identifier" });
  expect(one.posts).toHaveLength(1);
});
