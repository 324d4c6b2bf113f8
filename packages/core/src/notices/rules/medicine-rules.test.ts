import { describe, expect, test } from "vitest";

import * as kinds from "../fixtures/medicine.ts";
import { parseMedicineNotice, type MedicineNotice } from "../index.ts";

const { recall, halt, shortage, counterfeit } = kinds;
const stopNow = { name: "Example Medicines Authority", url: "https://medicines.example.org", date: "2026-11-20" };

function rulesOf(
  language: "en" | "es",
  text: string,
  notice: MedicineNotice = recall,
  key = "whatToDo",
): readonly string[] {
  // In one language, so that only the text itself can be wrong.
  const alone = JSON.parse(JSON.stringify(notice), (_, value: unknown) => {
    if (Array.isArray(value) && value.includes("en")) return [language];
    if (typeof value !== "object" || value === null || !("en" in value)) return value;
    return { [language]: (value as Record<string, unknown>)[language] };
  }) as object;
  try {
    parseMedicineNotice({ ...alone, [key]: { [language]: text } });
    return [];
  } catch (error) {
    return (error as { violations: { path: string; rule: string }[] }).violations.map(({ path, rule }) => {
      expect(path).toBe(`${key}.${language}`);
      return rule;
    });
  }
}

describe("advice to stop", () => {
  const english = [
    "Stop taking Examplol at once.",
    "Stop Examplol now.",
    "Please discontinue use immediately.",
    "Cease treatment.",
    "We ask you to stop taking it.",
    "Make sure you stop using it.",
    "Do not take it.",
    "Don’t use these tablets.",
    "Check your pack. Stop the medicine.",
  ];
  const spanish = [
    "Deje de tomar Examplol.",
    "Suspenda el tratamiento.",
    "Interrumpa la medicación.",
    "No tome estos comprimidos.",
    "No lo use.",
    "DEJEN DE USARLO",
  ];

  test.each(english)("en, needs a source: %s", (text) => {
    expect(rulesOf("en", text)).toEqual(["stop-without-source"]);
    expect(rulesOf("en", text, { ...recall, stopNow })).toEqual([]);
  });

  test.each(spanish)("es, needs a source: %s", (text) => {
    expect(rulesOf("es", text)).toEqual(["stop-without-source"]);
    expect(rulesOf("es", text, { ...recall, stopNow })).toEqual([]);
  });

  test.each([
    ["en", "Do not stop taking it."],
    ["en", "Never stop your treatment without advice."],
    ["en", "Keep taking your tablets."],
    ["es", "No deje de tomarlo."],
    ["es", "No suspenda el tratamiento."],
    ["es", "Siga tomando sus comprimidos."],
  ] as const)("%s: the opposite is fine without, and a contradiction with a source: %s", (language, text) => {
    expect(rulesOf(language, text)).toEqual([]);
    expect(rulesOf(language, text, { ...halt, stopNow })).toEqual(["contradiction"]);
  });

  test.each([
    ["en", "Ask your doctor before you stop taking it."],
    ["en", "You can stop checking your packs."],
    ["en", "It stopped working."],
    ["en", "Do not take more than you need."],
    ["es", "Pregunte antes de suspender el tratamiento."],
    ["es", "No tome más de lo necesario."],
    ["es", "Hable con su médico sin dejar de tomarlo."],
  ] as const)("%s, fine: %s", (language, text) => {
    expect(rulesOf(language, text)).toEqual([]);
  });

  test("a pack that may be fake may be forbidden, a treatment may not", () => {
    expect(rulesOf("en", "Do not use these packs.", counterfeit)).toEqual([]);
    expect(rulesOf("en", "Stop taking Examplol.", counterfeit)).toEqual(["stop-without-source"]);
  });

  test("is found in every words of the notice", () => {
    for (const key of ["reason", "hazard", "whoIsAffected", "returns"])
      expect(rulesOf("en", "Stop taking it now.", recall, key)).toEqual(["stop-without-source"]);
  });
});

describe("doses in words", () => {
  test.each([
    ["It holds 2.5 mg.", []],
    ["It holds 2.5mg.", []],
    ["It holds 2,5 mg.", []],
    ["It holds ２.５ mg.", []],
    ["It holds 5 mg.", ["other-dose"]],
    ["It holds 25 mg.", ["other-dose"]],
    ["It holds 2.5 mcg.", ["other-dose"]],
    ["It holds 2500 µg.", ["misread-dose"]],
    ["It holds 2500 ug.", ["misread-dose"]],
    ["It holds 10 U.", ["misread-dose"]],
    ["It holds 10 IU.", ["misread-dose"]],
    ["It holds .5 mg.", ["misread-dose"]],
    ["It holds 2.50 mg.", ["misread-dose"]],
    ["It holds 5.0 mg.", ["misread-dose"]],
    ["It holds 1,000 mg.", ["misread-dose"]],
    ["It holds 0,125 mg.", ["other-dose"]],
    ["The dose of 25 is wrong.", ["dose-without-unit"]],
    ["Strength 25 is on the box.", ["dose-without-unit"]],
    ["The dose is 2.5 mg.", []],
    ["The strength 2.5 mg is right.", []],
    ["Bring 2 packs by 9:00.", []],
  ])("%s", (text, rules) => {
    expect(rulesOf("en", text)).toEqual(rules);
  });

  test("of a concentration both amounts may be named", () => {
    const strength = [{ value: 10, unit: "mg" as const, per: { value: 5, unit: "ml" as const } }];
    const syrup = { ...recall, product: { ...recall.product, strength } };
    expect(rulesOf("en", "There are 10 mg in 5 ml.", syrup)).toEqual([]);
    expect(rulesOf("en", "There are 10 mg in 1 ml.", syrup)).toEqual(["other-dose"]);
    const units = [{ value: 100, unit: "international-units" as const }];
    const insulin = { ...recall, product: { ...recall.product, strength: units } };
    expect(rulesOf("en", "It holds 100 units.", insulin)).toEqual([]);
    expect(rulesOf("en", "It holds 100 international units.", insulin)).toEqual([]);
    expect(rulesOf("en", "It holds 10 international units.", insulin)).toEqual(["other-dose"]);
    expect(rulesOf("es", "Contiene 40 unidades.", insulin)).toEqual(["other-dose"]);
  });

  test("of a new strength both may be named", () => {
    expect(rulesOf("en", "Not 2.5 mg but 5 mg.", kinds.strengthChange)).toEqual([]);
    expect(rulesOf("en", "Not 2.5 mg but 7 mg.", kinds.strengthChange)).toEqual(["other-dose"]);
  });

  test("how much is in a pack is no dose", () => {
    const product = { ...recall.product, packSize: { en: "30 g tube", es: "tubo de 30 g" } };
    expect(() => parseMedicineNotice({ ...recall, product })).not.toThrow();
  });

  test.each([
    ["en", "Take two tablets."],
    ["en", "Use only 1 puff."],
    ["es", "Tome 2 comprimidos."],
    ["es", "Use media pastilla."],
  ] as const)("%s, nobody is told how much to take: %s", (language, text) => {
    expect(rulesOf(language, text)).toEqual(["dose-advice"]);
  });
});

describe("what distracts or identifies", () => {
  test.each([
    ["en", "Get a special offer.", "promotion"],
    ["en", "Order now.", "promotion"],
    ["es", "Hay un descuento.", "promotion"],
    ["en", "This is a voluntary recall.", "softened"],
    ["en", "The maker voluntarily takes it back.", "softened"],
    ["es", "Es una retirada voluntaria.", "softened"],
    ["en", "Two patients became ill.", "small-count"],
    ["en", "There were 3 deaths.", "small-count"],
    ["es", "Hubo 2 casos.", "small-count"],
    ["en", "It is 100% safe.", "guarantee"],
    ["en", "Read https://shop.example.org", "link-in-words"],
    ["en", "Join #Recall", "hashtag"],
    ["en", "Careful 🚨", "emoji"],
  ] as const)("%s: %s", (language, text, rule) => {
    expect(rulesOf(language, text)).toEqual([rule]);
  });

  test.each([
    ["en", "One in three people feels dizzy."],
    ["en", "Up to 1 in 10 people feel dizzy."],
    ["en", "40 people became ill."],
    ["es", "Una de cada tres personas se marea."],
  ] as const)("%s, fine: %s", (language, text) => {
    expect(rulesOf(language, text)).toEqual([]);
  });

  test.each([
    ["en", "These are the last packs."],
    ["en", "The price has gone up."],
    ["en", "Stock up now."],
    ["en", "While supplies last."],
    ["es", "Son las últimas cajas."],
    ["es", "El precio ha subido."],
    ["es", "Haga acopio."],
  ] as const)("%s, in a shortage: %s", (language, text) => {
    expect(rulesOf(language, text, shortage)).toEqual(["stockpiling"]);
    expect(rulesOf(language, text, recall)).toEqual([]);
  });

  test("asking people not to stockpile is fine", () => {
    expect(rulesOf("en", "Please do not stockpile.", shortage)).toEqual([]);
    expect(rulesOf("es", "Por favor, no acumule.", shortage)).toEqual([]);
  });
});
