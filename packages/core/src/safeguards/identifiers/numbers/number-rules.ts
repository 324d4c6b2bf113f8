import type { FindingLevel } from "../finding.ts";
import type { IdentifierKind } from "../identifier-kind.ts";
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
  isVehicleNumber,
  passesLuhn,
  passesVerhoeff,
} from "./check-digits.ts";
import type { ContextName } from "./contexts.ts";
import { isSocialSecurityNumber, isTaxpayerNumber } from "./social-security.ts";

/** A number that its shape gives away, alone or with words beside it. */
export interface NumberRule {
  readonly rule: string;
  readonly kind: IdentifierKind;
  /** Sticky, over the lower-case text; linear, as a test makes sure. */
  readonly shape: RegExp;
  /** Whether it begins with a digit (or an O for a zero) or with a letter. */
  readonly first: "digit" | "letter";
  /** The fewest digits it can have; where fewer lie ahead, it is not tried. */
  readonly digits: number;
  /** Check digits and ranges, on the characters without separators, an O for a zero mended. */
  readonly isValid?: (code: string) => boolean;
  readonly context?: ContextName;
  /** How sure: by its shape alone, in a country of the tenant, with a word of the context beside it. */
  readonly score: { readonly alone: number; readonly home?: number; readonly context: number };
  /** The country in which people use it. */
  readonly country?: string;
  readonly most?: FindingLevel;
}

// Behind a number: no letter or digit, and no separator with more digits.
const end = String.raw`(?![a-z0-9]|[-./:]\d)`;
const shape = (source: string): RegExp => new RegExp(`(?:${source})${end}`, "y");

export const numberRules: readonly NumberRule[] = [
  {
    rule: "ssn.separated",
    kind: "ssn",
    shape: shape(String.raw`[\do]{3}([-. ])[\do]{2}\1[\do]{4}`),
    first: "digit",
    digits: 6,
    isValid: isSocialSecurityNumber,
    context: "ssn",
    score: { alone: 0.85, context: 0.95 },
  },
  {
    rule: "ssn.bare",
    kind: "ssn",
    shape: shape(String.raw`\d{9}`),
    first: "digit",
    digits: 9,
    isValid: isSocialSecurityNumber,
    context: "ssn",
    score: { alone: 0.2, home: 0.6, context: 0.95 },
    country: "US",
  },
  {
    rule: "ssn.taxpayer",
    kind: "ssn",
    shape: shape(String.raw`9\d\d([-. ]?)\d\d\1\d{4}`),
    first: "digit",
    digits: 9,
    isValid: isTaxpayerNumber,
    context: "taxpayer",
    score: { alone: 0.6, context: 0.9 },
  },
  {
    rule: "ssn.canada",
    kind: "ssn",
    shape: shape(String.raw`[1-79]\d\d([- ]?)\d{3}\1\d{3}`),
    first: "digit",
    digits: 9,
    isValid: passesLuhn,
    context: "socialInsurance",
    score: { alone: 0.2, home: 0.5, context: 0.9 },
    country: "CA",
  },
  {
    rule: "ssn.united-kingdom",
    kind: "ssn",
    shape: shape(
      String.raw`(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prstw-z][a-ceghj-nprstw-z]([- ]?)\d\d\1\d\d\1\d\d\1[a-d]|(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prstw-z][a-ceghj-nprstw-z] \d{6} [a-d]`,
    ),
    first: "letter",
    digits: 6,
    context: "nationalInsurance",
    score: { alone: 0.6, home: 0.85, context: 0.95 },
    country: "GB",
  },
  {
    rule: "health-plan.medicare",
    kind: "health-plan",
    shape: shape(
      String.raw`[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y\d]\d([- ]?)[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y\d]\d\1[ac-hjkmnp-rt-y]{2}\d\d`,
    ),
    first: "digit",
    digits: 5,
    context: "medicare",
    score: { alone: 0.85, context: 0.95 },
  },
  {
    rule: "health-plan.nhs",
    kind: "health-plan",
    shape: shape(String.raw`[\do]{3}([- ])[\do]{3}\1[\do]{4}`),
    first: "digit",
    digits: 7,
    isValid: isNhsNumber,
    context: "nhs",
    score: { alone: 0.25, home: 0.85, context: 0.95 },
    country: "GB",
  },
  {
    rule: "health-plan.nhs",
    kind: "health-plan",
    shape: shape(String.raw`\d{10}`),
    first: "digit",
    digits: 10,
    isValid: isNhsNumber,
    context: "nhs",
    score: { alone: 0.1, home: 0.35, context: 0.95 },
    country: "GB",
  },
  {
    rule: "health-plan.australia",
    kind: "health-plan",
    shape: shape(String.raw`[2-6]\d{3}([- ]?)\d{5}\1\d(?:[-/ ]?\d)?`),
    first: "digit",
    digits: 10,
    isValid: isAustralianMedicare,
    context: "medicareAustralia",
    score: { alone: 0.2, home: 0.6, context: 0.9 },
    country: "AU",
  },
  {
    rule: "health-plan.germany",
    kind: "health-plan",
    shape: shape(String.raw`[a-z]\d{9}`),
    first: "letter",
    digits: 9,
    isValid: isGermanInsuranceNumber,
    context: "germanInsurance",
    score: { alone: 0.4, home: 0.7, context: 0.95 },
    country: "DE",
  },
  {
    rule: "account.card",
    kind: "account",
    shape: shape(String.raw`\d{13,19}`),
    first: "digit",
    digits: 13,
    isValid: isCardNumber,
    context: "card",
    score: { alone: 0.85, context: 0.95 },
  },
  {
    rule: "account.card",
    kind: "account",
    shape: shape(String.raw`\d{4}([- .])(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{4,5})`),
    first: "digit",
    digits: 14,
    isValid: isCardNumber,
    context: "card",
    score: { alone: 0.9, context: 0.95 },
  },
  {
    rule: "account.routing",
    kind: "account",
    shape: shape(String.raw`\d{9}`),
    first: "digit",
    digits: 9,
    isValid: isRoutingNumber,
    context: "routing",
    score: { alone: 0, context: 0.7 },
    most: "warn",
  },
  {
    rule: "licence.npi",
    kind: "licence",
    shape: shape(String.raw`[12]\d{3}([- ]?)\d{3}\1\d{3}`),
    first: "digit",
    digits: 10,
    isValid: isNpi,
    context: "npi",
    score: { alone: 0.2, context: 0.7 },
    most: "warn",
  },
  {
    rule: "licence.dea",
    kind: "licence",
    shape: shape(String.raw`[abcdefghjklmnprstux][a-z9]\d{7}`),
    first: "letter",
    digits: 7,
    isValid: isDeaNumber,
    context: "dea",
    score: { alone: 0.4, context: 0.75 },
    most: "warn",
  },
  {
    rule: "licence.driving-united-kingdom",
    kind: "licence",
    shape: shape(String.raw`[a-z][a-z9]{4}\d[0156]\d[0-3]\d\d[a-z9]{2}\d[a-z]{2}`),
    first: "letter",
    digits: 7,
    context: "drivingLicence",
    score: { alone: 0.5, context: 0.75 },
    most: "warn",
  },
  {
    rule: "licence.passport",
    kind: "licence",
    shape: shape(String.raw`[a-z]{1,3}\d{6,8}`),
    first: "letter",
    digits: 6,
    context: "passport",
    score: { alone: 0, context: 0.7 },
    most: "warn",
  },
  {
    rule: "vehicle.vin",
    kind: "vehicle",
    shape: shape(String.raw`(?=[\d]{0,16}[a-z])[a-hj-npr-z\d]{17}`),
    first: "digit",
    digits: 1,
    isValid: isVehicleNumber,
    context: "vehicle",
    score: { alone: 0.6, context: 0.75 },
    most: "warn",
  },
  {
    rule: "vehicle.vin",
    kind: "vehicle",
    shape: shape(String.raw`[a-hj-npr-z\d]{17}`),
    first: "letter",
    digits: 1,
    isValid: isVehicleNumber,
    context: "vehicle",
    score: { alone: 0.6, context: 0.75 },
    most: "warn",
  },
  {
    rule: "vehicle.plate-united-kingdom",
    kind: "vehicle",
    shape: shape(String.raw`[a-hj-pr-y]{2}(?:0[2-9]|[1-2]\d|5[1-9]|[67]\d) ?[a-hj-pr-z]{3}`),
    first: "letter",
    digits: 2,
    context: "vehicle",
    score: { alone: 0.2, home: 0.4, context: 0.7 },
    country: "GB",
    most: "warn",
  },
  {
    rule: "other.aadhaar",
    kind: "other",
    shape: shape(String.raw`[2-9]\d{3}([-: ]?)\d{4}\1\d{4}`),
    first: "digit",
    digits: 12,
    isValid: passesVerhoeff,
    context: "aadhaar",
    score: { alone: 0.4, home: 0.85, context: 0.95 },
    country: "IN",
  },
  {
    rule: "other.spain",
    kind: "other",
    shape: shape(String.raw`\d{7,8}-?[a-hj-np-tv-z]`),
    first: "digit",
    digits: 7,
    isValid: isSpanishIdentityNumber,
    context: "spanishIdentity",
    score: { alone: 0.2, home: 0.85, context: 0.95 },
    country: "ES",
  },
  {
    rule: "other.spain",
    kind: "other",
    shape: shape(String.raw`[xyz]-?\d{7}-?[a-hj-np-tv-z]`),
    first: "letter",
    digits: 7,
    isValid: isSpanishIdentityNumber,
    context: "spanishIdentity",
    score: { alone: 0.4, home: 0.85, context: 0.95 },
    country: "ES",
  },
  {
    rule: "other.italy",
    kind: "other",
    shape: shape(String.raw`[a-z]{6}\d\d[abcdehlmprst][0-7]\d[a-z]\d{3}[a-z]`),
    first: "letter",
    digits: 7,
    isValid: isItalianTaxCode,
    context: "italianTax",
    score: { alone: 0.85, context: 0.95 },
  },
];
