import type { Violation } from "@carecast/adapter";

import { countEmoji } from "../../wording/count-emoji.ts";
import { calmingPatterns, guaranteePatterns } from "../../wording/promises.ts";
import type { WordRule } from "../../wording/word-rule.ts";
import type { FoundWords } from "../words/words.ts";
import { findUnequalNumbers } from "./equal-numbers.ts";
import { applyWordRules, eachText } from "./word-rule.ts";

// CDC's manual for emergencies (CERC): nothing is promised that nobody can know.
const guarantee: WordRule = {
  rule: "guarantee",
  message: "promises what nobody can know. Say what is known, and what is not known yet.",
  patterns: {
    en: [...(guaranteePatterns["en"] ?? []), ...(calmingPatterns["en"] ?? [])],
    es: [...(guaranteePatterns["es"] ?? []), ...(calmingPatterns["es"] ?? [])],
  },
};

const shapes: readonly {
  readonly rule: string;
  readonly holds: (text: string) => boolean;
  readonly message: string;
}[] = [
  {
    rule: "link-in-words",
    holds: (text) => /https?:\/\/|\bwww\./i.test(text),
    message: "holds an address of the web. Addresses have fields of their own, so that every language gets the same.",
  },
  {
    rule: "hashtag",
    holds: (text) => /(?:^|\s)#[\p{L}\p{N}_]/u.test(text),
    message: "holds a hashtag. A notice carries nothing that distracts from what to do.",
  },
  {
    rule: "emoji",
    holds: (text) => countEmoji(text) > 0,
    message:
      "holds an emoji. Readers see different pictures, and screen readers speak them in the middle of the words.",
  },
];

/** What no notice may hold, whatever it is about. */
export function applyCommonRules(found: readonly FoundWords[]): readonly Violation[] {
  const shapely = eachText(found).flatMap(({ path, text }) =>
    shapes.filter(({ holds }) => holds(text)).map(({ rule, message }) => ({ path, rule, message })),
  );
  return [...findUnequalNumbers(found), ...shapely, ...applyWordRules(found, [guarantee])];
}
