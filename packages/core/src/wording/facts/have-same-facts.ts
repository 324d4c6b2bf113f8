import type { Fact } from "./fact.ts";
import { listFacts } from "./list-facts.ts";

/**
 * Whether two texts hold the same facts, each as often, in any order. What one language names and the other leaves a
 * bare number, because its words for units or months are not known, is compared by its digits.
 */
export function haveSameFacts(first: readonly Fact[], second: readonly Fact[]): boolean {
  const rest = [...second];
  const unmatched = first.filter((fact) => {
    const at = findMatch(fact, rest);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  if (unmatched.length === 0 && rest.length === 0) return true;
  const kinds = new Set(rest.map(({ kind }) => kind));
  if (unmatched.some(({ kind }) => kind !== "number" && kinds.has(kind))) return false;
  return listDigits(unmatched) === listDigits(rest);
}

/** What means exactly the same goes before what can mean the same. */
function findMatch(fact: Fact, others: readonly Fact[]): number {
  const exact = others.findIndex(({ readings }) => readings.join() === fact.readings.join());
  if (exact >= 0) return exact;
  return others.findIndex(({ readings }) => readings.some((reading) => fact.readings.includes(reading)));
}

function listDigits(facts: readonly Fact[]): string {
  return facts
    .flatMap(({ digits }) => digits)
    .sort()
    .join(" ");
}

/** The languages whose text does not hold the facts of the first one. */
export function findUnequalLanguages(texts: Readonly<Record<string, string>>): readonly string[] {
  const [first, ...others] = Object.entries(texts).map(
    ([language, text]) => [language, listFacts(text, language)] as const,
  );
  if (!first) return [];
  return others.filter(([, facts]) => !haveSameFacts(first[1], facts)).map(([language]) => language);
}
