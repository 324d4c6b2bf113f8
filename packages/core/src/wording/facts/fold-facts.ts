import { foldDigits } from "../fold.ts";

/**
 * A text as facts are read from it: small letters without accents, digits of every script as 0 to 9, nothing invisible,
 * one kind of space and of dash. A space within a number goes where typography put it, since it cannot break there.
 */
export function foldFacts(text: string): string {
  return foldDigits(text.replace(/(?<=\p{Nd})[\u00a0\u202f\u2009](?=\p{Nd}{3}(?!\p{Nd}))/gu, ""))
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .replace(/[\u2018\u2019]/g, "'")
    .replaceAll("\u066b", ".")
    .replaceAll("\u066c", ",")
    .replaceAll("\u066a", "%")
    .replace(/\s/g, " ")
    .toLowerCase();
}
