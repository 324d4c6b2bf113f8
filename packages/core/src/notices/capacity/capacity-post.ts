import type { LanguageTag, Violation } from "@carecast/adapter";

import type { Post, PostContent } from "../../models/post.ts";
import { phrasesFor, readNoticeOptions, type NoticeOptions } from "../notice-options.ts";
import { refuseNotice } from "../refuse-notice.ts";
import { doNotCome } from "../rules/capacity-rules.ts";
import { applyWordRules } from "../rules/word-rule.ts";
import { keptOf, writeForms, type Row } from "../words/write-forms.ts";
import { writeInstant } from "../words/write-time.ts";
import { writePost } from "../write-post.ts";
import { capacityState, type CapacityAlternative, type CapacityNotice } from "./capacity-notice.ts";
import { builtInCapacityPhrases, type CapacityPhrases } from "./capacity-phrases.ts";
import { isOutOfUse, parseCapacityNotice } from "./capacity-schema.ts";

/**
 * The post that a capacity notice becomes: one text a language, each with shorter forms in which what to do, the
 * emergency line, until when and the telephone number always survive.
 *
 * A post has no time of its own: `noticeContent` gives it together with its `notAfter`.
 *
 * @throws InvalidPostError when the notice is not fit for the public.
 * @throws ConfigError when an option is wrong.
 */
export function capacityPost(value: CapacityNotice, given: NoticeOptions = {}): Post {
  const options = readNoticeOptions(given);
  const notice = parseCapacityNotice(value);
  const { languages } = notice;
  const own = (tag: string): CapacityPhrases | undefined => options.phrases?.[tag]?.capacity;
  const contents = languages.map((language, index) =>
    writeCapacity(notice, language, phrasesFor("capacity", builtInCapacityPhrases, languages, index, own), options),
  );
  const violations = contents.flatMap((content, index) => checkPhrases(notice, languages[index] ?? "", content));
  if (violations.length > 0) throw refuseNotice("capacity", violations);
  const { name } = notice.facility;
  const url = notice.contact?.url;
  return writePost(languages, contents, {
    priority: isOutOfUse(notice) ? "emergency" : "high",
    sources: [{ name, date: notice.asOf, ...(url !== undefined && { url }) }],
  });
}

/** Phrases may be the caller's: with them too the emergency line is in every form, and nobody is told not to come. */
function checkPhrases(
  notice: CapacityNotice,
  language: LanguageTag,
  { text, shortTexts = [] }: PostContent,
): readonly Violation[] {
  const path = `phrases.${language}`;
  const hasLine = [text, ...shortTexts].every((form) => form.includes(notice.emergencyLine));
  const message = "leaves out the emergency line: inEmergency has to hold what it is given.";
  return [
    ...(hasLine ? [] : [{ path, rule: "emergency-line", message }]),
    ...(isOutOfUse(notice) ? [] : applyWordRules([{ path: "phrases", words: { [language]: text } }], [doNotCome])),
  ];
}

function writeCapacity(
  notice: CapacityNotice,
  language: LanguageTag,
  phrases: CapacityPhrases,
  { timeZone }: NoticeOptions,
): PostContent {
  const { contact = {}, details, securityStatus = "Normal", waitMinutes } = notice;
  const outOfUse = isOutOfUse(notice);
  const hasEmergency = notice.emsTraffic !== "NotApplicable";
  const action = `${phrases.action}: ${findAction(notice, language, phrases)}`;
  const emergency = writeEmergency(notice, phrases);
  const end = `${phrases.until}: ${writeInstant(notice.validUntil, language, timeZone)}`;
  const phone = contact.phone === undefined ? "" : `${phrases.questions}: ${contact.phone}`;
  const places = listPlaces(notice.alternatives ?? [], phrases.otherPlaces, outOfUse);
  const missing = listServices(notice, language, false, phrases.notAvailable);
  const rows: readonly Row[] = [
    { text: `${notice.facility.name}: ${phrases.states[capacityState(notice)]}.` },
    { text: hasEmergency ? "" : phrases.noEmergencyDepartment },
    { text: missing },
    { text: listServices(notice, language, true, phrases.available), until: 1 },
    { text: details?.[language] ?? "", until: 1 },
    { text: waitMinutes ? phrases.wait(waitMinutes.from, waitMinutes.to) : "", until: 2 },
    { text: listBeds(notice, phrases), until: 2 },
    { text: phrases.access[securityStatus] ?? "", until: 4 },
    { text: action },
    { text: emergency },
    places,
    { text: `${phrases.asOf}: ${writeInstant(notice.asOf, language, timeZone)}`, until: 4 },
    { text: end },
    { text: phone },
    { text: contact.url ?? "", until: 5 },
  ];
  const protect = [action, emergency, missing, keptOf(places), end, phone].filter((passage) => passage !== "");
  return { ...writeForms(rows), protect };
}

function findAction(notice: CapacityNotice, language: LanguageTag, phrases: CapacityPhrases): string {
  const own = notice.whatToDo?.[language];
  if (own !== undefined) return own;
  const state = capacityState(notice);
  if (state === "closed" || state === "evacuating") return phrases.goTo(notice.alternatives?.[0]?.name ?? "");
  return notice.emsTraffic === "NotApplicable" ? phrases.plannedCare : phrases.actions[state];
}

/** The second sentence wherever something is not as usual and there is an emergency department to come to. */
function writeEmergency(notice: CapacityNotice, phrases: CapacityPhrases): string {
  const line = phrases.inEmergency(notice.emergencyLine);
  const asUsual = capacityState(notice) === "open" && (notice.securityStatus ?? "Normal") === "Normal";
  const nowhereToCome = isOutOfUse(notice) || notice.emsTraffic === "NotApplicable";
  return asUsual || nowhereToCome ? line : `${line} ${phrases.nobodyTurnedAway}`;
}

function listServices(notice: CapacityNotice, language: LanguageTag, available: boolean, label: string): string {
  const names = (notice.services ?? []).filter((service) => service.available === available);
  return names.length === 0 ? "" : `${label}: ${names.map(({ name }) => name[language] ?? "").join(", ")}`;
}

function listBeds({ beds = [] }: CapacityNotice, { freeBeds, bedTypes, bands }: CapacityPhrases): string {
  if (beds.length === 0) return "";
  return `${freeBeds}: ${beds.map(({ type, band }) => `${bedTypes[type]} – ${bands[band]}`).join("; ")}`;
}

/** The first place stays in every form where people have to go there. */
function listPlaces(alternatives: readonly CapacityAlternative[], label: string, isNeeded: boolean): Row {
  const write = ({ name, address, phone, url }: CapacityAlternative): string =>
    [name, address, phone, url].filter((part) => part !== undefined).join(", ");
  const [first] = alternatives;
  if (!first) return { text: "" };
  return {
    text: `${label}: ${alternatives.map(write).join("; ")}`,
    until: 3,
    ...(isNeeded && { then: { text: `${label}: ${write(first)}` } }),
  };
}
