import { isSupportedCountry } from "libphonenumber-js/min";
import * as z from "zod/mini";

import { parseOptions } from "../../models/parse.ts";
import type { AllowedIdentifiers } from "./allow-list.ts";
import { identifierKinds } from "./identifier-kind.ts";

/** What a tenant tells the scan. */
export interface IdentifierScanOptions {
  /**
   * Countries, as ISO 3166-1 codes, whose telephone and identity numbers are expected without a country code. The
   * first one counts most. Default `["US"]`.
   */
  readonly countries?: readonly string[];
  /**
   * What may be published, by kind, as people write it: own telephones, addresses, hosts, spokespersons. An e-mail
   * entry may be `press@example.org`, `@example.org` or `press@`; a host allows what lies below it.
   *
   * **A patient who has the same name or number passes too**, except behind a word for a patient.
   */
  readonly allow?: AllowedIdentifiers;
  /** Names that must never appear, in any case, order of names, or run together in a hashtag. */
  readonly deny?: readonly string[];
  /**
   * First three digits of US ZIP codes of areas with at most 20,000 people (45 CFR 164.514(b)(2)(i)(B)). Default: the
   * 17 of the census of 2000, as the guidance of HHS lists them; ask for the current ones.
   */
  readonly smallZipAreas?: readonly string[];
}

const words = z.string().check(z.refine((text) => /[\p{L}\p{N}]/u.test(text), "must hold a letter or a digit."));
const country = z
  .string()
  .check(z.refine((code) => isSupportedCountry(code), "must be a country code, such as US or GB."));

const scanSchema = z.strictObject({
  countries: z.optional(z.array(country).check(z.minLength(1))),
  allow: z.optional(
    z.strictObject(Object.fromEntries(identifierKinds.map((kind) => [kind, z.optional(z.array(words))]))),
  ),
  deny: z.optional(z.array(words)),
  smallZipAreas: z.optional(z.array(z.string().check(z.regex(/^\d{3}$/, "must be three digits.")))),
});

/** Throws `ConfigError` that names the path of what is wrong: `allow.telephone`, `countries[1]`. */
export function readScanOptions(value: unknown): IdentifierScanOptions {
  return parseOptions<IdentifierScanOptions>("the identifier scan", scanSchema, value);
}
