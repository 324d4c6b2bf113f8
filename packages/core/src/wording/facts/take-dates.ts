import { makeFact, type Fact } from "./fact.ts";
import { take, type Taken } from "./take.ts";
import { calendarOf } from "./month-names.ts";

const isoDate = /(?<!\d)(\d{4})-(\d\d?)-(\d\d?)(?!\d)t?/g;
const numericDate = /(?<![\d./-])(\d\d?)([./-])(\d\d?)\2(\d{4}|\d\d)(?![\d])/g;

/** Days of the calendar. A year is a number of its own: many texts leave it out. */
export function takeDates(text: string, language: string): Taken {
  const { months, monthFirst } = calendarOf(language);
  const iso = take(text, isoDate, ([, year = "", month = "", day = ""]) => readDate(month, day, year));
  const numeric = take(iso.rest, numericDate, ([, first = "", , second = "", year = ""]) => {
    const swap = Number(second) > 12 || (monthFirst && Number(first) <= 12);
    return readDate(swap ? first : second, swap ? second : first, year);
  });
  if (months.size === 0) return { rest: numeric.rest, facts: [...iso.facts, ...numeric.facts] };
  const names = [...months.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => escape(name))
    .join("|");
  const dayFirst = new RegExp(`(?<![\\d.,:])(\\d\\d?)(?:st|nd|rd|th|[.o])? ?(?:de |of )?(${names})(?!\\p{L})`, "gu");
  const nameFirst = new RegExp(`(?<!\\p{L})(${names})\\.? (?:the )?(\\d\\d?)(?:st|nd|rd|th)?(?![\\d:]|[.,]\\d)`, "gu");
  const before = take(numeric.rest, dayFirst, ([, day = "", name = ""]) => readDate(String(months.get(name)), day));
  const after = take(before.rest, nameFirst, ([, name = "", day = ""]) => readDate(String(months.get(name)), day));
  return { rest: after.rest, facts: [iso, numeric, before, after].flatMap(({ facts }) => facts) };
}

function readDate(month: string, day: string, year?: string): readonly Fact[] | undefined {
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  const date = makeFact("date", [`${Number(month)}-${Number(day)}`], day);
  if (year === undefined) return [date];
  const full = year.length === 2 ? `20${year}` : year;
  return [date, makeFact("number", [full], full)];
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
