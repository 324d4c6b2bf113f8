import type { IsoDateTime, LanguageTag } from "@carecast/adapter";

import { writeExpiry } from "../../alerts/write-expiry.ts";
import type { CalendarDate } from "./facts.ts";

/**
 * An instant as people read it, with the offset of its zone in digits. The short name of a zone is not used: it holds
 * a number in one language (`GMT-5`) and none in another (`EST`), and the languages of a notice have equal numbers.
 */
export function writeInstant(instant: IsoDateTime, language: LanguageTag, timeZone: string | undefined): string {
  return writeExpiry(timeZone === undefined ? instant : moveToZone(instant, timeZone), language, undefined);
}

function moveToZone(instant: IsoDateTime, timeZone: string): IsoDateTime {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(
    new Date(instant),
  );
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value.slice("GMT".length, "GMT+00:00".length);
  if (!offset) return `${new Date(instant).toISOString().slice(0, 19)}Z`;
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const ahead = (hours * 60 + minutes) * (offset.startsWith("-") ? -1 : 1);
  return new Date(Date.parse(instant) + ahead * 60_000).toISOString().slice(0, 19) + offset;
}

/** `Mar 31, 2027`, and for a month `Mar 2027`. */
export function writeDate(date: CalendarDate, language: LanguageTag): string {
  const [year = 0, month = 1, day] = date.split("-").map(Number);
  return new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "short",
    ...(day !== undefined && { day: "numeric" }),
    timeZone: "UTC",
  }).format(new Date(Date.UTC(year, month - 1, day ?? 1)));
}
