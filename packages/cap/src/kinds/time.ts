import type { Fault, Report } from "../report.ts";
import { defineKind, isText, type Kind } from "./kind.ts";

const notATime: Fault = {
  rule: "time",
  message: "must be a real date and time with an offset, such as 2026-11-20T09:00:00+01:00 (CAP 1.2, 3.3.2).",
};
const utcOffset: Fault = { rule: "utc-offset", message: "says UTC as +00:00; CAP 1.2 wants -00:00 (3.3.2)." };

const capForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;
const looseForm = /^(\d{4}-\d\d-\d\d)(?:\s*T\s*|\s+)(\d\d:\d\d)(:\d\d)?(?:[.,]\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)$/i;

/** A time in the one form that CAP allows: whole seconds, an offset of hours and minutes, a day that there is. */
export function isCapTime(text: string): boolean {
  if (!capForm.test(text)) return false;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const offsetMinutes = twoDigits(text, 23);
  return (
    year > 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOf(year, month) &&
    twoDigits(text, 11) < 24 &&
    twoDigits(text, 14) < 60 &&
    twoDigits(text, 17) < 60 &&
    offsetMinutes < 60 &&
    // XML Schema part 2, 3.2.7.3: no place on Earth is further from UTC.
    twoDigits(text, 20) * 60 + offsetMinutes <= 14 * 60
  );
}

/** Without a substring and without a match array: alerts are full of times. */
function twoDigits(text: string, index: number): number {
  return (text.charCodeAt(index) - 48) * 10 + text.charCodeAt(index + 1) - 48;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The CAP form of a time that is written in another one: `Z`, parts of a second, no seconds, a space for the `T`. UTC
 * becomes `-00:00`; parts of a second are cut off. `undefined` when it names no time, or has no offset.
 */
export function toCapTime(text: string): string | undefined {
  const match = looseForm.exec(text);
  if (!match) return undefined;
  const [, date = "", minutes = "", seconds = ":00", offset = ""] = match;
  const digits = offset.replace(":", "");
  const isUtc = digits.toUpperCase() === "Z" || digits === "+0000" || digits === "-0000";
  const capOffset = isUtc ? "-00:00" : `${digits.slice(0, 3)}:${digits.slice(3)}`;
  const time = `${date}T${minutes}${seconds}${capOffset}`;
  return isCapTime(time) ? time : undefined;
}

/** Reads a time and says what is wrong with it. */
export function readTime(raw: string, report: Report): string | undefined {
  const text = raw.trim();
  if (isCapTime(text)) {
    if (text.endsWith("+00:00")) report.remark(utcOffset);
    return text;
  }
  const mended = toCapTime(text);
  if (mended === undefined) report.refuse(notATime);
  else report.repair(notATime, "mended");
  return mended;
}

/** Writes a time of the model, which allows more forms than CAP. */
export function writeTime(text: string, report: Report): string {
  if (isCapTime(text) && !text.endsWith("+00:00")) return text;
  const time = toCapTime(text);
  if (time === undefined) report.refuse(notATime);
  return time ?? "";
}

export const time: Kind = defineKind<string>({ blank: "wrong", read: readTime, accepts: isText, write: writeTime });
