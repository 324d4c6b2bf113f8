import type { Candidate } from "./candidate.ts";
import { findNumbers } from "./numbers/find-numbers.ts";
import type { PatientMention } from "./people/find-patients.ts";
import { findPeople } from "./people/find-people.ts";
import type { Setting } from "./setting.ts";
import { foldText } from "./text/fold-text.ts";
import { chainMaps, type MappedText } from "./text/mapped-text.ts";
import type { Span } from "./text/span.ts";
import { splitFileName, splitHashtags } from "./text/split-words.ts";
import { viewText, type View } from "./view.ts";
import { findEmails } from "./web/find-emails.ts";
import { findColonAddresses } from "./web/find-ip-addresses.ts";
import { findUrls, judgeUrl, type FoundUrl } from "./web/find-urls.ts";
import { plainQuery } from "./web/plain-query.ts";

/** What rules propose for one text, in positions of the text as it was given. */
export interface ReadCandidates {
  readonly candidates: readonly Candidate[];
  readonly patients: readonly PatientMention[];
}

/** Folds a text and lets every rule look at it. */
export function readCandidates(text: string, form: "words" | "file-name", setting: Setting): ReadCandidates {
  const folded = foldText(text);
  const split = form === "file-name" ? splitFileName(folded.text) : splitHashtags(folded.text);
  const mapped = chainMaps(folded, split);
  const view = viewText(mapped.text);
  const urls = findUrls(view);
  const people = findPeople(view);
  const found = [
    ...people.candidates,
    ...findNumbers(view, urls, setting),
    ...findEmails(view),
    ...findColonAddresses(view),
    ...setting.findDenied(view),
  ].filter((candidate) => !setting.allow.allows(candidate, view));
  for (const url of urls) found.push(...readUrl(view, url, setting));
  return { patients: people.patients, candidates: found.map((candidate) => toOriginal(candidate, mapped)) };
}

function readUrl(view: View, url: FoundUrl, setting: Setting): readonly Candidate[] {
  const whole = judgeUrl(view.lower, url, setting.allow.allowsHost);
  const inside = url.query === undefined ? [] : readQuery(view.text, { start: url.query, end: url.end }, setting);
  return whole ? [whole, ...inside] : inside;
}

/** What a query says when a person reads it: `?name=Jane+Doe` as `name=Jane Doe`. */
function readQuery(text: string, { start, end }: Span, setting: Setting): readonly Candidate[] {
  const plain = plainQuery(text.slice(start, end));
  const view = viewText(plain.text);
  return [...findPeople(view).candidates, ...findNumbers(view, [], setting), ...setting.findDenied(view)]
    .filter((candidate) => !setting.allow.allows(candidate, view))
    .map((candidate) => toOriginal(candidate, plain))
    .map((candidate) => ({ ...candidate, start: candidate.start + start, end: candidate.end + start }));
}

function toOriginal(candidate: Candidate, mapped: MappedText): Candidate {
  return { ...candidate, ...mapped.toOriginal(candidate) };
}
