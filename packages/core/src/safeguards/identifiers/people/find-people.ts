import type { Candidate } from "../candidate.ts";
import type { View } from "../view.ts";
import { readPatient, type PatientMention } from "./find-patients.ts";
import {
  findFingerprint,
  findLiveSurgery,
  findSmallCount,
  findSpelledAge,
  findSpelledNumber,
  findTitledName,
} from "./find-remarks.ts";
import { patientWords } from "./patient-words.ts";

type Look = (view: View, start: number, end: number) => Candidate | undefined;

/** Words worth a look, and who looks. */
const triggers: readonly { readonly words: readonly string[]; readonly look: Look }[] = [
  {
    words: list("mr mrs ms miss mx dr prof professor sr sra srta senor senora dra herr frau madame monsieur mme"),
    look: findTitledName,
  },
  { words: list("ninety hundred noventa cien"), look: findSpelledAge },
  {
    words: [
      ...list("fingerprint fingerprints voiceprint voiceprints"),
      "voice print",
      "huella dactilar",
      "huellas dactilares",
    ],
    look: findFingerprint,
  },
  {
    words: [
      ...list("theatre theater incision quirofano operationssaal"),
      "operating room",
      "operating theatre",
      "operating theater",
    ],
    look: findLiveSurgery,
  },
  { words: list("case cases deaths death infections casos muertes fallecidos falle todesfalle"), look: findSmallCount },
  {
    words: list("zero one two three four five six seven eight nine cero uno dos tres cuatro cinco siete ocho nueve"),
    look: findSpelledNumber,
  },
];

const lookByWord = new Map(triggers.flatMap(({ words, look }) => words.map((word) => [word, look] as const)));

/** One pattern of plain words finds them all, so that a text is read once. */
const triggerPattern = new RegExp(`\\b(?:${[...lookByWord.keys(), ...patientWords].join("|")})\\b`, "g");

function list(words: string): readonly string[] {
  return words.split(" ");
}

export interface FoundPeople {
  readonly patients: readonly PatientMention[];
  readonly candidates: readonly Candidate[];
}

/** What words say of people: patients, names behind titles, ages in words, pictures, operations shown live. */
export function findPeople(view: View): FoundPeople {
  const mentions: PatientMention[] = [];
  const candidates: Candidate[] = [];
  triggerPattern.lastIndex = 0;
  for (let match = triggerPattern.exec(view.lower); match; match = triggerPattern.exec(view.lower)) {
    const start = match.index;
    const end = start + match[0].length;
    const look = lookByWord.get(match[0]);
    if (!look) {
      const mention = readPatient(view, start, end);
      if (mention) mentions.push(mention);
      continue;
    }
    const candidate = look(view, start, end);
    if (candidate) candidates.push(candidate);
  }
  return { patients: mentions, candidates: [...candidates, ...mentions.flatMap((mention) => mention.candidates)] };
}
