import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { directoryRecord, enforcementRecord, shortageRecord } from "../fixtures/records.ts";
import { draftFromEnforcement, draftFromShortage, medicinePost, type MedicineNotice } from "../index.ts";

describe("a draft of a recall", () => {
  test("holds what the record says, and lists what a human has to find", () => {
    const draft = draftFromEnforcement(enforcementRecord);
    expect(draft).toEqual({
      publishable: false,
      filled: {
        notice: "medicine",
        kind: "recall",
        languages: ["en"],
        product: {
          name: "EXAMPLOL",
          genericName: "EXAMPLAMIDE",
          maker: "Example Pharma",
          prescription: true,
          codes: { ndc: "0067-6382-30" },
        },
        authority: { reference: "D-0001-2026" },
        recallClass: { scheme: "FDA", value: "I" },
        lots: [
          { lot: "00A1037", expiry: "2027-05" },
          { lot: "00A1038", expiry: "2027-05-31" },
          { lot: "B12-7" },
          { lot: "10108716", expiry: "2027-06" },
          { lot: "10111510", expiry: "2027-06" },
        ],
        reason: { en: "Superpotent: some tablets hold too much." },
      },
      missing: [
        "status",
        "product.strength",
        "product.form",
        "authority.name",
        "authority.url",
        "authority.date",
        "issuedAt",
        "reviewAt",
        "contact",
        "hazard",
        "level",
      ],
      doubts: [],
    });
  });

  test("stays empty where the record is", () => {
    const { filled, missing, doubts } = draftFromEnforcement({ reason_for_recall: "", openfda: {} });
    expect(filled).toEqual({ notice: "medicine", kind: "recall", languages: ["en"], product: {} });
    expect(missing).toEqual(expect.arrayContaining(["lots", "recallClass", "reason", "product.name", "authority"]));
    expect(doubts.map(({ path }) => path)).toEqual(["classification"]);
  });

  test("leaves to a human what could be two things", () => {
    const { filled, missing, doubts } = draftFromEnforcement({
      ...enforcementRecord,
      classification: "Not Yet Classified",
      code_info: "Lots A100, A101 exp 03/2027",
      product_type: "Devices",
      report_date: "01/02/2026",
      openfda: { brand_name: ["Examplol", "Examplol Forte"], product_ndc: ["0067-6382", "0067-6383"] },
    });
    expect(filled).not.toHaveProperty("lots");
    expect(filled).not.toHaveProperty("recallClass");
    expect(filled.product).toEqual({});
    expect(missing).toEqual(expect.arrayContaining(["lots", "recallClass", "product.name"]));
    expect(doubts.map(({ path }) => path)).toEqual(["code_info", "classification", "product_type", "report_date"]);
  });

  test("all lots are all lots; a text alone and a number count as lists", () => {
    const { filled } = draftFromEnforcement({
      ...enforcementRecord,
      code_info: "All lots",
      openfda: { brand_name: "Examplol", generic_name: 7 },
    });
    expect(filled.lots).toBe("all");
    expect(filled.product).toMatchObject({ name: "Examplol", genericName: "7" });
  });

  test.each([null, "text", [], {}, { results: [enforcementRecord] }, shortageRecord, directoryRecord])(
    "what is no such record is refused: %j",
    (record) => {
      expect(() => draftFromEnforcement(record)).toThrow(expect.objectContaining({ code: "invalid-post", path: "" }));
    },
  );
});

describe("a draft of a shortage notice", () => {
  test("holds what the record says, and neither status nor availability", () => {
    const draft = draftFromShortage(shortageRecord);
    expect(draft.publishable).toBe(false);
    expect(draft.filled).toEqual({
      notice: "medicine",
      kind: "shortage",
      languages: ["en"],
      product: {
        name: "Examplol",
        genericName: "Examplamide Tablets",
        maker: "Example Pharma",
        strength: [{ value: 2.5, unit: "mg" }],
        codes: { ndc: "0067-6382-30" },
      },
      reason: { en: "Demand increase for the drug" },
    });
    expect(JSON.stringify(draft.filled)).not.toMatch(/out of stock|no shortage|current|"available/i);
    expect(draft.missing).toEqual(
      expect.arrayContaining(["area", "from", "until", "alternatives", "prioritised", "authority", "product.form"]),
    );
    expect(draft.doubts.map(({ path }) => path)).toEqual(["availability"]);
  });

  test.each([
    [["10 mg/5 mL"], [{ value: 10, unit: "mg", per: { value: 5, unit: "ml" } }]],
    [["1 mg/mL"], [{ value: 1, unit: "mg", per: { value: 1, unit: "ml" } }]],
    [["1,000 unit/1"], [{ value: 1000, unit: "units" }]],
    [["500 mg", "125 mg"], undefined],
    [["500"], undefined],
    [["about 500 mg"], undefined],
    [[], undefined],
  ])("the strength %j is %j", (strength, expected) => {
    const { filled } = draftFromShortage({ ...shortageRecord, strength });
    expect(filled.product?.strength).toEqual(expected);
  });

  test("a status that nobody knows is doubted", () => {
    const { doubts } = draftFromShortage({ ...shortageRecord, status: "Sleeping", availability: "", update_date: "?" });
    expect(doubts.map(({ path }) => path)).toEqual(["status", "update_date"]);
  });

  test("a record of the directory is named for what it is", () => {
    expect(() => draftFromShortage(directoryRecord)).toThrow(/directory of drug codes/);
  });

  test.each([null, 7, {}, { results: [shortageRecord] }, enforcementRecord])("no such record: %j", (record) => {
    expect(() => draftFromShortage(record)).toThrow(expect.objectContaining({ code: "invalid-post", path: "" }));
  });
});

describe("no draft is ever fit for the public", () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom("Class I", "All lots", "Drugs", "Lot A1 exp 03/2027", "500 mg", "Current", "20260101"),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.string()),
  );
  const record = (fields: object): fc.Arbitrary<object> =>
    fc.record(Object.fromEntries(Object.keys(fields).map((key) => [key, value])), { requiredKeys: [] });

  test("whatever the record holds, and nothing else is thrown", () => {
    fc.assert(
      fc.property(
        record(enforcementRecord),
        record(enforcementRecord.openfda),
        record(shortageRecord),
        (one, openfda, two) => {
          const drafts = [
            draftFromEnforcement({ recall_number: "D-1", ...one, openfda }),
            draftFromShortage({ ...two, status: "Current" }),
          ];
          for (const { publishable, filled, missing } of drafts) {
            expect(publishable).toBe(false);
            expect(missing.length).toBeGreaterThan(0);
            expect(() => medicinePost(filled as MedicineNotice)).toThrow(
              expect.objectContaining({ code: "invalid-post" }),
            );
          }
        },
      ),
    );
  });
});
