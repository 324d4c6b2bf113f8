import { type CountryCode, Metadata, parsePhoneNumberFromString } from "libphonenumber-js/min";

import type { Span } from "../text/span.ts";
import { isDigit, isWordCode } from "../text/words.ts";
import { helplines } from "./helplines.ts";

/** A telephone number in a text. */
export interface FoundPhone extends Span {
  /** In the form that its country writes: groups, brackets, a country code. */
  readonly grouped: boolean;
  readonly international: boolean;
  /** Whether the range is in use; otherwise only the length fits. */
  readonly valid: boolean;
}

/** Reads telephone numbers as a tenant's countries write them. */
export interface PhoneReader {
  /** The number that begins at `start`, a plus, a bracket or a digit; `undefined` where it is none, or known to all. */
  read(text: string, start: number): FoundPhone | undefined;
}

const fewestDigits = 7;
/** ITU-T E.164, 6.2.1. */
const mostDigits = 15;
const longestText = 26;
/** 1.234.567 and 1 234 567 count something; 68682-065-10 is a medicine in the US National Drug Code (21 CFR 207.33). */
const otherNumber = /^\d{1,3}(?:\.\d{3}){1,4}$|^\d{1,2}(?: \d{3}){1,4}$|^\(?\d{4,5}-\d{3,4}-\d{1,2}\)?$/;
const grouping = /\d[ .()/-]{1,2}\d{1,15}[ .()/-]{1,2}\d|^[+(]|^0\d{1,6}[ .()/-]/;

/** @param own - the tenant's own numbers, and others that may pass, as people write them. */
export function createPhoneReader(countries: readonly CountryCode[], own: readonly string[]): PhoneReader {
  const known = new Set(
    [...own, ...helplines.map(({ number }) => number)].flatMap((number) => writeForms(number, countries)),
  );
  const lengths = listLengths(countries);
  return {
    read(text, start) {
      const international = text[start] === "+";
      // From the longest stretch on, because more digits may follow that are something else.
      for (const end of listEnds(text, start).reverse()) {
        const written = text.slice(start, end);
        const digits = written.replace(/\D/g, "");
        if (digits.length < fewestDigits || digits.length > mostDigits) continue;
        if (!international && (!lengths.has(digits.length) || otherNumber.test(written))) continue;
        if (known.has(digits)) return undefined;
        const range = checkRange(written, countries);
        if (range === undefined) continue;
        return { start, end, grouped: grouping.test(written), international, valid: range === "valid" };
      }
      return undefined;
    },
  };
}

function checkRange(written: string, countries: readonly CountryCode[]): "valid" | "possible" | undefined {
  let possible = false;
  for (const defaultCountry of written.startsWith("+") ? [countries[0]!] : countries) {
    const phone = parsePhoneNumberFromString(written, { defaultCountry, extract: false });
    if (phone?.isValid()) return "valid";
    possible ||= phone?.isPossible() ?? false;
  }
  return possible ? "possible" : undefined;
}

/** Positions behind each group of digits that could end the number. */
function listEnds(text: string, start: number): number[] {
  const ends: number[] = [];
  const limit = Math.min(text.length, start + longestText);
  let at = start;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      const group = at;
      while (at < limit && isDigit(text.charCodeAt(at))) at += 1;
      // Nobody at home writes a single digit as a group, and lists of them are long.
      if (isWordCode(text.charCodeAt(at)) || (at - group === 1 && ends.length > 0 && text[start] !== "+")) break;
      ends.push(at);
    } else if (isSeparator(text, at)) at += 1;
    else break;
  }
  return ends;
}

/** One separator, or two where a bracket or a dash with spaces is one of them. */
function isSeparator(text: string, at: number): boolean {
  if (!separators.has(text[at]!)) return false;
  const next = text.charCodeAt(at + 1);
  // A digit or ( behind any of them; a space or - behind ) and -
  return isDigit(next) || next === 40 || next === 45 || (next === 32 && (text[at] === ")" || text[at] === "-"));
}

const separators: ReadonlySet<string> = new Set(" .()+/-");

/** How many digits a number can have, with and without the digit that calls within the country. */
function listLengths(countries: readonly CountryCode[]): ReadonlySet<number> {
  const lengths = new Set<number>();
  for (const country of countries) {
    const metadata = new Metadata();
    metadata.selectNumberingPlan(country);
    for (const length of metadata.numberingPlan?.possibleLengths() ?? []) lengths.add(length).add(length + 1);
  }
  return lengths;
}

/** The digits of a number in every way that people of these countries write it. */
function writeForms(number: string, countries: readonly CountryCode[]): readonly string[] {
  const forms = [number.replace(/\D/g, "")];
  for (const defaultCountry of countries) {
    const phone = parsePhoneNumberFromString(number, { defaultCountry, extract: false });
    if (!phone) continue;
    const atHome = phone.formatNational().replace(/\D/g, "");
    forms.push(atHome, phone.nationalNumber, phone.number.slice(1));
  }
  return forms;
}
