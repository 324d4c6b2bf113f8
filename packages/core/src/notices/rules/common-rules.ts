import type { Violation } from "@carecast/adapter";

import type { FoundWords } from "../words/words.ts";
import { findUnequalNumbers } from "./equal-numbers.ts";
import { applyWordRules, eachText, type WordRule } from "./word-rule.ts";

// CDC's manual for emergencies (CERC): nothing is promised that nobody can know.
const guarantee: WordRule = {
  rule: "guarantee",
  message: "promises what nobody can know. Say what is known, and what is not known yet.",
  patterns: {
    en: [
      /\b(?:we )?guarantee[sd]?\b/,
      /\b(?:100|completely|totally|absolutely|perfectly) safe\b/,
      /\bno (?:cause|reason|need) (?:for|to) (?:panic|alarm|worry)\b/,
      /\beverything is under control\b/,
    ],
    es: [
      /\bgarantiza(?:mos|n|do|da)?\b/,
      /\b(?:100|totalmente|completamente|absolutamente) segur[oa]s?\b/,
      /\bno hay (?:motivo|razon) (?:de|para) (?:panico|alarma|alarmarse|preocuparse)\b/,
      /\btodo esta bajo control\b/,
    ],
  },
};

const shapes: readonly { readonly rule: string; readonly pattern: RegExp; readonly message: string }[] = [
  {
    rule: "link-in-words",
    pattern: /https?:\/\/|\bwww\./i,
    message: "holds an address of the web. Addresses have fields of their own, so that every language gets the same.",
  },
  {
    rule: "hashtag",
    pattern: /(?:^|\s)#[\p{L}\p{N}_]/u,
    message: "holds a hashtag. A notice carries nothing that distracts from what to do.",
  },
  {
    rule: "emoji",
    pattern: /[\p{Emoji_Presentation}\u2600-\u27bf]|\ufe0f/u,
    message:
      "holds an emoji. Readers see different pictures, and screen readers speak them in the middle of the words.",
  },
];

/** What no notice may hold, whatever it is about. */
export function applyCommonRules(found: readonly FoundWords[]): readonly Violation[] {
  const shapely = eachText(found).flatMap(({ path, text }) =>
    shapes.filter(({ pattern }) => pattern.test(text)).map(({ rule, message }) => ({ path, rule, message })),
  );
  return [...findUnequalNumbers(found), ...shapely, ...applyWordRules(found, [guarantee])];
}
