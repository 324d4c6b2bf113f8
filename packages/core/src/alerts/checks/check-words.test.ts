import { describe, expect, test } from "vitest";

import type { AlertFacts } from "./alert-facts.ts";
import { en, es, first, found, withInfo } from "./fixtures/good-alert.ts";

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
    ["en", "At 6 p.m. we will share an update.", []],
    ["en", "We will share an update on November 22.", []],
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
    const unnamed = { ...first, known: first.known.map((fact) => ({ ...fact, source: " " })) };
    expect(described("Cholera is confirmed.", "en", { firstMessage: unnamed })).toContain(
      `block confirmed-without-source ${at}`,
    );
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
