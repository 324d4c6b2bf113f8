import { expect, test } from "vitest";

import { checkAlert } from "./check-alert.ts";
import { checkVersions } from "./check-versions.ts";
import { alert, first, found, withInfo } from "./fixtures/good-alert.ts";

test("nothing is found in a good alert, with all facts", () => {
  const human = { source: "human", basedOn: 3 } as const;
  expect(found(alert)).toEqual([]);
  expect(
    found(alert, {
      now: Date.parse(alert.sent),
      awareAt: "2026-11-20T08:40:00-05:00",
      firstMessage: first,
      phase: "initial",
      revision: 3,
      versions: { EN: human, es: { source: "machine", reviewedBy: "t1", reviewedAt: alert.sent, basedOn: 3 } },
    }),
  ).toEqual([]);
});

test("messages never repeat the text, and all rules are of alerts", () => {
  const secret = withInfo({ description: "ZQXJW guarantee confirmed two ICU." });
  for (const { message, rule } of checkAlert(secret)) {
    expect(message).not.toMatch(/ZQXJW/);
    expect(rule).toMatch(/^alert\./);
  }
});

test("what cannot be read is refused with its path", () => {
  expect(() => checkAlert({ ...alert, sent: "soon" })).toThrow("sent");
  expect(() => checkAlert(alert, { phase: "later" } as object)).toThrow("phase");
  expect(() => checkVersions({}, { wrong: 1 } as object)).toThrow("wrong");
});
