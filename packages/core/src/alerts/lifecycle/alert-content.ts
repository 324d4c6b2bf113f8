import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "../../models/parse.ts";
import type { PostContent } from "../../models/post.ts";
import { languageSchema, textSchema } from "../../models/words.ts";
import type { MarkedPost } from "../../publish/to-post.ts";
import { findPhrases, type AlertPhrases } from "../alert-phrases.ts";
import { alertPost, writeAlertPost, type AlertOptions } from "../alert-post.ts";
import { writeExpiry } from "../write-expiry.ts";
import type { AlertMessageKind } from "./alert-chain.ts";
import type { StoredTitle } from "./chain-documents.ts";
import type { AlertCorrection } from "./lifecycle-options.ts";
import { firstExpiry, refuseAlert, type ExerciseAlert, type LiveAlert } from "./live-alert.ts";

const dayMs = 24 * 60 * 60 * 1000;

const correctionSchema = z.record(languageSchema, z.strictObject({ wrong: textSchema, right: textSchema }));

/** The kind of a message by what it says itself, a correction by what is said beside it. */
function messageKindOf(alert: LiveAlert, correction?: AlertCorrection): AlertMessageKind {
  if (alert.info.some(({ responseType }) => responseType?.includes("AllClear"))) return "allClear";
  if (alert.msgType === "Cancel") return "cancellation";
  if (alert.msgType === "Alert") return "alert";
  return correction === undefined ? "update" : "correction";
}

/**
 * What a message becomes. It is not sent after the first of its languages has expired, but for what ends an alert: that is
 * better late than never.
 *
 * @throws InvalidPostError when the correction lacks a language, or the alert what `alertPost` needs.
 */
export function alertContent(
  alert: LiveAlert,
  correction: AlertCorrection | undefined,
  options: AlertOptions,
): MarkedPost {
  const kind = messageKindOf(alert, correction);
  const post = correction === undefined ? alertPost(alert, options) : correctionPost(alert, correction, options);
  const ends = kind === "cancellation" || kind === "allClear";
  return { post, kind, overflow: "shorten", ...(ends ? {} : notAfter(firstExpiry(alert))) };
}

function correctionPost(alert: LiveAlert, given: AlertCorrection, options: AlertOptions): MarkedPost["post"] {
  const correction = parseContent<AlertCorrection>("correction", correctionSchema, given, "correction");
  const languages = alert.info.map(({ language = "en-US" }) => language);
  for (const language of languages)
    if (!correction[language])
      throw refuseAlert(`correction.${language}`, "correction-language", "is missing: every language is corrected.");
  for (const language of Object.keys(correction))
    if (!languages.includes(language))
      throw refuseAlert(`correction.${language}`, "correction-language", "is no language of the alert. Remove it.");
  return writeAlertPost(alert, options, ({ language = "en-US" }, phrases) => {
    const { wrong = "", right = "" } = correction[language] ?? {};
    return {
      state: `${phrases.correction} ${writeExpiry(alert.sent, language, options.timeZone)}`,
      lines: [`${phrases.right}: ${right}`, `${phrases.wrong}: ${wrong}`],
    };
  });
}

/** An exercise takes no budget from anything that is meant. */
export function exerciseContent(alert: ExerciseAlert, options: AlertOptions): MarkedPost {
  const post = writeAlertPost(alert, options, (_, { exercise }, state) => ({
    state: `EXERCISE (${exercise}) ${state}`,
  }));
  return {
    post: { ...post, priority: "routine" },
    kind: "exercise",
    overflow: "shorten",
    ...notAfter(firstExpiry(alert)),
  };
}

/** What stands under an old post: fixed words, when, and where the new post is. */
export interface Pointer {
  readonly channel: string;
  readonly language: string;
  readonly kind: Exclude<AlertMessageKind, "alert">;
  readonly sent: IsoDateTime;
  readonly url?: string;
  readonly isEmergency: boolean;
}

export function pointerContent(pointer: Pointer, options: AlertOptions): MarkedPost {
  const { channel, language, sent, url, isEmergency } = pointer;
  const phrase = pointerPhrase(phrasesOf(language, options), pointer.kind);
  const text = `${phrase} (${writeExpiry(sent, language, options.timeZone)})${url === undefined ? "." : `: ${url}`}`;
  // A channel of several languages gets one post in each, unless words are written for that channel.
  const variants = { channels: { [channel]: { text, language } } };
  return { post: { text, language, priority: isEmergency ? "emergency" : "high", variants }, kind: "pointer" };
}

function pointerPhrase(phrases: AlertPhrases, kind: Pointer["kind"]): string {
  switch (kind) {
    case "update":
      return phrases.updatedSee;
    case "correction":
      return phrases.correctedSee;
    case "cancellation":
      return phrases.cancelledSee;
    case "allClear":
      return phrases.allClearSee;
  }
}

/** What says that an alert has ended at that time. A day later nobody needs it. */
export function endingContent(titles: readonly StoredTitle[], at: IsoDateTime, options: AlertOptions): MarkedPost {
  const texts = titles.map(({ language, title, sender }): readonly [string, PostContent] => {
    const { ended, source } = phrasesOf(language, options);
    const time = writeExpiry(at, language, options.timeZone);
    return [language, { text: `${ended} (${time}): ${title}\n${source}: ${sender}` }];
  });
  const [[language, content] = ["en-US", { text: "" }], ...others] = texts;
  const variants = { languages: Object.fromEntries(others) };
  return {
    post: { ...content, language, priority: "high", ...(others.length > 0 && { variants }) },
    kind: "ending",
    notAfter: new Date(Date.parse(at) + dayMs).toISOString(),
  };
}

/** What the end of a message will say. */
export function titlesOf({ info }: LiveAlert): readonly StoredTitle[] {
  return info.map(({ language = "en-US", headline, event, senderName = "" }) => ({
    language,
    title: headline ?? event,
    sender: senderName,
  }));
}

function phrasesOf(language: string, options: AlertOptions): AlertPhrases {
  const phrases = findPhrases(language, options.phrases);
  if (phrases) return phrases;
  throw refuseAlert("phrases", "phrases", `There are no fixed words for ${language}: give them as phrases.`);
}

function notAfter(time: IsoDateTime | undefined): { readonly notAfter?: IsoDateTime } {
  return time === undefined ? {} : { notAfter: time };
}
