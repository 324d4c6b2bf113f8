import type { InvalidPostError } from "@carecast/adapter";
import { parseAlert, type Alert } from "@carecast/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryDamage } from "./fixtures/arbitrary-damage.ts";
import { edit, smallDocument } from "./fixtures/documents.ts";
import { readCap, writeCap } from "./index.ts";

describe("the alert of a document", () => {
  test("is an alert that core takes as it is, whatever was mended", { timeout: 60_000 }, () => {
    let taken = 0;
    fc.assert(
      fc.property(arbitraryDamage, fc.constantFrom("strict", "tolerant"), (document, mode) => {
        let read: Alert;
        try {
          read = readCap(document, { mode }).alert;
        } catch (error) {
          expect((error as InvalidPostError).violations.map(({ rule }) => rule)).not.toContain("shape");
          return;
        }
        taken += 1;
        expect(parseAlert(read)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  test("carries what health alert networks put into it, letter by letter and in order", () => {
    const pairs = [
      ["Acknowledge", "Normal"],
      ["DeliveryTime", "1440"],
      ["DeliveryTime", "0060"],
      ["Level", "State"],
      ["ProgramType", "Alert"],
      ["roles", " Epidemiologist,  \n Health Officer "],
      ["", "x"],
    ] as const;
    const parameters = pairs.map(
      ([name, value]) => `<parameter><valueName>${name}</valueName><value>${value}</value></parameter>`,
    );
    const document = edit("</instruction>", `</instruction>${parameters.join("")}`, smallDocument).replace(
      "<info>",
      "<code>HAN:HealthAdvisory</code><code>HAN:HealthAlert</code><code>HAN:HealthAdvisory</code><info>",
    );
    for (const mode of ["strict", "tolerant"] as const) {
      const { alert: read, warnings } = readCap(document, { mode });
      expect(warnings).toEqual([]);
      for (const one of [read, readCap(writeCap(read)).alert]) {
        expect(one.code).toEqual(["HAN:HealthAdvisory", "HAN:HealthAlert", "HAN:HealthAdvisory"]);
        expect(one.info[0]?.parameter).toEqual(pairs.map(([valueName, value]) => ({ valueName, value })));
      }
    }
  });

  test("may speak of an exercise where it is one", () => {
    const exercise = smallDocument
      .replace("Boil water order", "Exercise")
      .replace("<status>Actual", "<status>Exercise");
    expect(readCap(exercise).warnings).toEqual([]);
  });
});
