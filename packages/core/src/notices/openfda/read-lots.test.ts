import { describe, expect, test } from "vitest";

import { readExpiry } from "./read-expiry.ts";
import { parseDay } from "./read-fields.ts";
import { readLots } from "./read-lots.ts";

/** Lots as `lot expiry`, and whether all of the text could be read. */
function read(text: string): readonly [lots: string, isCertain: boolean] {
  const { lots, all, isCertain } = readLots(text);
  return [all ? "all" : lots.map(({ lot, expiry }) => (expiry ? `${lot} ${expiry}` : lot)).join("; "), isCertain];
}

describe("lots in free text", () => {
  test.each<[string, string, boolean]>([
    ["Lot 007B2048, Ref 020-66-36.", "007B2048", true],
    [
      "Lot numbers and exp dates:  20208716  31-Mar-2027, \n20211510  30-Apr-2027",
      "20208716 2027-03-31; 20211510 2027-04-30",
      true,
    ],
    ["Lots: AB123 exp 03/2027; AB124 exp 04/2027", "AB123 2027-03; AB124 2027-04", true],
    ["Lots: AB123; AB124 exp 04/2027", "AB123; AB124 2027-04", true],
    ["Lot #: 072926, Exp 10/29/2027", "072926 2027-10-29", true],
    ["LOT AB-1C2, EXP. MAR 2027", "AB-1C2 2027-03", true],
    ["Batch no. 1234.1 Exp. 2027-03", "1234.1 2027-03", true],
    ["Lots A100, A101", "A100; A101", true],
    ["Lot A100, A100", "A100", true],
    ["Lot A100; UPC 123456789012; NDC 0067-6382-30", "A100", true],
    ["UPC 123456789012 Lot A100", "A100", true],
    ["Lot A100 Serial 55512 Lot A101", "A100; A101", true],
    ["Lot 20271231", "20271231", true],
    ["Lot A100 exp 20271231", "A100 2027-12-31", true],
    ["All lots within expiry", "all", true],
    ["All lots, among them lot A100", "A100", true],
    // What could mean two things is given to nobody, and said.
    ["Lots A100, A101 exp 03/2027", "A100; A101", false],
    ["Lot A100 exp 03/04/2027", "A100", false],
    ["Lot A100 exp 0327", "A100", false],
    ["Lot A100 exp 3/27", "A100", false],
    ["Lots 4411 through 4488", "4411; 4488", false],
    ["Lots 24A01-24A45", "", false],
    ['all products that has a plant code of "38-25".', "", true],
    ["", "", true],
  ])("%s", (text, lots, isCertain) => {
    expect(read(text)).toEqual([lots, isCertain]);
  });

  test("a long text of nothing but digits and dashes ends", () => {
    expect(readLots(`Lot ${"1-".repeat(50_000)}`).lots).toEqual([]);
    expect(readLots("Lot ".repeat(50_000)).lots).toEqual([]);
  });
});

describe("an expiry", () => {
  test.each([
    ["31-Mar-2027", "2027-03-31"],
    ["31MAR2027", "2027-03-31"],
    ["March 2027", "2027-03"],
    ["Mar-2027", "2027-03"],
    ["03/2027", "2027-03"],
    ["3-2027", "2027-03"],
    ["2027-03", "2027-03"],
    ["2027-03-31", "2027-03-31"],
    ["20270331", "2027-03-31"],
    ["03/31/2027", "2027-03-31"],
    ["31/03/2027", "2027-03-31"],
    ["03/03/2027", "2027-03-03"],
    ["31-Mar-27", undefined],
    ["30-Feb-2027", undefined],
    ["13/2027", undefined],
    ["03/04/2027", undefined],
    ["Foo 2027", undefined],
  ])("%s is %s", (text, expiry) => {
    expect(readExpiry(text)).toBe(expiry);
  });
});

describe("a day of a record", () => {
  test.each([
    ["20260131", "2026-01-31", false],
    ["2026-01-31", "2026-01-31", false],
    ["2026-01-31T00:00:00Z", "2026-01-31", false],
    ["01/31/2026", "2026-01-31", false],
    ["1/31/2026", "2026-01-31", false],
    ["01/02/2026", undefined, true],
    ["20260230", undefined, false],
    ["January", undefined, false],
  ])("%s is %s", (text, day, isAmbiguous) => {
    expect(parseDay(text)).toEqual([day, isAmbiguous]);
  });
});
