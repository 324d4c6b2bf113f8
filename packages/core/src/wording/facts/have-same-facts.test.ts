import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findUnequalLanguages, haveSameFacts } from "./have-same-facts.ts";
import { listFacts } from "./list-facts.ts";

const same = (en: string, other: string, language = "es"): boolean =>
  findUnequalLanguages({ en, [language]: other }).length === 0;

describe("the same in two languages", () => {
  test.each([
    ["Until 18:00.", "Hasta las 6 p. m."],
    ["Until 6 p.m.", "Hasta las 18:00."],
    ["Until 6 p.m.", "Hasta las 18 h."],
    ["Until 6:30 PM.", "Hasta las 18:30 horas."],
    ["Until 6 pm", "Hasta las 6 de la tarde"],
    ["Until 9 p.m.", "Hasta las 9 de la noche"],
    ["11 to 1 p.m.", "11:00-13:00"],
    ["At 12 a.m.", "A las 00:00"],
    ["At 12 p.m.", "A las 12:00"],
    ["At 9 a.m.", "A las 09:00"],
    ["At noon.", "A las 12:00."],
    ["At midnight.", "A medianoche."],
    ["6 to 8 p.m.", "18:00-20:00"],
    ["9 a.m. – 5 p.m.", "de 9:00 a 17:00"],
    ["Open 24 hours.", "Abierto 24 horas."],
    ["A 24-hour line.", "Línea de 24 h."],
    ["On November 22, 2026.", "El 22 de noviembre de 2026."],
    ["On Nov. 22nd", "22 nov"],
    ["On 11/22/2026", "El 22/11/2026"],
    ["On 5/4/2026", "El 4/5/2026"],
    ["On 11/22/2026", "El 11/22/2026"],
    ["On 22/11/2026", "El 22/11/2026"],
    ["On 11/22/26", "El 22/11/2026"],
    ["On 2026-11-22", "El 22 de noviembre de 2026"],
    ["2.5 mg", "2,5 mg"],
    ["2.50 mg", "2,5 miligramos"],
    ["1,000 people", "1.000 personas"],
    ["1,000 people", "1000 personas"],
    ["1,234.5", "1.234,5"],
    ["1,234.5", "1234,5"],
    ["1.125 mg", "1,125 mg"],
    ["1,000,000 mg", "1.000.000 mg"],
    ["Boil 1 minute", "Hierva 1 minuto"],
    ["5 µg", "5 mcg"],
    ["38 °C", "38 ℃"],
    ["20%", "20 por ciento"],
    ["Call 911 now, 2 lines.", "2 líneas: llame al 911."],
    ["+1 555 010 0100", "+1 555\u00a0010\u00a00100"],
    ["+1 (555) 010-0100", "+15550100100"],
    ["See https://example.org/a.", "Vea HTTPS://EXAMPLE.org/a"],
    ["See www.example.org/", "Vea https://www.example.org"],
    ["See https://example.org/a/", "Vea https://example.org/a"],
    ["Write to Help@example.org.", "Escriba a help@example.org"],
  ])("%s = %s", (en, es) => {
    expect(same(en, es)).toBe(true);
  });

  test.each([
    ["Boil 2.5 l until 18:00", "اغلي ٢٫٥ l حتى ١٨:٠٠", "ar"],
    ["Call 911", "电话９１１", "zh"],
    ["1,000 people", "١٬٠٠٠ شخص", "ar"],
    ["Take 1,000 mg", "١٬٠٠٠ mg", "ar"],
    ["On November 22", "22 listopada", "pl"],
    ["Call 0123456789", "𑛚𑛛𑛜𑛝𑛞𑛟𑛠𑛡𑛢𑛣", "kjp"],
    ["On 22 November", "22. November", "de"],
    ["Until 6 p.m.", "bis 18 Uhr", "de"],
    ["Until 6:30 p.m.", "jusqu’à 18h30", "fr"],
    ["1,000 people", "1\u202f000 personnes", "fr"],
    ["Boil 10 minutes", "10 Minuten kochen", "de"],
    ["On 22 November", "22 zzz", "xx"],
    ["See https://example.org/a", "请看https://example.org/a。", "zh"],
  ])("%s = %s (%s)", (en, other, language) => {
    expect(same(en, other, language)).toBe(true);
  });
});

describe("not the same", () => {
  test.each([
    ["Until 6 p.m.", "Hasta las 6:00."],
    ["Until 6 a.m.", "Hasta las 18:00."],
    ["Until 12 a.m.", "Hasta las 12:00."],
    ["Until 18:00.", "Hasta las 18:30."],
    ["18 hours", "a las 18:00"],
    ["On November 22", "El 22 de diciembre"],
    ["On Nov 22", "El 22 dic"],
    ["On November 22", "El 21 de noviembre"],
    ["On November 22, 2026", "El 22 de noviembre de 2027"],
    ["On 5/4/2026", "El 5/4/2026"],
    ["10 mg", "10 ml"],
    ["10 mg", "10 g"],
    ["10 minutes", "10 horas"],
    ["1,000,000 mg", "1.000.000 g"],
    ["1.125 mg", "1125 mg"],
    ["2.5 mg", "25 mg"],
    ["Call 911", "Llame al 912"],
    ["Call 911", "Llame"],
    ["Call 911 or 911", "Llame al 911"],
    ["+1 555 010 0100", "+1 555 010 0101"],
    ["+1 555 010 0100", "+1 555–0100–010"],
    ["1,000 people", "١٬٠٠١ شخص", "ar"],
    ["On November 22", "22 grudnia", "pl"],
    ["https://example.org/a", "https://example.org/b"],
    ["https://example.org/a", "https://example.com/a"],
    ["https://example.org/a?x=1", "https://example.org/a?x=2"],
    ["example.org/help", "example.org/ayuda"],
    ["Write to help@example.org", "Escriba a ayuda@example.org"],
    ["007", "7"],
  ])("%s ≠ %s", (en, other, language = "es") => {
    expect(same(en, other, language)).toBe(false);
  });
});

test.each(["2026-11-45", "45/11/2026", "13 p.m.", "25:00", "12:75"])("%s is no date and no time", (text) => {
  const kinds = listFacts(text, "en").map(({ kind }) => kind);
  expect(kinds).not.toContain("date");
  expect(kinds).not.toContain("time");
});

test("what can be read in two ways is compared up to a hundred times", () => {
  expect(same("18:00, ".repeat(100), "18 h, ".repeat(100))).toBe(true);
  expect(same("18:00, ".repeat(101), "18 h, ".repeat(101))).toBe(false);
});

test("of several languages the unequal ones are named", () => {
  expect(findUnequalLanguages({ en: "911", es: "911", fr: "15", de: "112" })).toEqual(["fr", "de"]);
  expect(findUnequalLanguages({})).toEqual([]);
});

test("any text has the facts of itself in other digits and in another order", () => {
  const word = fc.oneof(
    fc.nat(99_999).map(String),
    fc.constantFrom("18:00", "6 p.m.", "2.5 mg", "22 November", "+1 555 010 0100", "https://example.org/x", "water"),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const text = words.join("; ");
      const wide = text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      expect(haveSameFacts(listFacts(text, "en"), listFacts([...words].reverse().join("; "), "en"))).toBe(true);
      if (!text.includes("https")) expect(haveSameFacts(listFacts(text, "en"), listFacts(wide, "en"))).toBe(true);
      expect(haveSameFacts(listFacts(text, "en"), listFacts(`${text}; 77777777`, "en"))).toBe(false);
    }),
  );
});
