import { check } from "recheck";
import { expect, test, vi } from "vitest";

import type { Alert, AlertInfo } from "../../models/alert.ts";
import { alertTemplates } from "../templates/alert-templates.ts";
import { checkTemplate } from "../templates/check-template.ts";
import { sampleValues } from "../templates/fixtures/values.ts";
import { checkAlert } from "./check-alert.ts";

const hostile = [
  "1 ",
  "1,",
  "1.",
  "1-",
  "12:30 ",
  "6 p.m. ",
  "1 to 2 ",
  "11/22/2026 ",
  "22 nov ",
  "nov ",
  "(",
  "a@",
  "a.b ",
  "www.",
  "https://a.b/ ",
  "no ",
  "not a ",
  "we will share ",
  "we know this ",
  "confirmed ",
  "test ",
  "is a ",
  "mas ",
  "no es un ",
  "AAAA ",
  "A",
  "\ud83d\ude00",
  "\u200d",
  ". ",
  "\u00a0",
  "٣",
  "de la ",
  "100 safe ",
  "guarantee ",
];

function alertOf(text: string): Alert {
  const info: AlertInfo = {
    category: ["Health"],
    event: text,
    urgency: "Immediate",
    severity: "Severe",
    certainty: "Observed",
    headline: text,
    description: text,
    instruction: text,
  };
  const [sender, sent] = ["a@example.org", "2026-11-20T09:00:00Z"];
  const head = { identifier: "a", sender, sent, msgType: "Alert", scope: "Public" } as const;
  return {
    ...head,
    status: "Actual",
    info: [
      { ...info, language: "en" },
      { ...info, language: "es" },
    ],
  };
}

test("every regular expression is linear", { timeout: 300_000 }, async () => {
  const seen = new Map<string, RegExp>();
  const original = Object.getOwnPropertyDescriptor(RegExp.prototype, "exec")?.value as RegExp["exec"];
  vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, text: string) {
    seen.set(`${this.source} ${this.flags}`, this);
    return original.call(this, text);
  });
  for (const template of alertTemplates) checkTemplate(template, sampleValues[template.name] ?? {});
  for (const text of hostile) {
    const alert = alertOf(`${text}x`.repeat(5));
    checkAlert(alert, { phase: "initial" });
    checkAlert({ ...alert, status: "Exercise" });
  }
  vi.restoreAllMocks();
  expect(seen.size).toBeGreaterThan(50);
  const unsafe: string[] = [];
  for (const { source, flags } of seen.values()) {
    // Without a time of its own: a busy machine must not change the answer.
    const { status } = await check(source, flags.replace("y", "g"), { timeout: null });
    if (status !== "safe") unsafe.push(`${status}: ${source.slice(0, 200)}`);
  }
  expect(unsafe).toEqual([]);
});

test("long hostile texts come to an end", { timeout: 60_000 }, () => {
  for (const text of hostile) checkAlert(alertOf(`x${text.repeat(500)}`), { phase: "initial" });
});
