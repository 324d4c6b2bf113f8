import { describe, expect, test } from "vitest";

import type { Alert, NamedValue } from "../../models/alert.ts";
import { hanCategories, hanCategoryOf, hanDefaults, withHanCategory } from "./han-category.ts";
import { readPhinParameters, withPhinParameters } from "./phin-parameters.ts";

const alert: Alert = {
  identifier: "a",
  sender: "a@example.org",
  sent: "2026-11-20T09:00:00Z",
  status: "Actual",
  msgType: "Alert",
  scope: "Restricted",
  code: ["IPAWSv1.0"],
  info: [{ category: ["Health"], event: "HAN", urgency: "Immediate", severity: "Severe", certainty: "Observed" }],
};
const withParameters = (...parameter: readonly (readonly [string, string])[]): Alert => ({
  ...alert,
  info: alert.info.map((info) => ({
    ...info,
    parameter: parameter.map(([valueName, value]) => ({ valueName, value })),
  })),
});
const parametersOf = (value: Alert): readonly (readonly NamedValue[] | undefined)[] =>
  value.info.map(({ parameter }) => parameter);

describe("HAN", () => {
  test("proposals", () => {
    const reference = [{ sender: "a", identifier: "b", sent: alert.sent }];
    expect(hanCategories.map((category) => hanDefaults(category))).toEqual([
      { msgType: "Alert", urgency: "Immediate", severity: "Severe" },
      { msgType: "Alert", urgency: "Expected", severity: "Moderate" },
      { msgType: "Alert", urgency: "Future", severity: "Minor" },
      { msgType: "Alert", urgency: "Unknown", severity: "Minor", responseType: ["None"] },
    ]);
    expect(hanDefaults("HealthUpdate", reference).msgType).toBe("Update");
    expect(hanDefaults("HealthAlert", reference).msgType).toBe("Alert");
  });

  test.each(hanCategories)("%s is written and read, in place of another", (category) => {
    const marked = withHanCategory(withHanCategory(alert, "InfoService"), category);
    expect(marked.code).toEqual(["IPAWSv1.0", `HAN:${category}`]);
    expect(hanCategoryOf(marked)).toBe(category);
  });

  test("never guessed", () => {
    expect(hanCategoryOf(alert)).toBeUndefined();
    expect(hanCategoryOf({ ...alert, code: ["HAN:HealthAlert", "HAN:HealthUpdate"] })).toBeUndefined();
    expect(hanCategoryOf({ ...alert, code: ["HAN:Other"] })).toBeUndefined();
    expect(hanCategoryOf({ ...alert, code: [" han:Health Alert "] })).toBe("HealthAlert");
    expect(hanCategoryOf({ ...alert, code: [" han:Health Alert ", "HAN:HealthAlert"] })).toBe("HealthAlert");
  });
});

describe("PHIN", () => {
  test("is read as real messages write it", () => {
    expect(
      readPhinParameters(
        withParameters(
          ["acknowledge", " no "],
          ["DELIVERYTIME", "60 minutes"],
          ["Level", "state, Local"],
          ["JurisdictionLevel", "State"],
          ["ProgramType", "ALERT"],
        ),
      ),
    ).toEqual({ acknowledge: "None", deliveryTimeMinutes: 60, levels: ["State", "Local"], programType: "Alert" });
    expect(
      readPhinParameters(withParameters(["Acknowledge", "perhaps"], ["DeliveryTime", "soon"], ["Level", "Moon"])),
    ).toEqual({});
    expect(readPhinParameters(withParameters(["DeliveryTime", "0"]))).toEqual({});
    expect(readPhinParameters(alert)).toEqual({});
  });

  test("is written in every block, others untouched", () => {
    const before = withParameters(["Other", "x"], ["jurisdictionlevel", "Local"], ["Acknowledge", "No"]);
    const two = { ...before, info: [...before.info, ...alert.info] };
    const written = [
      { valueName: "DeliveryTime", value: "1440" },
      { valueName: "Level", value: "State" },
      { valueName: "Level", value: "Local" },
    ];
    const after = withPhinParameters(two, { deliveryTimeMinutes: 1440, levels: ["State", "Local"] });
    expect(parametersOf(after)).toEqual([
      [{ valueName: "Other", value: "x" }, { valueName: "Acknowledge", value: "No" }, ...written],
      written,
    ]);
    expect(readPhinParameters(after)).toEqual({
      acknowledge: "None",
      deliveryTimeMinutes: 1440,
      levels: ["State", "Local"],
    });
    expect(withPhinParameters(before, {})).toEqual(before);
  });

  test.each([
    ["acknowledge", { acknowledge: "No" }],
    ["deliveryTimeMinutes", { deliveryTimeMinutes: 0 }],
    ["deliveryTimeMinutes", { deliveryTimeMinutes: 1.5 }],
    ["levels", { levels: [] }],
    ["levels[0]", { levels: ["Moon"] }],
    ["programType", { programType: "x" }],
    ["Level", { Level: "State" }],
  ])("refused: %s %j", (path, parameters) => {
    expect(() => withPhinParameters(alert, parameters as object)).toThrow(`${path}:`);
  });

  test("an alert without a block cannot carry them", () => {
    expect(() => withPhinParameters({ ...alert, info: [] }, { acknowledge: "None" })).toThrow("info:");
  });
});
