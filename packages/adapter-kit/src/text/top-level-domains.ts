/** The two-letter domains, ISO 3166 and the few more that IANA keeps, written without spaces. */
const countries =
  "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdmdodzeceeegereseteufifjfkfmfofrgagdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsusvsxsysztctdtftgthtjtktltmtntotrtttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw";

/** Longer ones that organisations use. The whole list of IANA is larger than the rest of this package. */
const others =
  "com org net edu gov int mil info biz name pro coop aero museum mobi asia cat jobs tel travel post app dev page blog " +
  "news health care clinic dental doctor hospital hiv help support charity foundation ngo ong community social online " +
  "site website store shop cloud live life world today team agency center education academy institute university " +
  "school science systems solutions services network media digital tech email international africa london berlin " +
  "paris nyc swiss";

let known: ReadonlySet<string> | undefined;

/** Whether `label`, in lower case, is a top-level domain that this package knows: all countries, and the usual others. */
export function isTopLevelDomain(label: string): boolean {
  known ??= new Set([...(countries.match(/../g) ?? []), ...others.split(" ")]);
  return known.has(label);
}
