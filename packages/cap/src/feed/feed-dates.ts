import type { IsoDateTime } from "@carecast/adapter";

import { isCapTime, toCapTime } from "../kinds/time.ts";
import type { Fault, Report } from "../report.ts";

const notATime: Fault = { rule: "time", message: "must be a real date and time with an offset." };

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A time of Atom (RFC 3339), as it is. */
export function readAtomTime(raw: string, report: Report): IsoDateTime | undefined {
  const text = raw.trim();
  const time = toCapTime(text);
  if (time !== undefined && rfc3339.test(text)) return text;
  report.repair(notATime, time === undefined ? "left out" : "mended");
  return time;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const zones: Readonly<Record<string, string>> = {
  GMT: "Z",
  UT: "Z",
  UTC: "Z",
  Z: "Z",
  EST: "-05:00",
  EDT: "-04:00",
  CST: "-06:00",
  CDT: "-05:00",
  MST: "-07:00",
  MDT: "-06:00",
  PST: "-08:00",
  PDT: "-07:00",
};
const rfc822 =
  /^(?:[A-Za-z]{3},\s*)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d\d:\d\d)(:\d\d)?\s+(?:([A-Za-z]{1,3})|([+-]\d\d)(\d\d))$/;

/** A time of RSS (RFC 822, with a year of four digits). */
export function readRssTime(raw: string, report: Report): IsoDateTime | undefined {
  const match = rfc822.exec(raw.trim());
  const [, day = "", monthName = "", year = "", minutes = "", seconds = ":00", zone = "", hours = "", rest = ""] =
    match ?? [];
  const month = String(months.indexOf(monthName) + 1).padStart(2, "0");
  const offset = hours ? `${hours}:${rest}` : zones[zone.toUpperCase()];
  const time = `${year}-${month}-${day.padStart(2, "0")}T${minutes}${seconds}${offset ?? ""}`;
  if (offset !== undefined && toCapTime(time) !== undefined) return time;
  report.repair(notATime, "left out");
  return undefined;
}

/** A time as Atom wants it: the model allows minutes without seconds. */
export function writeAtomTime(text: string, report: Report): string {
  if (rfc3339.test(text) && toCapTime(text) !== undefined) return text;
  const time = toCapTime(text);
  if (time === undefined) report.refuse(notATime);
  return time ?? "";
}

/** A time as RSS wants it: `Fri, 20 Nov 2026 09:00:00 +0100`. */
export function writeRssTime(text: string, report: Report): string {
  const time = toCapTime(text);
  if (time === undefined || !isCapTime(time)) {
    report.refuse(notATime);
    return "";
  }
  const [date = "", clock = ""] = time.split("T");
  const [year, month, day] = date.split("-");
  const weekday = days[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const offset = clock.slice(8).replace(":", "");
  return `${weekday}, ${day} ${months[Number(month) - 1]} ${year} ${clock.slice(0, 8)} ${offset === "-0000" ? "GMT" : offset}`;
}
