import type { Candidate } from "../candidate.ts";
import type { NumberWord } from "../numbers/number-word.ts";
import { judgeEvent } from "./judge-event.ts";
import { readDate } from "./read-date.ts";

/** Before this year nobody who lives was born, and who died is history. */
const livingMemory = 1900;

/** The date that a number belongs to, if words beside it say that something happened to one person that day. */
export function findDate(lower: string, number: NumberWord): Candidate | undefined {
  const date = readDate(lower, number);
  if (!date || (date.year !== undefined && date.year < livingMemory)) return undefined;
  const score = judgeEvent(lower, date);
  return score === 0 ? undefined : { kind: "date", rule: "date.event", start: date.start, end: date.end, score };
}
