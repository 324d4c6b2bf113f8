import type { Candidate } from "../candidate.ts";
import { matchAt } from "../text/match-at.ts";
import { wordsAfter, wordsBefore, type Word } from "../text/words.ts";
import type { View } from "../view.ts";
import { givenNames } from "./given-names.ts";
import { anyWords, biometricWords, compoundWords, consentWords, ourWords, pictureWords } from "./patient-words.ts";
import { readInitials, readName } from "./read-name.ts";

/** One place at which a text speaks of a patient. */
export interface PatientMention {
  readonly at: number;
  /** `ours`: one patient of ours, such as `our patient`. `some`: a patient, whoever it is. */
  readonly who: "ours" | "some";
  readonly candidates: readonly Candidate[];
}

/** Reads what stands around a word for a patient, which lies from `start` to before `end`. */
export function readPatient(view: View, start: number, end: number): PatientMention | undefined {
  const { lower } = view;
  const before = wordsBefore(lower, start, 4);
  const behind = wordsAfter(lower, end, 4);
  const named = findName(view, start, end, before);
  const isCompound = compoundWords.has(behind[0]?.word ?? "") && lower[end] !== "'" && !named;
  if (isCompound || anyWords.has(before[0]?.word ?? "")) return undefined;
  const our = findOur(before);
  const hints = [named, findPicture(start, end, before), findConsent(view, start, end), findBiometric(start, behind)];
  const candidates = hints.filter((hint) => hint !== undefined);
  if (our)
    candidates.push({ kind: "other", rule: "other.our-patient", start: our.start, end, score: 0.5, most: "warn" });
  return { at: start, who: our || named ? "ours" : "some", candidates };
}

/** `our patient`, `our 92-year-old patient`, but not `our nurses help every patient`. */
function findOur(before: readonly Word[]): Word | undefined {
  const at = before.findIndex(({ word }) => ourWords.has(word));
  const between = before.slice(0, Math.max(at, 0)).map(({ word }) => word);
  const fits =
    at >= 0 &&
    between.every((word) => /^(?:\d+|year|old|young|little|dear|first|youngest|oldest|lovely|brave)$/.test(word));
  return fits ? before[at] : undefined;
}

const introduction =
  /(?:'s)?(?: name(?![a-z]))?(?::| is| was| named| called| llamad[oa]| de nombre| namens| nombre:)? ?(?:(?:mr|mrs|ms|miss|sr|sra)\.? )?/y;
const definite: ReadonlySet<string> = new Set([...ourWords, ..."the el la le o a il".split(" ")]);
const articles: ReadonlySet<string> = new Set("der dem den unser unserem unseren die unsere unserer".split(" "));

function findName({ text, lower }: View, start: number, end: number, before: readonly Word[]): Candidate | undefined {
  const from = end + (matchAt(introduction, lower, end)?.[0].length ?? 0);
  if (from === end) return undefined;
  const initials = readInitials(text, from);
  if (initials !== undefined)
    return { kind: "name", rule: "name.initials", start: from, end: initials, score: 0.6, most: "warn" };
  const name = readName(text, from);
  if (!name) return undefined;
  const found = { kind: "name", rule: "name.patient", start: from, end: name.end } as const;
  const isTold = lower.slice(end, from).trim() !== "" || givenNames.has(name.first);
  const isCapital = text[start] === "P";
  const isGerman = articles.has(before[0]?.word ?? "");
  if (isTold || (isGerman && name.capitals > 1)) return { ...found, score: 0.9 };
  // One word may be a brand, `patient Zoom classes`, unless an article makes the patient one person.
  if (!isCapital && !isShouted(text, end))
    return { ...found, score: name.capitals > 1 || definite.has(before[0]?.word ?? "") ? 0.9 : 0.6 };
  // `Patient Lounge Opens`: in a heading every word has a capital.
  return name.capitals > 1 && isFollowedBySmall(text, name.end) ? { ...found, score: 0.5 } : undefined;
}

/** Whether all is in capitals here, so that a capital says nothing. */
function isShouted(text: string, at: number): boolean {
  return !/[a-z]/.test(text.slice(Math.max(0, at - 40), at + 40));
}

function isFollowedBySmall(text: string, end: number): boolean {
  return /^ [a-z]/.test(text.slice(end, end + 2));
}

/** `photo of our patient`. */
function findPicture(start: number, end: number, before: readonly Word[]): Candidate | undefined {
  const picture = before.find(({ word }) => pictureWords.has(word));
  return (
    picture && {
      kind: "photo",
      rule: "photo.of-patient",
      start: picture.start,
      end: Math.max(start, end),
      score: 0.6,
      most: "warn",
    }
  );
}

const consent = [...consentWords].join("|");
const consentBehind = new RegExp(`(?:'s?)? (?:written |express |signed |full )?(?:${consent})(?![a-z])`, "y");
const consentAhead = new RegExp(`(?:${consent}) (?:of|del?|der|des|du|da|do)(?: the| la| our| nuestr[oa])? $`);
const longestAhead = 40;

/** `with the patient's written permission`: whoever says so has to show the consent record. A consent form is none. */
function findConsent({ lower }: View, start: number, end: number): Candidate | undefined {
  const found = { kind: "photo", rule: "photo.claimed-consent", score: 0.6, most: "warn" } as const;
  const behind = matchAt(consentBehind, lower, end)?.[0];
  const isClaimed =
    lower[end] === "'" || /(?:with|mit|avec) (?:the |our )?$/.test(lower.slice(Math.max(0, start - 10), start));
  if (behind !== undefined && isClaimed) return { ...found, start, end: end + behind.length };
  const from = Math.max(0, start - longestAhead);
  const ahead = consentAhead.exec(lower.slice(from, start));
  return ahead ? { ...found, start: from + ahead.index, end } : undefined;
}

/** `the patient's voice`. */
function findBiometric(start: number, behind: readonly Word[]): Candidate | undefined {
  const part = behind.slice(0, 2).find(({ word }) => biometricWords.has(word));
  return part && { kind: "biometric", rule: "biometric.of-patient", start, end: part.end, score: 0.6, most: "warn" };
}
