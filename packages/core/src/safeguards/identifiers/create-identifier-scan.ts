import { isSupportedCountry } from "libphonenumber-js/min";

import { compileAllowList, listOwnNumbers } from "./allow-list.ts";
import type { IdentifierFinding, ScanText } from "./finding.ts";
import { compileDenied } from "./people/denied-names.ts";
import { createPhoneReader } from "./phones/read-phone.ts";
import { smallZipAreas } from "./places/place-words.ts";
import { readScanOptions, type IdentifierScanOptions } from "./scan-options.ts";
import { scanTexts, type ScanPurpose } from "./scan-texts.ts";
import type { Setting } from "./setting.ts";

/** Looks for what identifies a person. It finds hints and certifies nothing. */
export interface IdentifierScan {
  /**
   * Reads the texts of one post together: a patient in the text makes an address in the description of a picture
   * weigh more. Pure, and in linear time however hostile the texts are.
   *
   * @returns findings in the order of the texts; none of them holds what was found. Empty means that nothing was
   * recognised, not that nothing is there.
   */
  scan(texts: readonly ScanText[], purpose?: ScanPurpose): readonly IdentifierFinding[];
}

/**
 * Makes a scan for the 18 identifiers of 45 CFR 164.514(b)(2). Make it once: it reads the allow and deny lists.
 *
 * @throws ConfigError naming the path of an option that is wrong or unknown, such as a kind in the allow list.
 */
export function createIdentifierScan(options: IdentifierScanOptions = {}): IdentifierScan {
  const { countries = ["US"], allow = {}, deny = [], smallZipAreas: areas = smallZipAreas } = readScanOptions(options);
  const setting: Setting = {
    countries: new Set(countries),
    smallZipAreas: new Set(areas),
    phones: createPhoneReader(
      countries.filter((country) => isSupportedCountry(country)),
      listOwnNumbers(allow),
    ),
    allow: compileAllowList(allow),
    findDenied: compileDenied(deny),
  };
  return { scan: (texts, purpose = {}) => scanTexts(texts, purpose, setting) };
}
