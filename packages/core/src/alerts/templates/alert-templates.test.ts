import { expect, test } from "vitest";

import { alertTemplates } from "./alert-templates.ts";
import { checkTemplate } from "./check-template.ts";
import { sampleValues } from "./fixtures/values.ts";
import { readAlertTemplate } from "./read-alert-template.ts";

test.each(alertTemplates.map((template) => [template.name, template] as const))(
  "%s is fit for use",
  (name, template) => {
    expect(readAlertTemplate(template)).toEqual(template);
    expect(checkTemplate(template, sampleValues[name] ?? {})).toEqual([]);
  },
);

test("three of them, each with its own name", () => {
  expect(alertTemplates.map(({ name }) => name)).toEqual(["boil-water", "extreme-heat", "chemical-release"]);
});
