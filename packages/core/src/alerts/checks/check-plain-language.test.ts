import { describe, expect, test } from "vitest";

import { es, found, withInfo } from "./fixtures/good-alert.ts";

describe("plain language", () => {
  const long = `Boil ${"water ".repeat(19)}now.`;

  test.each([
    [{ description: long }, ["warn long-sentence info[0].description"]],
    [{ description: long.replace("water ", "") }, []],
    [{ headline: "DANGER in Riverton" }, ["warn capitals info[0].headline"]],
    [{ headline: "STAY inside" }, ["warn capitals info[0].headline"]],
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
