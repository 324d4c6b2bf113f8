import type { Alert, AlertInfo } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import type { VersionFacts } from "./alert-facts.ts";
import { languageOf, textFields } from "./alert-texts.ts";
import { checkTexts, checkVersion } from "./check-versions.ts";
import { find } from "./finding.ts";

interface Block {
  readonly index: number;
  readonly language: string;
  readonly info: AlertInfo;
}

/**
 * The blocks of an alert against each other. Blocks of one language are a sequence (CAP 1.2, 3.2.2); the first of each
 * language belong together, the second, and so on.
 */
export function checkLanguages(alert: Alert, given: VersionFacts): readonly Finding[] {
  const blocks = alert.info.map((info, index) => ({ index, info, language: languageOf(info) }));
  const places = new Map<string, number>();
  const sets: Block[][] = [];
  for (const block of blocks) {
    const place = places.get(block.language.toLowerCase()) ?? 0;
    places.set(block.language.toLowerCase(), place + 1);
    (sets[place] ??= []).push(block);
  }
  return [
    ...sets.flatMap((set) => [...checkSet(set), ...checkComplete(set, places.size)]),
    ...(sets[0] ?? []).flatMap(({ index, language }) => checkVersion(`info[${index}].language`, language, given)),
  ];
}

function checkComplete(set: readonly Block[], count: number): readonly Finding[] {
  const first = set[0];
  if (!first || set.length === count) return [];
  const message = "is not there in every language. Send what is ready, and say when the others follow.";
  return [find("warn", "missing-language", `info[${first.index}]`, message)];
}

function checkSet(set: readonly Block[]): readonly Finding[] {
  const [first, ...others] = set;
  if (!first) return [];
  const texts = [...textFields, "area"].flatMap((field) => {
    const pathOf = (language: string): string =>
      `info[${set.find((block) => block.language === language)?.index ?? 0}].${field}`;
    return checkTexts(Object.fromEntries(set.map(({ info, language }) => [language, readField(info, field)])), pathOf);
  });
  return [...texts, ...others.flatMap((block) => checkSameFields(first, block))];
}

function readField(info: AlertInfo, field: string): string {
  if (field === "area") return (info.area ?? []).map(({ areaDesc }) => areaDesc).join(", ");
  return info[field as (typeof textFields)[number]] ?? "";
}

const instants = ["effective", "onset", "expires"] as const;
const words = ["urgency", "severity", "certainty", "web"] as const;
const lists = ["category", "responseType"] as const;

/** What CAP keeps apart from the words: the same for everybody, whatever they read. */
function checkSameFields(first: Block, { index, info, language }: Block): readonly Finding[] {
  const message = `is not the same as in ${first.language}. Nobody may learn something else because of the language.`;
  const time = (value: string | undefined): number => (value === undefined ? 0 : Date.parse(value));
  const address = (value: string | undefined): string => (value === undefined ? "" : (URL.parse(value)?.href ?? value));
  const unequal = [
    ...instants.filter((field) => time(info[field]) !== time(first.info[field])),
    ...words.filter((field) => address(info[field]) !== address(first.info[field])),
    ...lists.filter((field) => listOf(info[field]) !== listOf(first.info[field])),
  ];
  return unequal.map((field) => find("block", "unequal-facts", `info[${index}].${field}`, message, language));
}

function listOf(values: readonly string[] = []): string {
  return [...new Set(values)].sort().join(" ");
}
