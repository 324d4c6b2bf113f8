import { isCarecastError } from "@carecast/adapter";

import type { Documents } from "../documents/documents.ts";
import type { Finding, Outgoing, Safeguard, SafeguardAnswer, SafeguardContext } from "../safeguards/safeguard.ts";
import { checkExercise } from "./check-exercise.ts";

/** Asks every safeguard of the hub. */
export interface Guard {
  /** Whether nobody would be asked about content of this kind. */
  isIdle(kind: Outgoing["kind"]): boolean;
  /** Everything that was found, blocks first. */
  judge(outgoing: Outgoing, moment: SafeguardContext["moment"], now: number): Promise<readonly Finding[]>;
}

/** @param exerciseChannels the names of the channels to which exercises may go. */
export function createGuard(
  safeguards: readonly Safeguard[],
  documents: Documents,
  exerciseChannels: ReadonlySet<string>,
): Guard {
  return {
    isIdle: (kind) => safeguards.length === 0 && kind !== "exercise",
    async judge(outgoing, moment, now) {
      const context: SafeguardContext = { moment, now, documents };
      const found: Finding[] = [...checkExercise(outgoing, exerciseChannels)];
      for (const safeguard of safeguards) {
        const asked = ask(safeguard, outgoing, context);
        // Most safeguards answer at once, and waiting for nothing costs as much as they do.
        found.push(...(asked instanceof Promise ? await asked : asked));
      }
      return found.length > 1 ? found.sort((one, other) => rank(one) - rank(other)) : found;
    },
  };
}

function ask(safeguard: Safeguard, outgoing: Outgoing, context: SafeguardContext): SafeguardAnswer {
  const refuse = (thrown: unknown): readonly Finding[] => judgeFailure(safeguard.name, thrown);
  try {
    const answer: unknown = safeguard.check(outgoing, context);
    return isList(answer) ? answer : Promise.resolve(answer).then(demandList).catch(refuse);
  } catch (thrown) {
    return refuse(thrown);
  }
}

/** The types say it already; a safeguard in JavaScript may answer with nothing, or with a promise of another kind. */
function demandList(answer: unknown): readonly Finding[] {
  if (isList(answer)) return answer;
  throw new TypeError("The answer of a safeguard is no list of findings.");
}

function isList(answer: unknown): answer is readonly Finding[] {
  return Array.isArray(answer);
}

/** A safeguard that fails has not said yes. What it threw may quote the content, so it goes no further. */
function judgeFailure(name: string, thrown: unknown): readonly Finding[] {
  if (isCarecastError(thrown) && thrown.code === "ledger") throw thrown;
  const message = "This safeguard failed, so nobody knows what it would have said. Its details are withheld.";
  return [{ level: "block", rule: `${name}.failed`, path: "safeguards", message, final: true }];
}

function rank({ level }: Finding): number {
  return level === "block" ? 0 : 1;
}
