import { inspect } from "node:util";
import { describe, expect, test } from "vitest";

import { checkFamilyUpdate } from "./check-family-update.ts";
import { checkReply } from "./check-reply.ts";
import { familyPhrases } from "./family-phrases.ts";

/** The words that a finding points at, by rule. */
function find(text: string, names: readonly string[] = []): readonly string[] {
  return checkReply(text, { names }).map(({ rule, level, start, end }) => `${rule} ${level} ${text.slice(start, end)}`);
}

describe("a reply that says something about care is blocked", () => {
  test.each([
    ["your-care", "your visit", "We are sorry that your visit was short."],
    ["your-care", "your second operation", "Sorry about your second operation."],
    ["your-care", "su cita", "Lamentamos que su cita fuera tan tarde."],
    ["your-care", "tus resultados", "Vimos tus resultados."],
    ["when-you", "When you were", "When you were here, the lift was broken."],
    ["when-you", "cuando vino", "Fue distinto cuando vino."],
    ["as-patient", "As our patient", "As our patient you know the ward."],
    ["as-patient", "they were never a patient", "Sorry, they were never a patient."],
    ["as-patient", "como nuestra paciente", "Usted, como nuestra paciente, lo sabe."],
    ["we-treated", "we treated you", "Last of all, we treated you kindly."],
    ["we-treated", "Le atendimos", "Le atendimos con cariño."],
    ["records", "Our records show", "Our records show something else."],
    ["records", "looked into your file", "Maria has looked into your file."],
    ["records", "have no record of you", "We have no record of you."],
    ["records", "según nuestros registros", "Esto, según nuestros registros, no pasó."],
    ["records", "no consta", "Aquí no consta."],
    ["waited", "Sorry that your father had to wait", "Sorry that your father had to wait."],
    ["waited", "sentimos que haya tenido que esperar", "Mucho sentimos que haya tenido que esperar."],
    ["wish", "hope you feel", "We hope you feel better."],
    ["wish", "speedy recovery", "Wishing you a speedy recovery!"],
    ["wish", "Esperamos que se recupere", "Esperamos que se recupere."],
    ["discloses-care", "you missed", "But you missed two calls."],
    ["discloses-care", "your mother was", "We know that your mother was upset."],
    ["discloses-care", "usted canceló", "Pero usted canceló."],
    ["date", "last Tuesday", "The queue was long last Tuesday."],
    ["date", "3 March", "On 3 March the lift broke."],
    ["date", "3/5/2024", "On 3/5/2024 the lift broke."],
    ["date", "la semana pasada", "Fue la semana pasada."],
  ])("%s: %s", (rule, words, text) => {
    expect(find(text)).toContain(`${rule} block ${words}`);
  });

  test("whatever the spaces and apostrophes", () => {
    expect(find("We  checked\nyour\u00a0records.")).toContain("records block checked\nyour\u00a0records");
    expect(find("You didn\u2019t take it.")).toEqual(["discloses-care block You didn\u2019t take"]);
  });

  test("a name of the comment is not repeated, in any order or case", () => {
    expect(find("Dear TESTERSON, Orla", ["Orla Testerson"])).toEqual(["name block TESTERSON, Orla"]);
    expect(find("Hello bluebird77!", ["bluebird77"])).toEqual(["name block bluebird77"]);
    expect(find("The rose garden is open.", ["Rose"])).toEqual([]);
  });
});

describe("a hint is a warning", () => {
  test.each([
    ["argues warn That's not true", "That's not true."],
    ["implies-care warn choosing us", "Thank you for choosing us."],
    ["implies-care warn gracias por elegirnos", "Y gracias por elegirnos."],
    ["implies-care warn congratulations on the", "And congratulations on the baby!"],
  ])("%s", (expected, text) => {
    expect(find(text)).toEqual([expected]);
  });
});

describe("a reply that confirms nothing passes", () => {
  test.each([
    "We take every comment seriously. Privacy law does not let us talk about anyone's care here. Please call (415) 555-0132 or write to care@example.org.",
    "Please ask your doctor before you take two medicines at once.",
    "Thank you for telling us. We are open Monday to Friday, 9 to 5.",
    "The vaccine is free for everyone. Call 211 for a ride.",
    "Gracias por su comentario. La ley no nos permite hablar aquí de la atención de nadie.",
    "Consulte a su médico antes de tomarlo.",
    "We saw a rise in flu this winter, so we added a clinic.",
  ])("%s", (text) => {
    expect(find(text)).toEqual([]);
  });
});

test("findings hold no word of the reply", () => {
  const text = "Mr. Quillfeather, we checked your records on 3/5/2024.";
  const shown = inspect(checkReply(text, { names: ["Quillfeather"] }), { depth: 9 });
  for (const word of ["Quillfeather", "checked", "2024"]) expect(shown).not.toContain(word);
});

describe("a message to the family", () => {
  test.each([...familyPhrases.en, ...familyPhrases.es])("may be: %s", (phrase) => {
    expect(checkFamilyUpdate(phrase)).toEqual([]);
  });

  test("may be an approved phrase, whatever its case and punctuation", () => {
    expect(checkFamilyUpdate("the PROCEDURE has begun")).toEqual([]);
    expect(checkFamilyUpdate("Tea is served!", { phrases: ["Tea is served."] })).toEqual([]);
  });

  test.each(["The tumour is larger than expected.", "The procedure has begun. He is bleeding.", "", "No news."])(
    "is nothing else: %s",
    (text) => {
      expect(checkFamilyUpdate(text)).toEqual([{ rule: "free-text", level: "block", start: 0, end: text.length }]);
    },
  );
});

test("an unknown option is named", () => {
  // @ts-expect-error: a name that does not exist
  expect(() => checkReply("a", { people: [] })).toThrow(expect.objectContaining({ code: "config", path: "people" }));
  // @ts-expect-error: a name that does not exist
  expect(() => checkFamilyUpdate("a", { words: [] })).toThrow(
    expect.objectContaining({ code: "config", path: "words" }),
  );
});
