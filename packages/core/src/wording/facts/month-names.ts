import { foldFacts } from "./fold-facts.ts";

interface Calendar {
  /** 1 to 12 by folded name. */
  readonly months: ReadonlyMap<string, number>;
  /** Whether `4/5` is 5 April. */
  readonly monthFirst: boolean;
}

const calendars = new Map<string, Calendar>();

/** How dates are written in a language. One that the platform does not know has no names of months. */
export function calendarOf(language: string): Calendar {
  const known = calendars.get(language);
  if (known) return known;
  const calendar = readCalendar(language);
  // Tags come from callers: the memory for them stays small.
  if (calendars.size < 200) calendars.set(language, calendar);
  return calendar;
}

function readCalendar(language: string): Calendar {
  if (!isKnown(language)) return { months: new Map(), monthFirst: false };
  const months = new Map<string, number>();
  for (const width of ["long", "short"] as const)
    for (const options of [{ month: width }, { month: width, day: "numeric" }] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC", calendar: "gregory" });
      for (let month = 1; month <= 12; month += 1) {
        const part = format.formatToParts(Date.UTC(2026, month - 1, 1)).find(({ type }) => type === "month");
        const name = foldFacts(part?.value ?? "").replace(/\.$/, "");
        if (/\p{L}/u.test(name)) months.set(name, month);
      }
    }
  const order = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric" }).formatToParts(0);
  const monthFirst = order.find(({ type }) => type === "month" || type === "day")?.type === "month";
  return { months, monthFirst };
}

function isKnown(language: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}
