import type { Alert } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import { listFacts } from "../../wording/facts/list-facts.ts";
import { foldSentences } from "../../wording/fold.ts";
import { findBrokenRules, saysOneOf, type FoundText } from "../../wording/word-rule.ts";
import type { AlertFacts } from "./alert-facts.ts";
import { languageOf, textsOfAlert } from "./alert-texts.ts";
import { find } from "./finding.ts";
import {
  actualRules,
  alwaysRules,
  confirmedPatterns,
  empathyPatterns,
  practiceRules,
  promisePatterns,
} from "./word-rules.ts";

/** What is said, in English and Spanish; people read the other languages. */
export function checkWords(alert: Alert, { firstMessage, phase }: AlertFacts): readonly Finding[] {
  const texts = textsOfAlert(alert);
  const rules = [...alwaysRules, ...(alert.status === "Actual" ? actualRules : practiceRules)];
  const hasSource = firstMessage?.known.some(({ source }) => source.trim() !== "") ?? false;
  return [
    ...findBrokenRules(texts, rules).map(({ path, broken }) => find(broken.level, broken.rule, path, broken.message)),
    ...texts.flatMap((text) => [
      ...(hasSource ? [] : checkConfirmed(text, firstMessage === undefined)),
      ...checkPromise(text),
    ]),
    ...(phase === "initial" && !firstMessage ? checkEmpathy(alert) : []),
  ];
}

/** Without the facts behind the alert nobody can tell whether there is a source. */
function checkConfirmed({ path, language, text }: FoundText, isUncertain: boolean): readonly Finding[] {
  if (!saysOneOf(foldSentences(text), confirmedPatterns, language)) return [];
  const message = "calls something confirmed. Name who confirmed it, and give it as a known fact with its source.";
  return [find(isUncertain ? "warn" : "block", "confirmed-without-source", path, message)];
}

function checkPromise({ path, language, text }: FoundText): readonly Finding[] {
  const says = splitSentences(text).some(
    (sentence) =>
      saysOneOf(foldSentences(sentence), promisePatterns, language) &&
      !listFacts(sentence, language).some(({ kind }) => kind === "time" || kind === "date" || kind === "amount"),
  );
  const message = "promises news without a time. Say when, and post then even if nothing is new.";
  return says ? [find("warn", "promise-without-time", path, message)] : [];
}

/** A dot that ends a sentence, not one in `6 p.m.` before a small letter. */
export function splitSentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+(?![\p{Ll}\d])|(?<=[。！？])|\n/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

function checkEmpathy({ info }: Alert): readonly Finding[] {
  return info.flatMap((block, index) => {
    const language = languageOf(block);
    const said = foldSentences(`${block.headline ?? ""}\n${block.description ?? ""}`);
    if (!/^(?:en|es)\b/i.test(language) || saysOneOf(said, empathyPatterns, language)) return [];
    const message = "does not say that you know what this means for people. Say it in one sentence, before what to do.";
    return [find("warn", "no-empathy", `info[${index}].description`, message)];
  });
}
