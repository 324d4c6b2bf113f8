import type { Candidate } from "../candidate.ts";
import type { NumberWord } from "../numbers/number-word.ts";
import { matchAt } from "../text/match-at.ts";
import { groupWords, personWords, thingWords } from "./person-words.ts";
import { readAround } from "./read-date.ts";

// What makes a number an age, behind it and in front of it.
const yearsOld = /[- ]?(?:years?|yrs?)[- ](?:olds?|of age)(?![a-z])|[- ]?y[/.]?o(?![a-z])/y;
const yearsOther =
  / (?:anos|ans|anni|jahren?)(?![a-z])|-?jahrige[rnsm]?(?![a-z])|-?jahrig(?![a-z])| jahre alt(?![a-z])/y;
const birthday =
  /(?:st|nd|rd|th|er|o|\.)? (?:birthday|cumpleanos|geburtstag|anniversaire|aniversario|compleanno)(?![a-z])/y;
const inFront: Readonly<Record<"sure" | "unsure", ReadonlySet<string>>> = {
  sure: new Set("aged age edad agee alter eta".split(" ")),
  unsure: new Set("turned turns turning cumplio cumple cumplira wurde wird".split(" ")),
};

/** Words of a figure about many: `90 or older`, `between 91 and 97`, `over 95`. They may be pooled (45 CFR 164.514). */
const pooling: ReadonlySet<string> = new Set(
  [
    "over under above older more least between up ages from to or through beyond after before than plus average expectancy",
    "mas mayores menores entre hasta desde menos edades superior promedio esperanza",
    "uber unter zwischen ab bis mindestens plus entre moins partir acima mais menos oltre piu",
  ].flatMap((line) => line.split(" ")),
);
const pooledBehind: ReadonlySet<string> = new Set(
  "or and to y o und ou e older over above up mas oder plus in of ago de on of".split(" "),
);

/** 90 to 129: nobody has grown older. */
function isOverEightyNine(lower: string, start: number, end: number): boolean {
  const first = lower.charCodeAt(start);
  return end - start === 2 ? first === 57 : end - start === 3 && first === 49 && lower.charCodeAt(start + 1) < 51;
}

/** An age over 89 that is said of one person (45 CFR 164.514(b)(2)(i)(C)). */
export function findAge(lower: string, { start, digitsEnd: end }: NumberWord): Candidate | undefined {
  if (!isOverEightyNine(lower, start, end)) return undefined;
  const shape = readShape(lower, start, end);
  if (!shape) return undefined;
  return judgeAge(lower, start, shape.end, shape.sure);
}

function readShape(lower: string, start: number, end: number): { end: number; sure: boolean } | undefined {
  const match = matchAt(yearsOld, lower, end) ?? matchAt(birthday, lower, end);
  if (match) return { end: end + match[0].length, sure: true };
  const other = matchAt(yearsOther, lower, end);
  if (other) return { end: end + other[0].length, sure: other[0].includes("jahrig") || other[0].includes("alt") };
  const { before, behind } = readAround(lower, { start, end }, 2, 1);
  const [nearest = "", further = ""] = before;
  if (units.has(behind[0] ?? "") || /^[.,:/]\d|^ ?%/.test(lower.slice(end, end + 2))) return undefined;
  if (inFront.sure.has(nearest)) return { end, sure: true };
  const told = /^(?:he|she|sie)$/.test(further) && /^(?:is|was|ist|war)$/.test(nearest);
  return told || inFront.unsure.has(nearest) ? { end, sure: false } : undefined;
}

const units = new Set(
  "percent per degrees kg kilos pounds lbs cm minutes hours days weeks months miles km mg f c bpm".split(" "),
);

/** Judges an age by the words around it; also for ages in words. */
export function judgeAge(lower: string, start: number, end: number, sure: boolean): Candidate | undefined {
  const { before, behind } = readAround(lower, { start, end }, 5, 3);
  const [next = ""] = behind;
  if (pooling.has(before[0] ?? "") || pooling.has(before[1] ?? "")) return undefined;
  if (lower[end] === "+" || (pooledBehind.has(next) && pooling.has(behind[1] ?? ""))) return undefined;
  if (thingWords.has(next) || thingWords.has(behind[1] ?? "")) return undefined;
  const person = [...before, ...behind].some((word) => personWords.has(word));
  if (!person && before.some((word) => thingWords.has(word))) return undefined;
  // Spanish, French, Italian and German use the same words for a span of years.
  if (!sure && !person) return undefined;
  const group = [...before, ...behind.slice(0, 2)].some((word) => groupWords.has(word));
  return {
    kind: "date",
    rule: "date.age",
    start,
    end,
    score: person && !group ? 0.9 : 0.6,
    ...(group && { most: "warn" }),
  };
}
