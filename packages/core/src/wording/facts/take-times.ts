import { makeFact, type Fact } from "./fact.ts";
import { take, type Taken } from "./take.ts";

const clock = "(\\d\\d?)(?:[:.](\\d\\d))?";
/** In "6 to 8 p.m." the first hour is of the same half of the day, or of the other one. */
const from = `(?:${clock} ?(?:-|to|and|until|a|y|hasta) ?(?:las? )?)?`;
const halfDay = new RegExp(`(?<![\\d:.,])${from}${clock} ?([ap])(?:\\.? ?m)(?:\\.|(?!\\p{L}))`, "gu");
const partOfDay = new RegExp(`(?<![\\d:.,])${clock} de la (manana|madrugada|tarde|noche)(?!\\p{L})`, "gu");
const wholeDay =
  /(?<![\d:.,])(\d\d?)(?:[:h]|\.(?=\d\d ?(?:h|uhr)))(\d\d)(?::\d\d)?(?!\d)(?: ?(?:hrs?|h|horas|uhr)(?!\p{L}))?/gu;
const fullHour = /(?<![\d:.,])(\d\d?) uhr(?!\p{L})/gu;
const named: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/(?<![\p{L}\d])(?:12 )?(?:noon|midday)(?!\p{L})/gu, "12:00"],
    [/(?<![\p{L}\d])(?:12 )?midnight(?!\p{L})/gu, "00:00"],
  ],
  es: [
    [/(?<![\p{L}\d])(?:(?:12 )?del )?mediodia(?!\p{L})/gu, "12:00"],
    [/(?<![\p{L}\d])(?:(?:12 )?de la )?medianoche(?!\p{L})/gu, "00:00"],
  ],
};

/** Times of the day, all on the clock of 24 hours. */
export function takeTimes(text: string, primary: string): Taken {
  const names: Taken[] = [];
  let rest = text;
  const step = (taken: Taken): void => {
    names.push(taken);
    rest = taken.rest;
  };
  for (const [pattern, time] of named[primary] ?? []) step(take(rest, pattern, ([match = ""]) => [fact(time, match)]));
  step(
    take(rest, halfDay, ([, fromHour, fromMinute, hour = "", minute, half = ""]) => {
      if (Number(hour) > 12) return undefined;
      const end = fact(toWholeDay(hour, minute, half === "p"), `${hour} ${minute ?? ""}`);
      if (fromHour === undefined) return [end];
      const start = [half === "p", half !== "p"].map((isLate) => toWholeDay(fromHour, fromMinute, isLate));
      return [makeFact("time", start, `${fromHour} ${fromMinute ?? ""}`), end];
    }),
  );
  if (primary === "es")
    step(
      take(rest, partOfDay, ([match = "", hour = "", minute, part = ""]) =>
        Number(hour) > 12 ? undefined : [fact(toWholeDay(hour, minute, part === "tarde" || part === "noche"), match)],
      ),
    );
  step(
    take(rest, wholeDay, ([, hour = "", minute = ""]) =>
      Number(hour) > 24 || Number(minute) > 59
        ? undefined
        : [fact(`${hour.padStart(2, "0")}:${minute}`, `${hour} ${minute}`)],
    ),
  );
  step(take(rest, fullHour, ([match = "", hour = ""]) => [fact(`${hour.padStart(2, "0")}:00`, match)]));
  return { rest, facts: names.flatMap(({ facts }) => facts) };
}

function fact(time: string, source: string): Fact {
  return makeFact("time", [time], source);
}

function toWholeDay(hour: string, minute = "00", isLate: boolean): string {
  const hours = (Number(hour) % 12) + (isLate ? 12 : 0);
  return `${String(hours).padStart(2, "0")}:${minute}`;
}
