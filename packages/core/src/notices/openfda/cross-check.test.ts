import { describe, expect, test } from "vitest";

import * as kinds from "../fixtures/medicine.ts";
import { enforcementRecord, shortageRecord } from "../fixtures/records.ts";
import { crossCheck, type MedicineNotice } from "../index.ts";

const { recall, shortage } = kinds;

function differ(notice: MedicineNotice, record: unknown): readonly (readonly [path: string, rule: string])[] {
  return crossCheck(notice, [record]).differences.map(({ path, rule }) => [path, rule] as const);
}

describe("a recall and an enforcement record", () => {
  test("that say the same differ in nothing", () => {
    expect(crossCheck(recall, [enforcementRecord])).toEqual({ compared: 1, differences: [] });
  });

  test("no record confirms nothing", () => {
    expect(crossCheck(recall, [])).toEqual({ compared: 0, differences: [] });
  });

  const all = recall.lots as readonly { lot: string; expiry?: string }[];
  test.each<[string, Partial<typeof recall>, object, readonly (readonly [string, string])[]]>([
    ["another class", {}, { classification: "Class II" }, [["recallClass", "other-class"]]],
    ["no class", {}, { classification: "Not Yet Classified" }, [["recallClass", "other-class"]]],
    ["a class since", { recallClass: "not-yet-classified" }, {}, [["recallClass", "other-class"]]],
    ["a class of another scheme", { recallClass: { scheme: "MHRA", value: "3" } }, {}, []],
    ["a lot more in the record", { lots: all.slice(1) }, {}, [["lots", "lot-missing"]]],
    ["a lot more in the notice", { lots: [...all, { lot: "Z9" }] }, {}, [["lots[5]", "lot-unknown"]]],
    [
      "small letters are other lots",
      { lots: [{ lot: "b12-7" }] },
      { code_info: "Lot B12-7" },
      [
        ["lots", "lot-missing"],
        ["lots[0]", "lot-unknown"],
      ],
    ],
    [
      "another expiry",
      { lots: all.map((lot) => ({ ...lot, expiry: "2028-01" })) },
      { code_info: "Lot 00A1037 exp 05/2027" },
      [
        ["lots[0].expiry", "other-expiry"],
        ["lots[1]", "lot-unknown"],
        ["lots[2]", "lot-unknown"],
        ["lots[3]", "lot-unknown"],
        ["lots[4]", "lot-unknown"],
      ],
    ],
    [
      "a month and a day in it",
      { lots: [{ lot: "A1", expiry: "2027-05" }] },
      { code_info: "Lot A1 exp 31-May-2027" },
      [],
    ],
    ["all and some", { lots: "all" }, {}, [["lots", "other-lots"]]],
    ["all and all", { lots: "all" }, { code_info: "All lots" }, []],
    ["some and all", {}, { code_info: "All lots" }, [["lots", "other-lots"]]],
    ["lots that are known since", { lots: "not-known-yet" }, {}, [["lots", "other-lots"]]],
    ["a range", {}, { code_info: "Lots 24A01-24A45" }, [["lots", "lots-unreadable"]]],
    ["no lots", {}, { code_info: "" }, [["lots", "not-in-record"]]],
    ["another number", {}, { recall_number: "D-0002-2026" }, [["authority.reference", "other-recall"]]],
    ["a number of the firm's own", { authority: { ...recall.authority, reference: "FIRM-7" } }, {}, []],
    ["an end", {}, { status: "Terminated" }, [["status", "other-status"]]],
    ["an end of the firm", {}, { status: "Completed" }, [["status", "other-status"]]],
    ["no status", {}, { status: undefined }, []],
    ["another kind of product", {}, { product_type: "Devices" }, [["product", "no-medicine"]]],
    [
      "another strength",
      {},
      { product_description: "Examplol 25 mg, examplamide" },
      [["product.strength", "other-strength"]],
    ],
    ["no strength", {}, { product_description: "Examplol, examplamide" }, [["product.strength", "not-in-record"]]],
    [
      "other codes",
      {},
      { openfda: { ...enforcementRecord.openfda, package_ndc: ["0067-9999-30"] }, product_description: "2.5 mg" },
      [["product.codes.ndc", "other-code"]],
    ],
    [
      "a padded code",
      {},
      { openfda: { ...enforcementRecord.openfda, package_ndc: ["00067-6382-30"] }, product_description: "2.5 mg" },
      [],
    ],
    [
      "no codes",
      {},
      { openfda: { ...enforcementRecord.openfda, package_ndc: [] }, product_description: "2.5 mg" },
      [["product.codes.ndc", "not-in-record"]],
    ],
  ])("%s", (_, change, fields, differences) => {
    expect(differ({ ...recall, ...change }, { ...enforcementRecord, ...fields })).toEqual(differences);
  });

  test("other names, and none", () => {
    const other = {
      ...enforcementRecord,
      product_description: "Otherol 2.5 mg, NDC 0067-6382-30",
      recalling_firm: "Other Firm",
    };
    const openfda = { brand_name: ["Otherol"], generic_name: ["otheramide"], manufacturer_name: ["Other Firm"] };
    const names = ["product.name", "product.genericName", "product.maker"];
    expect(differ(recall, { ...other, openfda })).toEqual(names.map((path) => [path, "other-name"]));
    const nothing = { recall_number: "D-0001-2026", classification: "Class I", code_info: enforcementRecord.code_info };
    expect(differ(recall, nothing).filter(([path]) => names.includes(path))).toEqual(
      names.map((path) => [path, "not-in-record"]),
    );
  });

  test("a notice that has ended while the record runs", () => {
    const ended: MedicineNotice = {
      ...recall,
      status: "ended",
      firstIssuedAt: recall.issuedAt,
      closing: { en: "Over.", es: "Fin." },
    };
    expect(differ(ended, enforcementRecord)).toEqual([["status", "other-status"]]);
    expect(differ(ended, { ...enforcementRecord, status: "Terminated" })).toEqual([]);
  });

  test("says of which record, and what the two say", () => {
    const { compared, differences } = crossCheck(recall, [
      enforcementRecord,
      { ...enforcementRecord, classification: "Class III" },
      "no record",
      { product_ndc: "0067-6382" },
    ]);
    expect(compared).toBe(2);
    expect(differences).toEqual([
      expect.objectContaining({ record: 1, path: "recallClass", inNotice: "I", inRecord: "III" }),
      expect.objectContaining({ record: 2, rule: "unreadable-record" }),
      expect.objectContaining({ record: 3, rule: "unreadable-record" }),
    ]);
  });

  test("a notice that is not fit is refused", () => {
    expect(() => crossCheck({ ...recall, lots: [] }, [])).toThrow(expect.objectContaining({ path: "lots" }));
  });
});

describe("a shortage and a record of the list", () => {
  test("that say the same differ in nothing", () => {
    expect(crossCheck(shortage, [shortageRecord])).toEqual({ compared: 1, differences: [] });
  });

  test.each<[string, Partial<typeof shortage>, object, readonly (readonly [string, string])[]]>([
    ["resolved", {}, { status: "Resolved" }, [["status", "other-status"]]],
    ["another name", {}, { proprietary_name: "Otherol", presentation: "2.5 mg" }, [["product.name", "other-name"]]],
    ["another company", {}, { company_name: "Other Firm" }, [["product.maker", "other-name"]]],
    [
      "another strength",
      {},
      { strength: ["25 mg/1"], presentation: "Examplol" },
      [["product.strength", "other-strength"]],
    ],
    [
      "a code of another product",
      {},
      { package_ndc: "0067-0001-30", presentation: "Examplol" },
      [["product.codes.ndc", "other-code"]],
    ],
    [
      "none, while the company can supply",
      { ownStock: { en: "We are out of stock.", es: "Está agotado." } },
      {},
      [
        ["ownStock.en", "other-availability"],
        ["ownStock.es", "other-availability"],
      ],
    ],
    [
      "none, while it cannot",
      { ownStock: { en: "We are out of stock.", es: "Está agotado." } },
      { availability: "Unavailable" },
      [],
    ],
    [
      "no shortage, while there is one",
      { ownStock: { en: "There is no shortage.", es: "No hay escasez." } },
      { availability: "Unavailable" },
      [
        ["ownStock.en", "other-availability"],
        ["ownStock.es", "other-availability"],
      ],
    ],
  ])("%s", (_, change, fields, differences) => {
    expect(differ({ ...shortage, ...change }, { ...shortageRecord, ...fields })).toEqual(differences);
  });

  test("records of the other kind say so", () => {
    expect(differ(recall, shortageRecord)).toContainEqual(["kind", "other-kind"]);
    expect(differ(shortage, enforcementRecord)).toContainEqual(["kind", "other-kind"]);
  });
});
