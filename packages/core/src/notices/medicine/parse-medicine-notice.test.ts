import { describe, expect, test } from "vitest";

import * as kinds from "../fixtures/medicine.ts";
import { medicinePost, parseMedicineNotice, type MedicineNotice } from "../index.ts";

const { recall, halt, ban, shortage, appearanceChange, strengthChange, counterfeit } = kinds;

interface Found {
  readonly path: string;
  readonly rule: string;
}

function problemsOf(value: unknown): readonly Found[] {
  try {
    parseMedicineNotice(value);
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid-post", outcome: "not-sent" });
    return (error as { violations: readonly Found[] }).violations.map(({ path, rule }) => ({ path, rule }));
  }
}

const pathsOf = (value: unknown): readonly string[] => problemsOf(value).map(({ path }) => path);

function without(notice: MedicineNotice, key: string): unknown {
  return Object.fromEntries(Object.entries(notice).filter(([name]) => name !== key));
}

test.each(kinds.allKinds)("$kind: the notice of the fixture is fit", (notice) => {
  expect(parseMedicineNotice(notice)).toEqual(notice);
});

describe("what a kind must hold", () => {
  const everywhere = ["languages", "status", "product", "authority", "issuedAt", "reviewAt", "contact"];
  const required: readonly (readonly [MedicineNotice, readonly string[]])[] = [
    [recall, ["reason", "hazard", "lots", "recallClass", "level"]],
    [halt, ["reason", "hazard", "lots", "alternatives"]],
    [ban, ["reason", "hazard", "effectiveOn", "replacement"]],
    [{ ...ban, kind: "withdrawal" }, ["reason", "hazard", "effectiveOn", "replacement"]],
    [shortage, ["area", "from", "until", "alternatives", "prioritised"]],
    [appearanceChange, ["before", "after", "sameStrength"]],
    [strengthChange, ["oldStrength", "replaces", "startsOn"]],
    [counterfeit, ["reason", "hazard", "lots", "howToTell", "seenWhere", "report"]],
  ];
  const cases = required.flatMap(([notice, keys]) =>
    [...everywhere, ...keys].map((key) => [notice.kind, key, without(notice, key)] as const),
  );

  test.each(cases)("%s without %s", (_, key, notice) => {
    expect(pathsOf(notice)).toEqual([key]);
  });

  test.each(["name", "genericName", "strength", "form", "maker", "prescription"])("a product without %s", (key) => {
    const product = Object.fromEntries(Object.entries(recall.product).filter(([name]) => name !== key));
    expect(pathsOf({ ...recall, product })).toEqual([`product.${key}`]);
  });

  test.each(["name", "url", "date", "reference"])("an authority without %s", (key) => {
    const authority = Object.fromEntries(Object.entries(recall.authority).filter(([name]) => name !== key));
    expect(pathsOf({ ...recall, authority })).toEqual([`authority.${key}`]);
  });

  test("no kind, another kind, the keys of another kind", () => {
    expect(pathsOf(without(recall, "kind"))).toEqual(["kind"]);
    expect(pathsOf({ ...recall, kind: "size-change" })).toEqual(["kind"]);
    expect(pathsOf({ ...recall, sameStrength: true })).toEqual(["sameStrength"]);
    expect(pathsOf(null)).not.toEqual([]);
  });
});

describe("values that are wrong", () => {
  const product = (change: object): unknown => ({ ...recall, product: { ...recall.product, ...change } });
  const looks = { shape: { en: "round", es: "redondo" }, colour: { en: "white", es: "blanco" }, imprint: "EX" };

  test.each<[string, unknown]>([
    ["recallClass.value", { ...recall, recallClass: { scheme: "FDA", value: "1" } }],
    ["recallClass.value", { ...recall, recallClass: { scheme: "MHRA", value: "4" } }],
    ["recallClass.value", { ...recall, recallClass: { scheme: "EU", value: "I" } }],
    ["recallClass.meaning", { ...recall, recallClass: { scheme: "other", name: "TGA", value: "I" } }],
    ["recallClass", { ...recall, recallClass: "II" }],
    ["lots", { ...recall, lots: [] }],
    ["lots", { ...recall, lots: [{ lot: "A1" }, { lot: "A1" }] }],
    ["lots[0].lot", { ...recall, lots: [{ lot: "A 1" }] }],
    ["lots[0].lot", { ...recall, lots: [{ lot: "shop.example" }] }],
    ["lots[0].lot", { ...recall, lots: [{ lot: "#A1" }] }],
    ["lots[0].expiry", { ...recall, lots: [{ lot: "A1", expiry: "05/2027" }] }],
    ["lots[0].expiry", { ...recall, lots: [{ lot: "A1", expiry: "2027-13" }] }],
    ["product.strength[0].unit", product({ strength: [{ value: 500 }] })],
    ["product.strength[0].unit", product({ strength: [{ value: 500, unit: "U" }] })],
    ["product.strength[0].value", product({ strength: [{ value: 0, unit: "mg" }] })],
    ["product.strength[0].value", product({ strength: [{ value: "500", unit: "mg" }] })],
    ["product.strength[0].per.unit", product({ strength: [{ value: 5, unit: "mg", per: { value: 5 } }] })],
    ["product.strength", product({ strength: [] })],
    ["product.codes.ndc", product({ codes: { ndc: "00676382" } })],
    ["product.form.es", product({ form: { en: "tablets" } })],
    ["authority.date", { ...recall, authority: { ...recall.authority, date: "2026-02-30" } }],
    ["authority.url", { ...recall, authority: { ...recall.authority, url: "medicines.example.org" } }],
    ["reviewAt", { ...recall, reviewAt: recall.issuedAt }],
    ["issuedAt", { ...recall, issuedAt: "2026-11-22" }],
    ["reason.es", { ...recall, reason: { en: "It is too strong." } }],
    ["stopNow.url", { ...recall, stopNow: { name: "Example", date: "2026-11-20" } }],
    ["stopNow.date", { ...recall, stopNow: { name: "Example", url: "https://example.org" } }],
    ["sameStrength", { ...appearanceChange, sameStrength: false }],
    ["before.sizeMm", { ...appearanceChange, before: { ...looks, sizeMm: 0 } }],
    ["replaces.newCount", { ...strengthChange, replaces: { newCount: 0, oldCount: 2 } }],
    ["replaces.oldCount", { ...strengthChange, replaces: { newCount: 1, oldCount: 0.3 } }],
    ["until", { ...shortage, until: "soon" }],
  ])("names %s", (path, notice) => {
    expect(pathsOf(notice)).toEqual([path]);
  });

  test.each<[string, string, unknown]>([
    ["returns", "missing", without(recall, "returns")],
    ["returns", "surplus", { ...recall, level: "pharmacy" }],
    ["closing", "surplus", { ...recall, closing: { en: "Over.", es: "Fin." } }],
    ["firstIssuedAt", "missing", { ...recall, status: "updated" }],
    ["closing", "missing", { ...recall, status: "ended", firstIssuedAt: recall.issuedAt }],
    ["closing", "missing", { ...recall, status: "issued-in-error", firstIssuedAt: recall.issuedAt }],
    ["firstIssuedAt", "order", { ...recall, status: "updated", firstIssuedAt: recall.reviewAt }],
    ["until", "order", { ...shortage, until: "2026-11-01" }],
    ["after", "no-change", { ...appearanceChange, after: appearanceChange.before }],
    ["oldStrength", "no-change", { ...strengthChange, oldStrength: [{ value: 5, unit: "mg" }] }],
    ["oldStrength", "strength", { ...strengthChange, oldStrength: [{ value: 2.5, unit: "g" }] }],
    [
      "oldStrength",
      "strength",
      { ...strengthChange, oldStrength: [...strengthChange.oldStrength, { value: 1, unit: "mg" }] },
    ],
    ["replaces", "dose-change", { ...strengthChange, replaces: { newCount: 2, oldCount: 2 } }],
    ["replaces", "dose-change", { ...strengthChange, replaces: { newCount: 2, oldCount: 1 } }],
  ])("%s: %s", (path, rule, notice) => {
    expect(problemsOf(notice)).toEqual([{ path, rule }]);
  });

  test("everything that is wrong is named at once, and no words are repeated", () => {
    const value = { ...recall, level: "pharmacy", reason: { en: "A secret sale: buy now.", es: "Secreto 2." } };
    expect(pathsOf(value)).toEqual(["returns", "reason.es", "reason.en"]);
    expect(() => parseMedicineNotice(value)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/ecret/) as unknown }),
    );
  });
});

describe("half tablets and combinations", () => {
  test("count exactly", () => {
    const strength = (value: number, second: number): MedicineNotice["product"]["strength"] => [
      { value, unit: "mg" },
      { value: second, unit: "mg" },
    ];
    const notice = {
      ...strengthChange,
      product: { ...strengthChange.product, strength: strength(0.3, 250) },
      oldStrength: strength(0.1, 250 / 3),
      replaces: { newCount: 0.5, oldCount: 1.5 },
    };
    // 83.3333333333 has more digits than a pack shows.
    expect(pathsOf(notice)).toEqual(["oldStrength[1].value"]);
    const exact = {
      ...notice,
      product: { ...notice.product, strength: strength(0.3, 375) },
      oldStrength: strength(0.1, 125),
    };
    expect(problemsOf(exact)).toEqual([]);
    expect(medicinePost(exact).text).toContain(
      "In place of 1.5 old (0.1 mg + 125 mg each): 0.5 new (0.3 mg + 375 mg each).",
    );
  });
});
