import type { Candidate } from "../candidate.ts";
import { judgeEvent } from "./judge-event.ts";
import { readAround, readDate } from "./read-date.ts";

/** Before this year nobody who lives was born, and who died is history. */
const livingMemory = 1900;

/** The date at `start`, if words beside it say that something happened to one person that day. */
export function findDate(lower: string, start: number): Candidate | undefined {
  const date = readDate(lower, start);
  if (!date || (date.year !== undefined && date.year < livingMemory)) return undefined;
  const score = judgeEvent(readAround(lower, date, 10, 5));
  return score === 0 ? undefined : { kind: "date", rule: "date.event", start: date.start, end: date.end, score };
}
