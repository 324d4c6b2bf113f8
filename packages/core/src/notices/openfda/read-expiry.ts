import { isCalendarDate } from "../words/facts.ts";
import { parseDay } from "./read-fields.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * An expiry of free text as a month or a day: `31-Mar-2027`, `MAR 2027`, `03/2027`, `2027-03`. `undefined` for what
 * could mean two things, such as a year of two digits.
 */
export function readExpiry(text: string): string | undefined {
  const named = /^(?:(\d{1,2})[ ./-]?)?([A-Za-z]{3})[A-Za-z]*[ ./-]?(\d{4})$/.exec(text);
  if (named) {
    const month = months.indexOf((named[2] ?? "").toLowerCase()) + 1;
    if (month === 0) return undefined;
    return join(named[3] ?? "", String(month), named[1]);
  }
  const [, first, year] = /^(\d{1,2})[/-](\d{4})$/.exec(text) ?? [];
  if (first !== undefined && year !== undefined) return join(year, first);
  const [, iso, isoMonth] = /^(\d{4})[/-](\d\d)$/.exec(text) ?? [];
  if (iso !== undefined && isoMonth !== undefined) return join(iso, isoMonth);
  return parseDay(text)[0];
}

function join(year: string, month: string, day?: string): string | undefined {
  const start = `${year}-${month.padStart(2, "0")}`;
  const date = `${start}-${(day ?? "1").padStart(2, "0")}`;
  if (!isCalendarDate(date)) return undefined;
  return day === undefined ? start : date;
}
