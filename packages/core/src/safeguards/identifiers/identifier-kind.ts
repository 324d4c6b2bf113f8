/**
 * The eighteen identifiers of 45 CFR 164.514(b)(2), from A to R, under names that stay.
 *
 * | kind | identifier |
 * |---|---|
 * | `name` | A, names |
 * | `geography` | B, places smaller than a state: street, city, postcode |
 * | `date` | C, dates about a person except the year, and ages over 89 |
 * | `phone`, `fax`, `email` | D, E, F |
 * | `ssn` | G, social security numbers; those of other countries too |
 * | `medical-record` | H |
 * | `health-plan` | I, health plan beneficiary numbers; NHS numbers and the like too |
 * | `account` | J, accounts and cards |
 * | `licence` | K, certificates, licences, passports |
 * | `vehicle` | L, vehicle identifiers and plates |
 * | `device` | M, device identifiers and serial numbers |
 * | `url`, `ip-address` | N, O |
 * | `biometric` | P. Of texts only words that point to one are read |
 * | `photo` | Q, full-face photos and the like. Of texts only words that point to one are read |
 * | `other` | R, any other unique number, characteristic or code; national identity numbers too |
 */
export const identifierKinds = [
  "name",
  "geography",
  "date",
  "phone",
  "fax",
  "email",
  "ssn",
  "medical-record",
  "health-plan",
  "account",
  "licence",
  "vehicle",
  "device",
  "url",
  "ip-address",
  "biometric",
  "photo",
  "other",
] as const;

export type IdentifierKind = (typeof identifierKinds)[number];
