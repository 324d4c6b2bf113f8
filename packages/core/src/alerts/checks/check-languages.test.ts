import { describe, expect, test } from "vitest";

import type { Alert, AlertInfo } from "../../models/alert.ts";
import type { AlertFacts } from "./alert-facts.ts";
import { checkVersions } from "./check-versions.ts";
import { alert, en, es, found } from "./fixtures/good-alert.ts";

describe("languages", () => {
  const changed = (change: Partial<AlertInfo>): Alert => ({ ...alert, info: [en, { ...es, ...change }] });

  test.each([
    ["instruction", { instruction: "Hierva el agua durante 1 minuto. Llame al +1 555 010 0101." }],
    ["description", { description: "Sabemos que preocupa. Próxima actualización: 18:30." }],
    ["audience", { audience: "200 calles" }],
    ["contact", { contact: "+1 555 010 0109" }],
    ["web", { web: "https://example.org/agua" }],
    ["expires", { expires: "2026-11-22T19:00:00-05:00" }],
    ["urgency", { urgency: "Expected" }],
    ["effective", { effective: "2026-11-20T10:00:00-05:00" }],
    ["onset", { onset: "2026-11-20T10:00:00-05:00" }],
    ["certainty", { certainty: "Likely" }],
    ["category", { category: ["Health", "Env"] }],
    ["severity", { severity: "Minor" }],
    ["responseType", { responseType: ["Avoid"] }],
    ["area", { area: [{ areaDesc: "Riverton, 13 calles" }] }],
  ] as const)("another %s is blocked", (field, change) => {
    expect(found(changed(change))).toEqual([`block unequal-facts info[1].${field}`]);
  });

  test("the same instant in another zone is the same", () => {
    expect(found(changed({ expires: "2026-11-23T00:00:00+01:00" }))).toEqual([]);
  });

  test("another order and another way to write an address are the same", () => {
    const both = (one: Partial<AlertInfo>, other: Partial<AlertInfo>): Alert => ({
      ...alert,
      info: [
        { ...en, ...one },
        { ...es, ...other },
      ],
    });
    expect(
      found(both({ responseType: ["Prepare", "Avoid"] }, { responseType: ["Avoid", "Prepare", "Avoid"] })),
    ).toEqual([]);
    expect(found(both({ web: "https://example.org" }, { web: "https://example.org/" }))).toEqual([]);
  });

  test("a copy is a warning, of names and numbers none", () => {
    expect(found(changed({ headline: en.headline ?? "" }))).toEqual(["warn untranslated info[1].headline"]);
    expect(found({ ...alert, info: [en, { ...en, language: "en-GB" }] })).toEqual([]);
  });

  test("blocks of one language are a sequence", () => {
    const more = { ...en, instruction: "Call 555.", contact: "555" };
    expect(found({ ...alert, info: [en, more, es] })).toEqual(["warn missing-language info[1]"]);
    expect(found({ ...alert, info: [en, { ...more, language: "EN" }, es] })).toEqual(["warn missing-language info[1]"]);
    const mas = { ...es, instruction: "Llame al 556.", contact: "555" };
    expect(found({ ...alert, info: [en, more, es, mas] })).toEqual(["block unequal-facts info[3].instruction"]);
  });

  test("unreviewed, stale and unknown versions", () => {
    const versions = (version: object): AlertFacts => ({
      revision: 2,
      versions: { en: { source: "human", basedOn: 2 }, ...version },
    });
    const block = (rule: string): string[] => [`block ${rule} info[1].language`];
    expect(found(alert, versions({ es: { source: "machine", basedOn: 2 } }))).toEqual(block("unreviewed-translation"));
    expect(
      found(alert, versions({ es: { source: "machine", basedOn: 2, reviewedBy: " ", reviewedAt: alert.sent } })),
    ).toEqual(block("unreviewed-translation"));
    expect(found(alert, versions({ es: { source: "machine", basedOn: 2, reviewedBy: "t1" } }))).toEqual(
      block("unreviewed-translation"),
    );
    expect(found(alert, versions({ es: { source: "human", basedOn: 1 } }))).toEqual(block("stale-translation"));
    const { versions: first } = versions({ es: { source: "human", basedOn: 1 } });
    expect(found(alert, { ...(first && { versions: first }) })).toEqual([]);
    expect(found(alert, versions({}))).toEqual(["warn unknown-version info[1].language"]);
  });

  test("posts: paths are tags", () => {
    const findings = checkVersions(
      { en: "Call 911 at once.", es: "Llame al 912.", fr: "Call 911 at once." },
      {
        revision: 1,
        versions: {
          en: { source: "human", basedOn: 1 },
          es: { source: "machine", basedOn: 0 },
          fr: { source: "human", basedOn: 1 },
        },
      },
    );
    expect(findings.map(({ level, rule, path, language }) => [level, rule, path, language])).toEqual([
      ["block", "alert.unequal-facts", "es", "es"],
      ["warn", "alert.untranslated", "fr", "fr"],
      ["block", "alert.unreviewed-translation", "es", "es"],
      ["block", "alert.stale-translation", "es", "es"],
    ]);
    expect(checkVersions({ en: "Call 911." })).toEqual([]);
  });
});
