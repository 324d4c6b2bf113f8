import { expect, test } from "vitest";

import { isCardNumber } from "./cards.ts";
import {
  isAustralianMedicare,
  isDeaNumber,
  isGermanInsuranceNumber,
  isItalianTaxCode,
  isNhsNumber,
  isNpi,
  isRoutingNumber,
  isSpanishIdentityNumber,
  isTradeItemNumber,
  isVehicleNumber,
  passesLuhn,
  passesVerhoeff,
} from "./check-digits.ts";
import { findIbanEnd } from "./iban.ts";
import { isSocialSecurityNumber, isTaxpayerNumber } from "./social-security.ts";

const isIban = (code: string): boolean => findIbanEnd(code, 0) === code.length;

/** Made-up or published examples that pass. */
const valid = [
  ["Luhn", passesLuhn, "79927398713"],
  ["card", isCardNumber, "5555555555554444"],
  ["card", isCardNumber, "378282246310005"],
  ["NHS", isNhsNumber, "9990463484"],
  ["Medicare of Australia", isAustralianMedicare, "2588844761"],
  ["NPI", isNpi, "1259285595"],
  ["DEA", isDeaNumber, "bf9695947"],
  ["routing", isRoutingNumber, "021000021"],
  ["trade item", isTradeItemNumber, "08994367729044"],
  ["KVNR", isGermanInsuranceNumber, "t503085833"],
  ["DNI", isSpanishIdentityNumber, "42294453y"],
  ["NIE", isSpanishIdentityNumber, "x1234567l"],
  ["codice fiscale", isItalianTaxCode, "rssmra85t10a562s"],
  ["VIN", isVehicleNumber, "3hl5wgjf86t4r217f"],
  ["Verhoeff", passesVerhoeff, "278104637338"],
  ["IBAN", isIban, "gb03test00010112345678"],
] as const;

/** Everything that one wrong character could make of a code. */
function spoil(code: string): readonly string[] {
  return [...code].flatMap((character, at) =>
    [..."0123456789"]
      .filter((digit) => digit !== character && /\d/.test(character))
      .map((digit) => code.slice(0, at) + digit + code.slice(at + 1)),
  );
}

test.each(valid)("%s: what is right passes, and hardly any wrong digit", (_name, isValid, code) => {
  expect(isValid(code)).toBe(true);
  const wrong = spoil(code);
  // Each of these checks sees every wrong digit, but for places that it does not cover and letters that stand alike.
  expect(wrong.filter((other) => isValid(other)).length / wrong.length).toBeLessThan(0.12);
});

test("rows of one digit are no NHS number, though the check holds for all of them", () => {
  for (const digit of "0123456789") expect(isNhsNumber(digit.repeat(10))).toBe(false);
});

test.each(["4111111111111112", "9111111111111111", "411111111111111", "41111111111111111", "0000000000000000"])(
  "no card: %s",
  (digits) => {
    expect(isCardNumber(digits)).toBe(false);
  },
);

test("areas of social security numbers", () => {
  expect(["212456781", "001010001", "899999998"].filter(isSocialSecurityNumber)).toHaveLength(3);
  const none = [
    "000123456",
    "666123456",
    "900123456",
    "999999998",
    "212006781",
    "212450000",
    "078051120",
    "219099999",
    "123456789",
    "111111111",
  ];
  expect(none.filter(isSocialSecurityNumber)).toEqual([]);
});

test("groups of taxpayer numbers", () => {
  expect(
    ["912501234", "912651234", "912701234", "912881234", "912921234", "912991234"].filter(isTaxpayerNumber),
  ).toHaveLength(6);
  expect(
    ["912491234", "912661234", "912891234", "912931234", "987654321", "812701234"].filter(isTaxpayerNumber),
  ).toEqual([]);
});

test.each([
  ["gb03 test 0001 0112 3456 78 is ours", 27],
  ["gb03 test 0001 0112 3456 79 is wrong", undefined],
  ["gb03test0001011234567899", undefined],
  ["gb03 test 0001", undefined],
  ["gb03  test 0001 0112 3456 78", undefined],
  ["zz03test00010112345678", undefined],
])("an IBAN ends where its country says: %s", (text, end) => {
  expect(findIbanEnd(text, 0)).toBe(end);
});
