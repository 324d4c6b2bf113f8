/** Numbers that were printed in advertisements or stand in every example. */
const neverIssued = new Set(["078051120", "219099999", "123456789"]);

/** US social security number: the areas that exist (SSA, POMS RM 10201.035). It has no check digit. */
export function isSocialSecurityNumber(digits: string): boolean {
  return !/^(?:000|666|9|\d{3}00|\d{5}0000)/.test(digits) && !neverIssued.has(digits) && !/^(\d)\1{8}$/.test(digits);
}

/** US taxpayer number of people without a social security number: 9xx and certain groups; 987-65-432x is for examples. */
export function isTaxpayerNumber(digits: string): boolean {
  return /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(digits) && !digits.startsWith("98765432");
}
