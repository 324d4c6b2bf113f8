import { describe, expect, test } from "vitest";

import { createCrisisMode, type CrisisMode } from "../../safeguards/index.ts";
import { createAlerts, type Alerts, type LiveAlert } from "../index.ts";
import { alert, clearOf, decided, follow, setAlertStage, textsOf, type AlertStage } from "./fixtures/alert-stage.ts";

interface CrisisStage extends Omit<AlertStage, "alerts"> {
  readonly alerts: Alerts<"one" | "two">;
  readonly crisis: CrisisMode<"one" | "two">;
  /** How often people were told that a crisis has begun or ended. */
  readonly told: string[];
}

function setCrisisStage(): CrisisStage {
  const stage = setAlertStage();
  const told: string[] = [];
  const crisis = createCrisisMode(stage.care, { tell: ({ kind }) => void told.push(kind) });
  return { ...stage, alerts: createAlerts(stage.care, { crisis }), crisis, told };
}

const mildOf = (message: LiveAlert): LiveAlert => ({
  ...message,
  info: message.info.map((info) => ({ ...info, severity: "Moderate" as const })),
});

describe("the crisis of a severe alert", () => {
  test("is one, from the first message until a person ends it", async () => {
    const { alerts, care, crisis, told, one } = setCrisisStage();
    await alerts.issue(alert, { by: "duty officer" });
    const begun = await crisis.status();
    expect(begun).toMatchObject({ state: "on", incident: alert.identifier, by: "duty officer" });
    const update = follow(alert, 2);
    await alerts.update(update, { ...decided, by: "night officer" });
    await care.publish({ text: "Open day on Sunday" }, { id: "routine" });
    await alerts.allClear(clearOf(update, 3), decided);
    expect(await crisis.status()).toEqual(begun);
    expect(await care.holds()).toHaveLength(1);
    expect(told).toEqual(["started"]);
    expect(textsOf(one).map((text) => text.split(/[:.]/)[0])).toEqual([
      "HEALTH ALERT",
      "UPDATE",
      "This alert has been updated",
      "ALL CLEAR",
      "This alert is over",
      "This alert is over",
    ]);
    expect((await care.deliveries({ publicationId: "routine" })).map(({ state }) => state)).toEqual(["held", "held"]);
    expect(await crisis.end(decided)).toMatchObject([{ id: "routine" }]);
    expect(told).toEqual(["started", "ended"]);
  });

  test("begins with the update that is severe, and not for a mild one", async () => {
    const { alerts, crisis } = setCrisisStage();
    await alerts.issue(mildOf(alert));
    const mild = mildOf(follow(alert, 2));
    await alerts.update(mild, decided);
    expect(await crisis.status()).toMatchObject({ state: "off" });
    await alerts.update(follow(alert, 3, "Update", { severity: "Extreme" }), decided);
    expect(await crisis.status()).toMatchObject({ state: "on", incident: "riverton-3" });
  });

  test("does not begin for what is refused, nor again for what was ended", async () => {
    const { alerts, crisis, care, told } = setCrisisStage();
    const headline = "We guarantee that the water is 100 % safe";
    const refused = { ...alert, info: [{ ...alert.info[0]!, headline }] };
    await expect(alerts.issue(refused)).rejects.toMatchObject({ code: "blocked" });
    expect(await crisis.status()).toMatchObject({ state: "off" });
    await alerts.issue(alert);
    await crisis.end(decided);
    // The same call goes on with what is not done, and that is done.
    await alerts.issue(alert);
    expect(await crisis.status()).toMatchObject({ state: "off" });
    expect(await care.holds()).toEqual([]);
    expect(told).toEqual(["started", "ended"]);
  });
});
