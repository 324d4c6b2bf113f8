import { describe, expect, test } from "vitest";

import type { Alert, AlertInfo } from "../../models/alert.ts";
import { alert, en, es, found, withInfo } from "./fixtures/good-alert.ts";

const without = (info: AlertInfo, ...keys: (keyof AlertInfo)[]): AlertInfo =>
  Object.fromEntries(Object.entries(info).filter(([key]) => !keys.some((each) => each === key))) as object as AlertInfo;

describe("actions", () => {
  const bare = without(en, "instruction", "responseType");
  const rules = (info: AlertInfo, change: Partial<Alert> = {}): readonly string[] =>
    found({ ...alert, ...change, info: [info] });

  test("none is blocked, unless the words say that none is needed", () => {
    expect(rules(bare)).toEqual(["block no-action info[0].instruction"]);
    expect(rules({ ...bare, instruction: " . " })).not.toEqual([]);
    expect(rules({ ...bare, responseType: ["Assess"] })).toEqual(["block no-action info[0].instruction"]);
    expect(rules({ ...bare, responseType: ["Shelter"] })).toEqual([]);
    expect(rules({ ...bare, description: "A pipe broke. No action is needed." })).toEqual([]);
    expect(rules({ ...bare, language: "es", description: "No hace falta hacer nada." })).toEqual([]);
    const cancel = { msgType: "Cancel", references: [{ sender: "a", identifier: "b", sent: alert.sent }] } as const;
    expect(rules(bare, cancel)).toEqual([]);
    for (const msgType of ["Ack", "Error"] as const)
      expect(rules(bare, { ...cancel, msgType, note: "read" })).toEqual([]);
    expect(rules({ ...en, responseType: ["AllClear"], instruction: "Tap water is safe to drink." })).toEqual([]);
  });

  test.each([
    ["Tap water must be boiled.", ["warn verb-first info[0].instruction"]],
    ["Please boil tap water.", []],
    ["If you feel faint, call us.", []],
    ["Do not drink tap water. Avoid ice.", ["warn only-negative info[0].instruction"]],
    ["Do not drink tap water. Use bottles.", []],
    ["Boil water. Call us. Stay inside. Close doors.", ["warn many-actions info[0].instruction"]],
  ])("%s", (instruction, expected) => {
    expect(found(withInfo({ instruction }))).toEqual(expected);
  });

  test("Spanish has its own verbs, others none", () => {
    expect(found(withInfo({ instruction: "Hiervan el agua." }, es))).toEqual([]);
    expect(found(withInfo({ instruction: "Pónganse una mascarilla." }, es))).toEqual([]);
    expect(found(withInfo({ instruction: "El agua debe hervirse." }, es))).toEqual([
      "warn verb-first info[0].instruction",
    ]);
    expect(found(withInfo({ language: "de", instruction: "Leitungswasser abkochen." }))).toEqual([]);
  });
});
