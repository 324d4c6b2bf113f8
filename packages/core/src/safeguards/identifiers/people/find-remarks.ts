import type { Candidate } from "../candidate.ts";
import { matchAt } from "../text/match-at.ts";
import { wordsAfter, wordsBefore } from "../text/words.ts";
import type { View } from "../view.ts";
import { judgeAge } from "./find-age.ts";
import { readName } from "./read-name.ts";

// Each function looks at one word that the trigger pattern found, from `start` to before `end`.

/** `Mrs. Oldacre`. A street such as `Oak Dr` and a heading such as `Don't Miss Our Fair` hold no name. */
export function findTitledName({ text, lower }: View, start: number, end: number): Candidate | undefined {
  if (!/[A-Z]/.test(text[start]!)) return undefined;
  const [before] = wordsBefore(lower, start, 1);
  const word = lower.slice(start, end);
  const mayEndStreet = word === "dr" || word === "sr";
  if (mayEndStreet && before && start - before.end === 1 && /[A-Z\d]/.test(text[before.start]!)) return undefined;
  if (word === "frau" && /^(?:jede|eine|die|keine|diese|der)$/.test(before?.word ?? "")) return undefined;
  const from = end + (text[end] === "." ? 1 : 0) + 1;
  if (text[from - 1] !== " ") return undefined;
  const name = readName(text, from);
  return name && { kind: "name", rule: "name.titled", start, end: name.end, score: 0.5, most: "warn" };
}

const spelledAge =
  /(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one |a )?hundred(?:[- ](?:and[- ])?[a-z]{3,9})?)[- ]years?[- ]olds?|noventa(?: y (?:un|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))? anos|cien anos/y;

/** `ninety-six-year-old`. */
export function findSpelledAge({ lower }: View, start: number): Candidate | undefined {
  const match = matchAt(spelledAge, lower, start);
  return match ? judgeAge(lower, start, start + match[0].length, !match[0].endsWith("anos")) : undefined;
}

const owners: ReadonlySet<string> = new Set("his her their patient s my su mi sein seine ihre son sa".split(" "));

/** `her fingerprints`. */
export function findFingerprint({ lower }: View, start: number, end: number): Candidate | undefined {
  const [owner] = wordsBefore(lower, start, 1);
  if (!owner || !owners.has(owner.word)) return undefined;
  return { kind: "biometric", rule: "biometric.of-person", start: owner.start, end, score: 0.5, most: "warn" };
}

const liveWords: ReadonlySet<string> = new Set(
  "live livestream livestreaming streaming vivo directo direkt ubertragung".split(" "),
);
const shows: ReadonlySet<string> = new Set(
  "music show play concert band theatre theater carol choir film movie briefing".split(" "),
);
const cuttingReach = 200;
const cutting = /incision|surg|operat|transplant|replacement|anesthe|anaesthe|scalpel|cirug|quirofano/;

/** An operation shown live: nobody can consent to what has not happened yet (health practice of surgeons' bodies). */
export function findLiveSurgery({ lower }: View, start: number, end: number): Candidate | undefined {
  const before = wordsBefore(lower, start, 5);
  const live = before.find(({ word }) => liveWords.has(word));
  if (!live || before.some(({ word }) => shows.has(word))) return undefined;
  const isPlain = /^theat/.test(lower.slice(start, end));
  if (isPlain && !cutting.test(lower.slice(Math.max(0, start - cuttingReach), end + cuttingReach))) return undefined;
  return { kind: "photo", rule: "photo.live-surgery", start: live.start, end, score: 0.9 };
}

const smallNumbers: ReadonlySet<string> = new Set("1 2 3 one two three un una dos tres ein eine zwei drei".split(" "));
const into: ReadonlySet<string> = new Set("in at from near en de aus".split(" "));

/** `two cases in Smallville`: so few, in a place so small, that neighbours know who. */
export function findSmallCount({ text, lower }: View, start: number, end: number): Candidate | undefined {
  const [count] = wordsBefore(lower, start, 1);
  if (!count || !smallNumbers.has(count.word)) return undefined;
  const [preposition, place] = wordsAfter(lower, end, 2);
  if (!preposition || !place || !into.has(preposition.word) || !readName(text, place.start)) return undefined;
  return { kind: "other", rule: "other.small-count", start: count.start, end, score: 0.5, most: "warn" };
}

const spelledDigits =
  /(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)(?:[ ,-]{1,2}|(?![a-z]))){7,40}/y;

/** A number read out digit by digit. */
export function findSpelledNumber({ lower }: View, start: number): Candidate | undefined {
  const match = matchAt(spelledDigits, lower, start);
  if (!match) return undefined;
  const end = start + match[0].replace(/[ ,-]+$/, "").length;
  return { kind: "other", rule: "other.spelled-number", start, end, score: 0.5, most: "warn" };
}
