import type { Fact } from "./fact.ts";

/** The text that is left when facts were taken from it. */
export interface Taken {
  readonly rest: string;
  readonly facts: readonly Fact[];
}

/** Takes every match out of the text, so that nothing is read twice. */
export function take(
  text: string,
  pattern: RegExp,
  read: (match: readonly (string | undefined)[]) => readonly Fact[] | undefined,
): Taken {
  const facts: Fact[] = [];
  const rest = text.replace(pattern, (...all: unknown[]) => {
    const groups = all.slice(
      0,
      all.findIndex((value) => typeof value === "number"),
    );
    const found = read(groups.map((group) => (typeof group === "string" ? group : undefined)));
    if (found) facts.push(...found);
    return found ? " | " : String(all[0]);
  });
  return { rest, facts };
}
