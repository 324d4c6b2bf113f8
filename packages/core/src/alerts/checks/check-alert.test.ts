import { describe, expect, test } from "vitest";

import type { Alert, AlertInfo } from "../../models/alert.ts";
import type { AlertFacts, FirstMessage } from "./alert-facts.ts";
import { checkAlert } from "./check-alert.ts";
import { checkVersions } from "./check-versions.ts";

const en: AlertInfo = {
  language: "en",
  category: ["Health"],
  event: "Boil water notice",
  responseType: ["Prepare"],
  urgency: "Immediate",
  severity: "Severe",
  certainty: "Observed",
  expires: "2026-11-22T18:00:00-05:00",
  senderName: "Riverton General Hospital",
  headline: "Boil tap water in Riverton",
  description: "We know this is worrying. A pipe broke. Next update: 6 p.m.",
  instruction: "Boil tap water for 1 minute. Call +1 555 010 0100 with questions.",
  web: "https://example.org/water",
  contact: "+1 555 010 0100",
  area: [{ areaDesc: "Riverton, 12 streets" }],
};
const es: AlertInfo = {
  ...en,
  language: "es",
  event: "Aviso de hervir el agua",
  headline: "Hierva el agua del grifo en Riverton",
  description: "Sabemos que esto preocupa. Se rompió una tubería. Próxima actualización: 18:00.",
  instruction: "Hierva el agua durante 1 minuto. Llame al +1 555 010 0100 si tiene preguntas.",
  area: [{ areaDesc: "Riverton, 12 calles" }],
};
const alert: Alert = {
  identifier: "riverton-7",
  sender: "alerts@hospital.example.org",
  sent: "2026-11-20T09:00:00-05:00",
  status: "Actual",
  msgType: "Alert",
  scope: "Public",
  info: [en, es],
};
const first: FirstMessage = {
  empathy: "We know this is worrying.",
  known: [{ fact: "A pipe broke.", source: "City water works", asOf: "2026-11-20T08:50:00-05:00" }],
  unknown: ["How long it will take."],
  process: "We test the water.",
  nextUpdateAt: "2026-11-20T12:00:00-05:00",
  commitment: "We stay with it.",
  moreInfo: { url: "https://example.org/water" },
  actions: [{ do: "Boil tap water." }],
};

const found = (value: Alert, given?: AlertFacts): readonly string[] =>
  checkAlert(value, given).map(({ level, rule, path }) => `${level} ${rule.replace("alert.", "")} ${path}`);
const withInfo = (change: Partial<AlertInfo>, base = en): Alert => ({ ...alert, info: [{ ...base, ...change }] });
const without = (info: AlertInfo, ...keys: (keyof AlertInfo)[]): AlertInfo =>
  Object.fromEntries(Object.entries(info).filter(([key]) => !keys.some((each) => each === key))) as object as AlertInfo;

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

describe("languages", () => {
  const changed = (change: Partial<AlertInfo>): Alert => ({ ...alert, info: [en, { ...es, ...change }] });

  test.each([
    ["instruction", { instruction: "Hierva el agua durante 1 minuto. Llame al +1 555 010 0101." }],
    ["description", { description: "Sabemos que preocupa. Próxima actualización: 18:30." }],
    ["contact", { contact: "+1 555 010 0109" }],
    ["web", { web: "https://example.org/agua" }],
    ["expires", { expires: "2026-11-22T19:00:00-05:00" }],
    ["urgency", { urgency: "Expected" }],
    ["severity", { severity: "Minor" }],
    ["responseType", { responseType: ["Avoid"] }],
    ["area", { area: [{ areaDesc: "Riverton, 13 calles" }] }],
  ] as const)("another %s is blocked", (field, change) => {
    expect(found(changed(change))).toEqual([`block unequal-facts info[1].${field}`]);
  });

  test("the same instant in another zone is the same", () => {
    expect(found(changed({ expires: "2026-11-23T00:00:00+01:00" }))).toEqual([]);
  });

  test("a copy is a warning, of names and numbers none", () => {
    expect(found(changed({ headline: en.headline ?? "" }))).toEqual(["warn untranslated info[1].headline"]);
    expect(found({ ...alert, info: [en, { ...en, language: "en-GB" }] })).toEqual([]);
  });

  test("blocks of one language are a sequence", () => {
    const more = { ...en, instruction: "Call 555.", contact: "555" };
    expect(found({ ...alert, info: [en, more, es] })).toEqual(["warn missing-language info[1]"]);
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
    expect(found(withInfo({ description: "Se rompió una tubería." }, es), initial)).toEqual([
      "warn no-empathy info[0].description",
    ]);
    expect(found(withInfo({ description: "Lamentamos las molestias." }, es), initial)).toEqual([]);
  });
});

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
    expect(found(withInfo({ instruction: "El agua debe hervirse." }, es))).toEqual([
      "warn verb-first info[0].instruction",
    ]);
    expect(found(withInfo({ language: "de", instruction: "Leitungswasser abkochen." }))).toEqual([]);
  });
});

describe("words", () => {
  const described = (description: string, language = "en", given?: AlertFacts): readonly string[] =>
    found(withInfo({ language, description }, language === "es" ? es : en), given);
  const at = "info[0].description";

  test.each([
    ["en", "The water is 100 % safe.", ["block guarantee"]],
    ["en", "We guarantee clean water.", ["block guarantee"]],
    ["en", "We cannot guarantee clean water.", []],
    ["en", "The water is not completely safe.", []],
    ["es", "Garantizamos agua limpia.", ["block guarantee"]],
    ["es", "No podemos garantizar nada.", []],
    ["es", "El agua no es totalmente segura.", []],
    ["en", "There is no cause for panic.", ["warn calming"]],
    ["en", "Everything is under control.", ["warn calming"]],
    ["en", "Please don't panic.", ["warn calming"]],
    ["es", "Mantenga la calma.", ["warn calming"]],
    ["de", "We guarantee clean water.", []],
    ["en", "We will share an update soon.", ["warn promise-without-time"]],
    ["en", "We will share an update at 6 p.m. today.", []],
    ["en", "Next update in 30 minutes.", []],
    ["es", "Informaremos pronto.", ["warn promise-without-time"]],
    ["es", "Informaremos a las 18:00.", []],
    ["en", "This is a test.", ["warn practice-words"]],
    ["en", "A drill takes place.", ["warn practice-words"]],
    ["es", "Simulacro en Riverton.", ["warn practice-words"]],
    ["en", "Exercise caution. Test results follow on Monday at 10:00.", []],
    ["en", "Cholera is confirmed.", ["warn confirmed-without-source"]],
    ["en", "Cholera is not confirmed.", []],
    ["en", "Cholera was confirmed by the state laboratory.", []],
    ["es", "Está confirmado.", ["warn confirmed-without-source"]],
  ] as const)("%s: %s", (language, text, expected) => {
    expect(described(text, language)).toEqual(expected.map((rule) => `${rule} ${at}`));
  });

  test("confirmed, with facts that have no source, is blocked", () => {
    const none = { ...first, known: [] };
    expect(described("Cholera is confirmed.", "en", { firstMessage: none })).toEqual([
      `block confirmed-without-source ${at}`,
    ]);
    expect(described("Cholera is confirmed.", "en", { firstMessage: first })).toEqual([]);
  });

  test.each([
    ["en", "This is not a drill."],
    ["en", "THIS IS NOT A DRILL"],
    ["en", "This isn’t just a test."],
    ["es", "Esto no es un simulacro."],
    ["es", "No se trata de una prueba."],
  ] as const)("practice never says: %s", (language, text) => {
    for (const status of ["Exercise", "Test"] as const)
      expect(found({ ...withInfo({ language, headline: text }, language === "es" ? es : en), status })).toContain(
        "block not-a-drill info[0].headline",
      );
    expect(found({ ...withInfo({ headline: "Flood drill" }), status: "Exercise" })).toEqual([]);
  });
});

describe("plain language", () => {
  const long = `Boil ${"water ".repeat(19)}now.`;

  test.each([
    [{ description: long }, ["warn long-sentence info[0].description"]],
    [{ description: long.replace("water ", "") }, []],
    [{ headline: "DANGER in Riverton" }, ["warn capitals info[0].headline"]],
    [{ headline: "CORRECTION UPDATE in NYC of COVID-19" }, []],
    [{ headline: "WATERCO tells", senderName: "WATERCO" }, []],
    [{ description: "The ICU is open." }, ["warn abbreviation info[0].description"]],
    [{ description: "The intensive care unit (ICU) is open." }, []],
    [{ description: "We wait two hours." }, ["warn spelled-number info[0].description"]],
    [{ headline: "Boil water 💧" }, []],
    [{ headline: "Boil water 💧", description: "Now 🚰" }, ["warn emoji info[0]"]],
    [{ headline: "Nurses 👩🏽‍⚕️" }, []],
    [{ headline: "Flag 🇨🇭" }, []],
    [{ headline: "Careful ⚠️" }, []],
    [{ instruction: "Boil water 💧." }, ["warn emoji info[0].instruction"]],
  ] as const)("%j", (change, expected) => {
    expect(found(withInfo(change))).toEqual(expected);
  });

  test("Spanish abbreviations and numbers", () => {
    expect(found(withInfo({ description: "La UCI abre en dos horas." }, es))).toEqual([
      "warn spelled-number info[0].description",
      "warn abbreviation info[0].description",
    ]);
  });
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
