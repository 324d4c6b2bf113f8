import * as z from "zod/mini";

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** A real calendar date with a time and a zone. `Date.parse` alone takes 30 February for 2 March. */
function isDateTimeWithZone(text: string): boolean {
  const match = rfc3339.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(year, month, 0)).getUTCDate() &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  );
}

export const dateTimeSchema = z
  .string()
  .check(z.refine(isDateTimeWithZone, "must be a real date and time with a zone, such as 2026-11-20T09:00:00+01:00."));

/** The shape of BCP 47; whether a subtag is registered is not asked. */
export const languageSchema = z
  .string()
  .check(z.regex(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/, "must be a language tag, such as en or pt-BR."));

function isWebUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === "" && url.password === "";
}

export const webUrlSchema = z
  .string()
  .check(z.refine(isWebUrl, "must be an http or https address without a user name or password."));

/** Short numbers too: `911`, `15`. */
export const phoneSchema = z
  .string()
  .check(
    z.regex(
      /^\+?\(?\d(?:[ ().-]{0,2}\d){1,14}$/,
      "must be a telephone number: digits, with spaces, dashes, dots or brackets between them.",
    ),
  );

/** Text with at least one visible character. */
export const textSchema = z.string().check(z.refine((text) => text.trim() !== "", "must not be empty."));

/** A hashtag as its author writes it, without `#`: letters of any script, digits and `_`, not digits alone. */
export const hashtagSchema = z
  .string()
  .check(
    z.regex(
      /^(?=.*[^\d])[\p{L}\p{M}\p{N}_]{1,100}$/u,
      "must be a hashtag without # made of letters, digits and _, not of digits alone.",
    ),
  );

/** Orders two dates by the instant they name, whatever their zones. */
export function isBefore(first: string, second: string): boolean {
  return Date.parse(first) < Date.parse(second);
}
