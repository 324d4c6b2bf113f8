import type { Violation } from "@carecast/adapter";

import type { FoundWords } from "../words/words.ts";
import { foldSentences } from "../../wording/fold.ts";
import { saysOneOf, type Patterns } from "../../wording/word-rule.ts";
import { eachText } from "./word-rule.ts";

/** "Before you stop", "without stopping" and "do not stop" say the opposite. */
const stop: Patterns = {
  en: [
    /(?<!\b(?:not|n't|never|without|before|not to|suddenly|(?:before|if|when) you) )\b(?:stop|discontinue|quit|cease) (?!checking|looking|searching)(?:\S+ ){0,3}?(?:taking|using|use|treatment|it|this|these|the|your|now|today|immediately|once)\b/,
  ],
  es: [
    /(?<!\b(?:no|nunca|sin|antes de|si|no l[oa]) )\b(?:(?:dejen?|dejar) (?:de|su|el|la)|suspend(?:a|an|er)|interrump(?:a|an|ir)|abandon(?:e|en|ar))\b/,
  ],
};

/** Of a pack that may be counterfeit this is all that can be said; of a medicine it is advice to stop. */
const doNotUse: Patterns = {
  en: [
    /\b(?:do not|don't|never) (?:\S+ )?(?:take|use|swallow|inject|inhale|apply) (?:it|this|these|them|the|any|your)\b/,
  ],
  es: [/\bno (?:l[oa]s? )?(?:tom|us|utilic|inyect|inhal|aplic|apliqu)(?:en?|es)\b(?! mas de)/],
};

const doNotStop: Patterns = {
  en: [
    /\b(?:do not|don't|never|not to) (?:\S+ )?(?:stop|discontinue|quit|cease)\b/,
    /\b(?:keep|continue) (?:on )?(?:taking|using)\b/,
  ],
  es: [
    /\b(?:no|nunca) (?:l[oa] )?(?:dejen?|suspend(?:a|an)|interrump(?:a|an)|abandonen?)\b/,
    /\b(?:siga|sigan|continuen?) (?:tomando|usando|con)\b/,
  ],
};

/**
 * Advice to stop comes from somebody who may give it, with a date, or it is not said: for many people stopping is the
 * greater danger. And nobody gets both.
 */
export function findStopAdvice(
  found: readonly FoundWords[],
  { hasStopNow, mayForbidPacks }: { readonly hasStopNow: boolean; readonly mayForbidPacks: boolean },
): readonly Violation[] {
  return eachText(found).flatMap(({ path, language, text }): readonly Violation[] => {
    const sentences = foldSentences(text);
    const stops = saysOneOf(sentences, stop, language) || (!mayForbidPacks && saysOneOf(sentences, doNotUse, language));
    const keeps = saysOneOf(sentences, doNotStop, language);
    if (stops && !hasStopNow)
      return [
        {
          path,
          rule: "stop-without-source",
          message: "tells people to stop. Give the source that says so as stopNow, with its date, or leave it out.",
        },
      ];
    if (keeps && (stops || hasStopNow))
      return [{ path, rule: "contradiction", message: "says not to stop, while the notice says to stop now." }];
    return [];
  });
}
