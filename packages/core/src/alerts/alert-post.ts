import { BlockedError, InvalidPostError, type Violation } from "@carecast/adapter";

import type { Alert, AlertInfo } from "../models/alert.ts";
import type { Post, PostContent } from "../models/post.ts";
import { findPhrases, type AlertPhrases } from "./alert-phrases.ts";
import { writeExpiry } from "./write-expiry.ts";

/** How alerts are written. */
export interface AlertOptions {
  /** The IANA zone in which people read times, such as `America/Anchorage`. Default: the offset of the alert. */
  readonly timeZone?: string;
  /** The fixed words of languages beside English and Spanish, or other words for these two. */
  readonly phrases?: Readonly<Record<string, AlertPhrases>>;
}

/** What stands in one language beside the words of the alert itself. */
interface AlertExtras {
  /** In place of what the alert would be called: `CORRECTION`. */
  readonly state?: string;
  /** Directly under the headline, in every form. */
  readonly lines?: readonly string[];
}

/** Gives what one info block gets beside its own words. */
export type ExtrasOf = (info: AlertInfo, phrases: AlertPhrases, state: string) => AlertExtras;

/**
 * The post that an alert becomes: one text a language, each with shorter forms in which what to do, where and until
 * when always survive. The order is state, what, where, action, until, who, link.
 *
 * @throws BlockedError when the alert is not meant for the public (status, scope, message type).
 * @throws InvalidPostError when a text would lack what people need: an action, or the name of the authority.
 */
export function alertPost(alert: Alert, options: AlertOptions = {}): Post {
  refuseUnpublishable(alert, "Actual");
  return writeAlertPost(alert, options, () => ({}));
}

/** The same for an alert that may be published as it is, with what `extrasOf` adds. */
export function writeAlertPost(alert: Alert, options: AlertOptions, extrasOf: ExtrasOf): Post {
  const texts = alert.info.map((info, index) => writeInfo(alert, info, index, options, extrasOf));
  const [first, ...others] = texts;
  if (!first) throw new InvalidPostError("info: an alert needs at least one info block.");
  const languages = Object.fromEntries(others.map(({ language, content }) => [language, content]));
  return {
    ...first.content,
    language: first.language,
    priority: alert.info.some(({ severity }) => severity === "Extreme" || severity === "Severe") ? "emergency" : "high",
    ...(others.length > 0 && { variants: { languages } }),
  };
}

/** @throws BlockedError for an alert of another status, one that is not for the public, and an answer between machines. */
export function refuseUnpublishable({ status, scope, msgType }: Alert, wanted: "Actual" | "Exercise"): void {
  if (status !== wanted)
    throw blocked(
      "status",
      `only an ${wanted} alert may ${wanted === "Actual" ? "reach the public" : "be practised"}; this one is ${status}.`,
    );
  if (scope !== "Public") throw blocked("scope", `only a Public alert may become a post; this one is ${scope}.`);
  if (msgType === "Ack" || msgType === "Error")
    throw blocked("msgType", `${msgType} is an answer between machines and never a post.`);
}

function blocked(path: string, message: string): BlockedError {
  return new BlockedError(`${path}: ${message}`, [{ path, rule: `alert.${path}`, message }]);
}

interface WrittenInfo {
  readonly language: string;
  readonly content: PostContent;
}

function writeInfo(
  alert: Alert,
  info: AlertInfo,
  index: number,
  options: AlertOptions,
  extrasOf: ExtrasOf,
): WrittenInfo {
  const language = info.language ?? "en-US";
  const phrases = findPhrases(language, options.phrases);
  if (!phrases)
    throw lacking(
      `info[${index}].language`,
      "phrases",
      `There are no fixed words for ${language}: give them as phrases.`,
    );
  const until = isOver(alert, info) ? undefined : writeEnd(info, language, phrases, options);
  const where = info.area?.length ? writePlaces(info, phrases) : undefined;
  const action = firstSentence(info.instruction) ?? findAction(info, phrases, alert, index);
  if (info.senderName === undefined)
    throw lacking(
      `info[${index}].senderName`,
      "sender-name",
      "Say who warns: people do not trust an alert without a name.",
    );

  const named = writeState(alert, info, phrases);
  const { state = named, lines: extras = [] } = extrasOf(info, phrases, named);
  const heading = `${state}: `;
  const line = (label: string, text: string | undefined): string => (text === undefined ? "" : `${label}: ${text}`);
  const headline = heading + (info.headline ?? info.event);
  const place = line(phrases.where, where);
  const end = line(phrases.until, until);
  const sender = line(phrases.source, info.senderName);
  const act = line(phrases.action, action);
  const web = info.web ?? "";
  const lines = (...all: string[]): string => all.filter((text) => text !== "").join("\n");

  const forms = [
    lines(
      headline,
      ...extras,
      info.description ?? "",
      place,
      line(phrases.action, info.instruction ?? action),
      end,
      sender,
      info.contact ?? "",
      web,
    ),
    lines(headline, ...extras, place, line(phrases.action, info.instruction ?? action), end, sender, web),
    lines(headline, ...extras, place, act, end, sender, web),
    lines(heading + info.event, ...extras, place, act, end, sender, web),
    lines(heading + info.event, ...extras, place, act, end, web),
    lines(heading + info.event, ...extras, place, act, end),
  ];
  const [text = "", ...shortTexts] = [...new Set(forms)];
  const protect = [action, where, until, ...extras].filter((passage) => passage !== undefined);
  return { language, content: { text, shortTexts, protect } };
}

/** What takes an alert back has no end of its own: readers would take it for the end of what it says. */
function isOver({ msgType }: Alert, { responseType }: AlertInfo): boolean {
  return msgType === "Cancel" || responseType?.includes("AllClear") === true;
}

function writeEnd({ expires }: AlertInfo, language: string, phrases: AlertPhrases, { timeZone }: AlertOptions): string {
  return expires === undefined ? phrases.untilFurtherNotice : writeExpiry(expires, language, timeZone);
}

function writeState({ msgType }: Alert, info: AlertInfo, phrases: AlertPhrases): string {
  if (info.responseType?.includes("AllClear")) return phrases.allClear;
  if (msgType === "Cancel") return phrases.cancelled;
  if (msgType === "Update") return phrases.update;
  const health = info.category.includes("Health");
  switch (info.severity) {
    case "Extreme":
    case "Severe":
      return health ? phrases.healthAlert : phrases.alert;
    case "Moderate":
      return health ? phrases.healthAdvisory : phrases.advisory;
    case "Minor":
    case "Unknown":
      return health ? phrases.healthNotice : phrases.notice;
  }
}

function writePlaces(info: AlertInfo, phrases: AlertPhrases): string {
  const places = (info.area ?? []).map(({ areaDesc }) => areaDesc);
  const all = places.join(", ");
  if (places.length < 2 || all.length <= 50) return all;
  return `${places[0] ?? ""} ${phrases.andMore(places.length - 1)}`;
}

function findAction(info: AlertInfo, phrases: AlertPhrases, alert: Alert, index: number): string | undefined {
  const derived = info.responseType?.map((type) => phrases.actions[type]).find((text) => text !== undefined);
  const severe = info.severity === "Extreme" || info.severity === "Severe";
  if (derived === undefined && severe && alert.msgType !== "Cancel")
    throw lacking(
      `info[${index}].instruction`,
      "action",
      "A severe alert must say what to do: give an instruction or a responseType.",
    );
  return derived;
}

/** Up to the first full stop that ends a sentence: a dot between digits or after a single letter does not. */
function firstSentence(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const end = /[^\s.]{2}[.!?](?=\s|$)|[。！？]|\n/u.exec(text);
  return (end ? text.slice(0, end.index + end[0].length) : text).trim();
}

function lacking(path: string, rule: string, message: string): InvalidPostError {
  const violation: Violation = { path, rule, message };
  return new InvalidPostError(`This alert is not ready for the public. ${path}: ${message}`, [violation]);
}
