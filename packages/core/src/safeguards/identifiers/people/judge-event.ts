import { findPhraseAt, indexPhrases } from "../text/phrase-index.ts";
import type { Span } from "../text/span.ts";
import { wordAfter, wordBefore } from "../text/words.ts";
import { personEvents } from "./person-events.ts";
import { groupWords, ownerWords, personWords, thingWords } from "./person-words.ts";
import { readAround, type Around } from "./read-date.ts";

const eventReach = 5;
/** How far in front of an event its subject may stand. */
const subjectReach = 4;
/** How far in front of a date a word stands that makes it a condition. */
const conditionReach = 3;

type Words = readonly string[];
type EventKind = "label" | "verb" | "owned";

const spell = ({ en, es, more }: { en: Words; es: Words; more: Words }): Words => [...en, ...es, ...more];
const { labels, verbs, owned, eligibility } = personEvents;
const events = indexPhrases<EventKind>([
  ...spell(labels).map((phrase) => [phrase, "label"] as const),
  ...spell(verbs).map((phrase) => [phrase, "verb"] as const),
  ...spell(owned).map((phrase) => [phrase, "owned"] as const),
]);
const eligible = new Set(spell(eligibility));

/** How sure it is that a date tells what happened to one person: 0 where nothing says so. */
export function judgeEvent(lower: string, date: Span): number {
  return isNearEvent(lower, date) ? judgeAround(readAround(lower, date, 10, eventReach)) : 0;
}

/** Whether any word near a date ends the name of an event; most dates are dates of nothing, and cost no more than this. */
function isNearEvent(lower: string, { start, end }: Span): boolean {
  let word = wordBefore(lower, start);
  for (let count = 1; word && count <= eventReach; count += 1) {
    if (events.has(word.word)) return true;
    word = wordBefore(lower, word.start);
  }
  word = wordAfter(lower, end);
  for (let count = 1; word && count <= eventReach; count += 1) {
    if (events.has(word.word)) return true;
    word = wordAfter(lower, word.end);
  }
  return false;
}

function judgeAround({ before, behind }: Around): number {
  const words = [...before.toReversed(), ...behind];
  const date = before.length;
  let best = 0;
  const from = Math.max(0, date - eventReach);
  for (let at = from; at < Math.min(words.length, date + eventReach); at += 1) {
    const event = findPhraseAt(events, words, at);
    if (event) best = Math.max(best, judge[event](words, at, date));
  }
  return best;
}

const judge: Readonly<Record<EventKind, (words: Words, event: number, date: number) => number>> = {
  label: () => 0.95,
  verb(words, verb, date) {
    // `born on or after 1 January`: whoever that is.
    if (words.slice(Math.max(verb + 1, date - conditionReach), date).some((word) => eligible.has(word))) return 0;
    const subject = words.slice(Math.max(0, verb - subjectReach), verb);
    if (subject.some((word) => groupWords.has(word))) return 0;
    const isThing = subject.some((word) => thingWords.has(word)) && !subject.some((word) => personWords.has(word));
    return isThing ? 0 : 0.9;
  },
  owned(words, noun) {
    const beside = words.slice(Math.max(0, noun - subjectReach - 2), noun + 1);
    return beside.some((word) => ownerWords.has(word)) && !beside.some((word) => groupWords.has(word)) ? 0.85 : 0;
  },
};
