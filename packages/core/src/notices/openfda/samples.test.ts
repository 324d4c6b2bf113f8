import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

import { draftFromEnforcement, draftFromShortage } from "../index.ts";
import { readEnforcement } from "./enforcement-record.ts";

const folder = fileURLToPath(new URL("../../../../../../shared/health/medicine-samples/", import.meta.url));
const notice = existsSync(folder) ? "" : " (skipped: the folder of samples is not here)";

function sample(name: string): unknown {
  return (JSON.parse(readFileSync(`${folder}${name}`, "utf8")) as { result: unknown }).result;
}

describe.skipIf(notice)(`records of openFDA's documentation${notice}`, () => {
  test("a medicine: class III, five lots with their expiry, no codes, a draft only", () => {
    const record = sample("openfda-enforcement-doc-examples.json");
    const { filled, missing, publishable } = draftFromEnforcement(record);
    expect(publishable).toBe(false);
    expect(filled.recallClass).toEqual({ scheme: "FDA", value: "III" });
    expect(filled.lots).toEqual([
      { lot: "10108716", expiry: "2013-03-31" },
      { lot: "10111510", expiry: "2013-04-30" },
      { lot: "10113801", expiry: "2013-05-31" },
      { lot: "10113839", expiry: "2013-04-30" },
      { lot: "10115616", expiry: "2013-08-31" },
    ]);
    expect(filled.product).toEqual({});
    expect(missing).toEqual(expect.arrayContaining(["product.name", "product.strength", "authority", "level"]));
    expect(readEnforcement(record)).toMatchObject({
      status: "ongoing",
      reportedOn: "2013-06-12",
      ndcs: ["0067-6382-30", "1167-3401-04"],
    });
  });

  test("a device: class II and one lot, and no medicine", () => {
    const record = sample("openfda-device-enforcement-doc-examples.json");
    const { filled, doubts } = draftFromEnforcement(record);
    expect(filled.recallClass).toEqual({ scheme: "FDA", value: "II" });
    expect(filled.lots).toEqual([{ lot: "007A1037" }]);
    expect(doubts).toEqual([expect.objectContaining({ path: "product_type" })]);
  });

  test("food without lots: the lots stay empty and are doubted", () => {
    const { filled, missing, doubts } = draftFromEnforcement(sample("openfda-food-enforcement-doc-examples.json"));
    expect(filled).not.toHaveProperty("lots");
    expect(missing).toContain("lots");
    expect(doubts.map(({ path }) => path)).toEqual(["code_info", "product_type"]);
  });

  test("the page about shortages shows a record of the directory of codes, which is refused", () => {
    const record = sample("openfda-shortages-doc-examples-WRONG-is-ndc-record.json");
    expect(() => draftFromShortage(record)).toThrow(/directory of drug codes/);
  });
});
