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

type Look = (view: View, start: number, end: number) => Candidate | undefined;

const digitWord = "(?:zero|one|two|three|four|five|six|seven|eight|nine|cero|uno|dos|tres|cuatro|cinco|siete|ocho|nueve)";

/** Words worth a look, and who looks. One pattern finds them all, so that a text is read once. */
const triggers: readonly { readonly words: string; readonly look: Look }[] = [
  {
    words: "mr|mrs|ms|miss|mx|dr|prof|professor|sr|sra|srta|senor|senora|dra|herr|frau|madame|monsieur|mme",
    look: findTitledName,
  },
  { words: "ninety|hundred|noventa|cien|(?:(?:ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und)?neunzigjahrige[rnsm]?", look: findSpelledAge },
  { words: "fingerprints?|voice ?prints?|retina scans?|huellas dactilares|huella dactilar", look: findFingerprint },
  { words: "theat(?:re|er)|operating (?:room|theatre|theater)|incision|quirofano|operationssaal", look: findLiveSurgery },
  { words: "cases|deaths|case|death|infections|casos|muertes|fallecidos|falle|todesfalle", look: findSmallCount },
  { words: `${digitWord}(?=[ ,-]{1,2}${digitWord})`, look: findSpelledNumber },
];
const patients = "patient|patientin|paciente|patiente|paziente";

export const triggerPattern = new RegExp(
  `\\b(?:(${patients})|${triggers.map(({ words }) => `(${words})`).join("|")})\\b`,
  "g",
);

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
    if (match[1] !== undefined) {
      const mention = readPatient(view, start, end);
      if (mention) mentions.push(mention);
      continue;
    }
    const trigger = triggers[match.findIndex((group, index) => index > 1 && group !== undefined) - 2];
    const candidate = trigger?.look(view, start, end);
    if (candidate) {
      candidates.push(candidate);
      triggerPattern.lastIndex = Math.max(end, candidate.end);
    }
  }
  return { patients: mentions, candidates: [...candidates, ...mentions.flatMap((mention) => mention.candidates)] };
}
