import * as z from "zod/mini";

/** The name of a time zone, such as `Europe/Paris`. Offsets are refused: they do not know of daylight saving. */
export const timeZoneSchema = z
  .string()
  .check(z.refine(isTimeZone, "must be a time zone of the IANA list, such as Europe/Paris."));

function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
