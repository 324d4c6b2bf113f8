import type { LanguageTag } from "@carecast/adapter";

import type { Finding } from "../../safeguards/safeguard.ts";
import { findUnequalLanguages } from "../../wording/facts/have-same-facts.ts";
import { primaryOf } from "../../wording/word-rule.ts";
import { readVersionFacts, type VersionFacts } from "./alert-facts.ts";
import { find } from "./finding.ts";

/**
 * Checks the languages of one text against each other, as `checkAlert` does: equal facts, no copy left untranslated, no
 * machine translation that nobody reviewed, none of an earlier revision. The first language is the measure; `path` is the tag.
 *
 * @throws ConfigError naming what of `given` is wrong or unknown.
 */
export function checkVersions(
  texts: Readonly<Record<LanguageTag, string>>,
  given: VersionFacts = {},
): readonly Finding[] {
  const languages = Object.keys(texts);
  const facts = readVersionFacts(given);
  return [
    ...checkTexts(texts, (language) => language),
    ...languages.flatMap((language) => checkVersion(language, language, facts)),
  ];
}

/** Equal facts and no untranslated copy, in one text of several languages. */
export function checkTexts(
  texts: Readonly<Record<LanguageTag, string>>,
  pathOf: (language: string) => string,
): readonly Finding[] {
  const [first = "", ...others] = Object.keys(texts);
  const unequal = findUnequalLanguages(texts).map((language) =>
    find(
      "block",
      "unequal-facts",
      pathOf(language),
      `does not hold the numbers, dates, times and addresses of ${first}. Write the same ones, in digits, in every language.`,
      language,
    ),
  );
  const copies = others
    .filter((language, index) => [first, ...others.slice(0, index)].some((earlier) => isCopy(texts, earlier, language)))
    .map((language) =>
      find(
        "warn",
        "untranslated",
        pathOf(language),
        "is the same text as in another language. Translate it.",
        language,
      ),
    );
  return [...unequal, ...copies];
}

/** Names and numbers alone may be the same everywhere. */
function isCopy(texts: Readonly<Record<string, string>>, one: string, other: string): boolean {
  const wordsOf = (language: string): readonly string[] =>
    (texts[language] ?? "")
      .normalize("NFKC")
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const words = wordsOf(one);
  return primaryOf(one) !== primaryOf(other) && words.length >= 3 && words.join(" ") === wordsOf(other).join(" ");
}

/** Whether a person has answered for the words of a language, as they are now. */
export function checkVersion(path: string, language: string, { versions, revision }: VersionFacts): readonly Finding[] {
  if (!versions) return [];
  const key = Object.keys(versions).find((tag) => tag.toLowerCase() === language.toLowerCase());
  const version = key === undefined ? undefined : versions[key];
  if (!version)
    return [
      find("warn", "unknown-version", path, "is in no list of versions: say who wrote or translated it.", language),
    ];
  const findings: Finding[] = [];
  if (version.source === "machine" && !(version.reviewedBy?.trim() && version.reviewedAt !== undefined))
    findings.push(
      find(
        "block",
        "unreviewed-translation",
        path,
        "was translated by a machine. Let a qualified person review it.",
        language,
      ),
    );
  if (revision !== undefined && version.basedOn !== revision)
    findings.push(
      find(
        "block",
        "stale-translation",
        path,
        "says an earlier revision. Translate the current one, or leave it out.",
        language,
      ),
    );
  return findings;
}
