import { InvalidPostError } from "@carecast/adapter";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkAlert } from "../checks/check-alert.ts";
import { alertTemplates } from "./alert-templates.ts";
import type { AlertTemplate } from "./alert-template.ts";
import { checkTemplate } from "./check-template.ts";
import { fillTemplate } from "./fill-template.ts";
import { sampleValues } from "./fixtures/values.ts";
import { readAlertTemplate } from "./read-alert-template.ts";
import type { TemplateValues } from "./read-values.ts";

const template = alertTemplates.find(({ name }) => name === "boil-water") as AlertTemplate;
const values = sampleValues["boil-water"] as TemplateValues;
const message = {
  identifier: "r-1",
  sender: "alerts@hospital.example.org",
  sent: "2026-11-20T09:00:00-05:00",
  expires: "2026-11-22T18:00:00-05:00",
};
const filled = fillTemplate(template, values, message);
const next = { identifier: "r-2", sent: "2026-11-20T10:00:00-05:00" };
const words = {
  en: { wrong: "Call 1.", right: "Call 2." },
  es: { wrong: "Llame al 1.", right: "Llame al 2." },
};

function pathsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidPostError) return error.violations.map(({ path }) => path);
    throw error;
  }
  return [];
}
const copy = (change: (draft: Record<string, never>) => void): unknown => {
  const draft = JSON.parse(JSON.stringify(template)) as Record<string, never>;
  change(draft);
  return draft;
};

test("the alert is complete", () => {
  expect(filled.alert).toMatchObject({
    ...{ identifier: "r-1", sent: message.sent },
    status: "Actual",
    msgType: "Alert",
    scope: "Public",
  });
  expect(filled.alert).not.toHaveProperty("references");
  const [en, es] = filled.alert.info;
  expect(en).toMatchObject({
    language: "en",
    headline: "Boil tap water in Riverton North before you drink it",
    area: [{ areaDesc: "Riverton North" }],
    web: "https://example.org/now",
    expires: message.expires,
    responseType: ["Prepare"],
    severity: "Severe",
  });
  expect(es?.headline).toContain("Riverton Norte");
  expect(en?.description).toContain("Jan 5, 18:00 (UTC-05:00)");
  expect(JSON.stringify(filled.alert)).not.toContain("{place}");
});

test("a correction says what holds now, refers to what went before, and has its words beside it", () => {
  const phone = "+1 555 010 0199";
  const { alert, correction } = filled.correction(filled.alert, { ...next, values: { phone } }, words);
  expect(correction).toEqual(words);
  expect(alert).toMatchObject({ msgType: "Update", identifier: "r-2", sender: message.sender, sent: next.sent });
  expect(alert.references).toEqual([{ sender: message.sender, identifier: "r-1", sent: message.sent }]);
  expect(alert.info[1]).toMatchObject({ contact: phone, expires: message.expires, severity: "Severe" });
  expect(JSON.stringify(alert)).not.toMatch(/CORREC|Llame al [12]\./);
  const late = filled.correction(filled.alert, { ...next, sent: message.expires }, words);
  expect(late.alert.info[0]?.expires).toBe("2026-11-23T18:00:00-05:00");
});

test("an all clear follows all that was sent, and is seen for a day", () => {
  const { alert } = filled.correction(filled.alert, next, words);
  const clear = filled.allClear(alert, { identifier: "r-3", sent: "2026-11-30T23:30:00-05:00" });
  expect(clear.references?.map(({ identifier }) => identifier)).toEqual(["r-1", "r-2"]);
  expect(clear.msgType).toBe("Update");
  expect(clear.info[0]).toMatchObject({
    responseType: ["AllClear"],
    urgency: "Past",
    severity: "Minor",
    certainty: "Observed",
    expires: "2026-12-01T23:30:00-05:00",
  });
});

test("a cancellation keeps the severity and asks for nothing else", () => {
  const cancel = filled.cancel(filled.alert, next);
  expect(cancel).toMatchObject({ msgType: "Cancel", references: [{ identifier: "r-1" }] });
  expect(cancel.info[0]).toMatchObject({ severity: "Severe", urgency: "Past", expires: "2026-11-21T10:00:00-05:00" });
  expect(cancel.info[0]).not.toHaveProperty("responseType");
  expect(checkAlert(cancel)).toEqual([]);
});

describe("refused, with the path", () => {
  test.each([
    ["values.phone", { phone: undefined }],
    ["values.other", { other: "x" }],
    ["values.phone", { phone: "call us" }],
    ["values.website", { website: "example.org" }],
    ["values.nextUpdate", { nextUpdate: "18:00" }],
    ["values.place.es", { place: { en: "x" } }],
    ["values.place", { place: "x" }],
    ["values.senderName", { senderName: "A\nB" }],
    ["values.senderName", { senderName: "A\u2028B" }],
    ["values.senderName", { senderName: "A\u2029B" }],
    ["values.website", { website: "https://example.org/{place}" }],
    ["values.website", { website: "https://example.org/<b>" }],
    ["values.senderName", { senderName: "A {place}" }],
    ["values.senderName", { senderName: "<b>A</b>" }],
    ["values.senderName", { senderName: " " }],
    ["values.senderName", { senderName: "A".repeat(301) }],
    ["values.reason.es", { reason: { en: "At 6 p.m.", es: "A las 6:00." } }],
  ])("%s %j", (path, change) => {
    const all = JSON.parse(JSON.stringify({ ...values, ...change })) as TemplateValues;
    expect(pathsOf(() => fillTemplate(template, all, message))).toEqual([path]);
  });

  test("messages that name themselves, go back in time or end at once", () => {
    expect(pathsOf(() => fillTemplate(template, values, { ...message, expires: message.sent }))).toEqual(["expires"]);
    expect(pathsOf(() => fillTemplate(template, values, { ...message, identifier: "a b" }))).toEqual(["identifier"]);
    expect(pathsOf(() => filled.cancel(filled.alert, { ...next, identifier: "r-1" }))).toEqual(["identifier"]);
    expect(pathsOf(() => filled.cancel(filled.alert, { ...next, sent: "2026-11-20T08:59:59-05:00" }))).toEqual([
      "sent",
    ]);
    expect(pathsOf(() => filled.cancel(filled.alert, { ...next, why: "x" } as typeof next))).toEqual(["why"]);
    expect(pathsOf(() => filled.allClear(filled.alert, { ...next, values: { other: "x" } }))).toEqual(["values.other"]);
  });

  test.each([
    [["correction.es"], { en: words.en }],
    [["correction.fr"], { ...words, fr: words.en }],
    [["correction.es.right"], { ...words, es: { ...words.es, right: "Llame al 3." } }],
    [["correction.es.wrong"], { ...words, es: { ...words.es, wrong: "Llame." } }],
    [["correction.en.right"], { ...words, en: { ...words.en, right: "Call\n2." } }],
  ])("a correction: %j", (paths, correction) => {
    expect(pathsOf(() => filled.correction(filled.alert, next, correction as typeof words))).toEqual(paths);
  });

  test.each([
    [["correction"], (draft: Record<string, never>) => void delete draft["correction"]],
    [["allClear"], (draft: Record<string, never>) => void delete draft["allClear"]],
    [["allClear.es"], (draft: Record<string, Record<string, never>>) => void delete draft["allClear"]?.["es"]],
    [["cancel.es"], (draft: Record<string, Record<string, never>>) => void delete draft["cancel"]?.["es"]],
    [
      ["alert.en.instruction"],
      (draft: Record<string, Record<string, Record<string, never>>>) =>
        void delete draft["alert"]?.["en"]?.["instruction"],
    ],
    [["languages"], (draft: Record<string, unknown>) => void (draft["languages"] = ["en", "EN"])],
  ])("%j", (paths, change) => {
    expect(pathsOf(() => readAlertTemplate(copy(change as never)))).toEqual(paths);
  });

  const textOf = (
    key: "alert" | "correction" | "allClear" | "cancel",
    language: string,
    field: string,
    text: string,
  ): unknown => ({
    ...template,
    [key]: { ...template[key], [language]: { ...template[key][language], [field]: text } },
  });

  test("placeholders: undeclared, unused, unbalanced, in one language only", () => {
    const { headline = "" } = template.alert["en"] ?? {};
    expect(pathsOf(() => readAlertTemplate(textOf("alert", "en", "headline", `${headline} {town}`)))).toEqual([
      "alert.en.headline",
      "alert.es",
    ]);
    expect(pathsOf(() => readAlertTemplate(textOf("cancel", "es", "headline", "{place} {town}")))).toEqual([
      "cancel.es.headline",
      "cancel.es",
    ]);
    expect(pathsOf(() => readAlertTemplate(textOf("alert", "en", "headline", `${headline} {`)))).toEqual([
      "alert.en.headline",
      "alert.es",
    ]);
    const about = { kind: "text", about: "x" } as const;
    expect(
      pathsOf(() => readAlertTemplate({ ...template, placeholders: { ...template.placeholders, town: about } })),
    ).toEqual(["placeholders.town"]);
    expect(pathsOf(() => readAlertTemplate(textOf("allClear", "es", "headline", "Ya puede beber")))).toEqual([
      "allClear.es",
    ]);
  });
});

test("the dry run names the message", () => {
  const change = {
    ...template,
    allClear: { ...template.allClear, en: { ...template.allClear["en"], description: "We guarantee it." } },
  };
  const findings = checkTemplate(change as AlertTemplate, values).map(({ rule, path, level }) => [level, rule, path]);
  expect(findings).toEqual([["block", "alert.guarantee", "allClear.info[0].description"]]);
  const only = <T>(texts: Readonly<Record<string, T>>): Record<string, T> => ({ de: texts["en"] as T });
  const german = {
    ...template,
    languages: ["de"],
    alert: only(template.alert),
    correction: only(template.correction),
    cancel: only(template.cancel),
    allClear: only(template.allClear),
  };
  const own = { ...values, place: { de: "Nord" }, reason: { de: "Rohrbruch." } };
  expect(checkTemplate(german, own).map(({ rule, path }) => [rule, path])[0]).toEqual([
    "alert.phrases",
    "alert.info[0].language",
  ]);
});

test("numbers are equal in all languages, whatever the values", () => {
  const number = fc.oneof(fc.nat(9999).map(String), fc.constantFrom("18:00", "2.5 mg", "555-0100"));
  fc.assert(
    fc.property(number, fc.stringMatching(/^\+1 [1-9]\d{2} \d{3} \d{4}$/), (value, phone) => {
      const place = { en: `Block ${value}`, es: `Manzana ${value}` };
      const { alert } = fillTemplate(template, { ...values, place, phone }, message);
      expect(checkAlert(alert).filter(({ rule }) => rule === "alert.unequal-facts")).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
