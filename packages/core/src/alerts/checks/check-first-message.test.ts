import { describe, expect, test } from "vitest";

import type { Alert } from "../../models/alert.ts";
import type { AlertFacts, FirstMessage } from "./alert-facts.ts";
import { checkAlert } from "./check-alert.ts";
import { alert, es, first, found, withInfo } from "./fixtures/good-alert.ts";

describe("the first message", () => {
  const given = (change: Partial<FirstMessage>, more: AlertFacts = {}): AlertFacts => ({
    firstMessage: { ...first, ...change },
    ...more,
  });
  const initial = { phase: "initial" } as const;

  test("late by the default hour, or by another target", () => {
    const late = (minutes: number): AlertFacts => ({
      awareAt: alert.sent,
      now: Date.parse(alert.sent) + minutes * 60_000,
    });
    expect(found(alert, late(60))).toEqual([]);
    expect(checkAlert(alert, late(61))[0]?.message).toContain("61 minutes");
    expect(found(alert, late(61))).toEqual(["warn late sent"]);
    expect(found(alert, { ...late(31), holdingTargetMs: 1_800_000 })).toEqual(["warn late sent"]);
    const update: Alert = {
      ...alert,
      msgType: "Update",
      references: [{ sender: "a", identifier: "b", sent: alert.sent }],
    };
    expect(found(update, late(600))).toEqual([]);
  });

  test.each([
    ["nothing-unknown", "unknown", { unknown: [] }],
    ["nothing-unknown", "unknown", { unknown: [" "] }],
    ["no-empathy", "empathy", { empathy: " " }],
    ["no-process", "process", { process: "" }],
    ["no-commitment", "commitment", { commitment: "" }],
    ["no-more-info", "moreInfo", { moreInfo: {} }],
  ] as const)("%s is a warning, in the initial phase only", (rule, path, change) => {
    expect(found(alert, given(change, initial))).toEqual([`warn ${rule} firstMessage.${path}`]);
    expect(found(alert, given(change, { phase: "maintenance" }))).toEqual([]);
  });

  test("a telephone number is enough to learn more", () => {
    expect(found(alert, given({ moreInfo: { phone: "+1 555 010 0100" } }, initial))).toEqual([]);
  });

  test("what blocks in every phase", () => {
    expect(found(alert, given({ known: [{ fact: "x", source: " ", asOf: "?" }] }))).toEqual([
      "block fact-without-source firstMessage.known[0].source",
      "block fact-without-date firstMessage.known[0].asOf",
    ]);
    const past = ["block next-update-past firstMessage.nextUpdateAt"];
    expect(found(alert, given({ nextUpdateAt: alert.sent }))).toEqual(past);
    expect(found(alert, given({}, { now: Date.parse(first.nextUpdateAt) }))).toEqual(past);
    expect(found(alert, given({ actions: [] }))).toEqual(["block no-action firstMessage.actions"]);
    expect(found(withInfo({ responseType: ["None"] }), given({ actions: [] }))).toEqual([]);
  });

  test("one to three actions, each with its verb first", () => {
    const actions = ["Boil water.", "Water has to be boiled.", "Call us.", "Do not swim."].map((text) => ({
      do: text,
    }));
    expect(found(alert, given({ actions }))).toEqual([
      "warn many-actions firstMessage.actions",
      "warn verb-first firstMessage.actions[1].do",
    ]);
  });

  test("without the facts the words are looked at", () => {
    const cold = withInfo({ description: "A pipe broke." });
    expect(found(cold, initial)).toEqual(["warn no-empathy info[0].description"]);
    expect(found(cold)).toEqual([]);
    expect(found(cold, given({}, initial))).toEqual([]);
    expect(found(withInfo({ language: "de", description: "Ein Rohr ist gebrochen." }), initial)).toEqual([]);
    expect(found(withInfo({ description: "Se rompió una tubería." }, es), initial)).toEqual([
      "warn no-empathy info[0].description",
    ]);
    expect(found(withInfo({ description: "Lamentamos las molestias." }, es), initial)).toEqual([]);
  });
});
