import type { Fact } from "./fact.ts";
import { listFacts } from "./list-facts.ts";

/**
 * Whether two texts hold the same facts, each as often, in any order. What one language names and the other leaves a
 * bare number, because its words for units or months are not known, is compared by its digits.
 */
export function haveSameFacts(first: readonly Fact[], second: readonly Fact[]): boolean {
  const [left, right] = [subtract(first, second), subtract(second, first)];
  if (left.length === 0 && right.length === 0) return true;
  // Texts of people differ in a few places; more is not worth the search.
  if (left.length > maxDoubtful || right.length > maxDoubtful) return false;
  const rest = [...right];
  const unmatched = left.filter((fact) => {
    const at = rest.findIndex(({ readings }) => readings.some((reading) => fact.readings.includes(reading)));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  const kinds = new Set(rest.map(({ kind }) => kind));
  if (unmatched.some(({ kind }) => kind !== "number" && kinds.has(kind))) return false;
  return listDigits(unmatched) === listDigits(rest);
}

const maxDoubtful = 100;

/** The facts of the first that the second does not write with exactly the same meaning, as often. */
function subtract(first: readonly Fact[], second: readonly Fact[]): readonly Fact[] {
  const counts = new Map<string, number>();
  for (const { readings } of second) counts.set(readings.join("|"), (counts.get(readings.join("|")) ?? 0) + 1);
  return first.filter(({ readings }) => {
    const count = counts.get(readings.join("|")) ?? 0;
    counts.set(readings.join("|"), count - 1);
    return count <= 0;
  });
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
