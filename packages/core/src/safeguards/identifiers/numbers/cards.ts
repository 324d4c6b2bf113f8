import { passesLuhn } from "./check-digits.ts";

// Issuers whose lengths and first digits are narrow enough to mean something (ISO/IEC 7812-1).
const issuers =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14})$/;

/** A payment card: an issuer's range, its length, and the check digit. One number in a hundred of that length passes. */
export function isCardNumber(digits: string): boolean {
  return issuers.test(digits) && passesLuhn(digits);
}
