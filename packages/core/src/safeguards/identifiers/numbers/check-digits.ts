// Each function takes digits (and letters, lower case) without separators and says whether the check holds.

/** ISO/IEC 7812, annex B: cards, NPI with its prefix, Canadian social insurance numbers. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let back = 0; back < digits.length; back += 1) {
    const value = digits.charCodeAt(digits.length - 1 - back) - 48;
    sum += back % 2 === 0 ? value : value > 4 ? value * 2 - 9 : value * 2;
  }
  return sum % 10 === 0;
}

function weigh(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits.charCodeAt(index) - 48), 0);
}

function repeatsOneDigit(digits: string): boolean {
  return digits === digits[0]!.repeat(digits.length);
}

/** NHS number of England, Wales and the Isle of Man: modulus 11. Every row of one digit passes and is none. */
export function isNhsNumber(digits: string): boolean {
  const check = (11 - (weigh(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === digits.charCodeAt(9) - 48 && !repeatsOneDigit(digits);
}

/** Australian Medicare card: the ninth digit checks the first eight. */
export function isAustralianMedicare(digits: string): boolean {
  return weigh(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digits.charCodeAt(8) - 48;
}

/** National Provider Identifier of US clinicians: Luhn behind 80840 (45 CFR 162.406). */
export function isNpi(digits: string): boolean {
  return passesLuhn(`80840${digits}`);
}

/** US Drug Enforcement Administration: two letters, or a letter and 9, and seven digits. */
export function isDeaNumber(code: string): boolean {
  return weigh(code.slice(2), [1, 2, 1, 2, 1, 2]) % 10 === code.charCodeAt(8) - 48;
}

/** Routing number of US banks: weights 3, 7, 1. */
export function isRoutingNumber(digits: string): boolean {
  return weigh(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 && !repeatsOneDigit(digits);
}

/** Trade item number of GS1, as in the (01) of a unique device identifier. */
export function isTradeItemNumber(digits: string): boolean {
  return weigh(digits, [3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

/** German health insurance number: the letter counts as two digits, then weights 1 and 2 with the sums of digits. */
export function isGermanInsuranceNumber(code: string): boolean {
  const digits = `${String(code.charCodeAt(0) - 96).padStart(2, "0")}${code.slice(1)}`;
  let sum = 0;
  for (let index = 0; index < 10; index += 1) {
    const value = (digits.charCodeAt(index) - 48) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === digits.charCodeAt(10) - 48;
}

/** Spanish DNI and NIE: the letter is the number modulo 23; X, Y, Z in front stand for 0, 1, 2. */
export function isSpanishIdentityNumber(code: string): boolean {
  const first = "xyz".indexOf(code[0]!);
  const digits = first < 0 ? code.slice(0, -1) : `${first}${code.slice(1, -1)}`;
  return "trwagmyfpdxbnjzsqvhlcke"[Number(digits) % 23] === code.at(-1);
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Italian codice fiscale: sixteen characters, the last one a letter modulo 26. */
export function isItalianTaxCode(code: string): boolean {
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const value = parseInt(code[index]!, 36);
    const plain = value > 9 ? value - 10 : value;
    sum += index % 2 === 0 ? oddValues[plain]! : plain;
  }
  return sum % 26 === code.charCodeAt(15) - 97;
}

// ISO 3779 and 49 CFR 565: letters count 1 to 9 in three rows, without I, O and Q.
const vehicleValues: Readonly<Record<string, number>> = Object.fromEntries(
  [..."abcdefgh jklmn p r stuvwxyz"].flatMap((letter, index) => (letter === " " ? [] : [[letter, (index % 9) + 1]])),
);
const vehicleWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Vehicle identification number of North America: the ninth character checks the others. */
export function isVehicleNumber(code: string): boolean {
  const sum = vehicleWeights.reduce((all, weight, index) => {
    const character = code[index]!;
    return all + weight * (vehicleValues[character] ?? Number(character));
  }, 0);
  return "0123456789x"[sum % 11] === code[8];
}

const multiplication =
  "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210";
const permutation = "01234567891576283094580379614289160435279453126870428657390127938064157046913258";

/** Aadhaar of India: Verhoeff's check. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let back = 0; back < digits.length; back += 1) {
    const value = digits.charCodeAt(digits.length - 1 - back) - 48;
    check = Number(multiplication[check * 10 + Number(permutation[(back % 8) * 10 + value])]);
  }
  return check === 0;
}
