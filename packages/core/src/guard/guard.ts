import { BlockedError, isCarecastError } from "@carecast/adapter";

import type { Documents } from "../documents/documents.ts";
import type { Finding, Outgoing, Safeguard, SafeguardContext } from "../safeguards/safeguard.ts";
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
      for (const safeguard of safeguards) found.push(...(await ask(safeguard, outgoing, context)));
      return found.sort((one, other) => rank(one) - rank(other));
    },
  };
}

/** A safeguard that fails has not said yes. What it threw may quote the content, so it goes no further. */
async function ask(
  { name, check }: Safeguard,
  outgoing: Outgoing,
  context: SafeguardContext,
): Promise<readonly Finding[]> {
  try {
    return await check(outgoing, context);
  } catch (thrown) {
    if (isCarecastError(thrown) && thrown.code === "ledger") throw thrown;
    const message = "This safeguard failed, so nobody knows what it would have said. Its details are withheld.";
    return [{ level: "block", rule: `${name}.failed`, path: "safeguards", message, final: true }];
  }
}

function rank({ level }: Finding): number {
  return level === "block" ? 0 : 1;
}

/** What blocks and has not been set aside. */
export function listBlocks(findings: readonly Finding[], overridden: readonly string[] = []): readonly Finding[] {
  return findings.filter(({ level, rule, final }) => level === "block" && (final || !overridden.includes(rule)));
}

/** The error that says where and why nothing may leave. */
export function blockedError(blocks: readonly Finding[]): BlockedError {
  const violations = blocks.map(({ path, rule, message, channel }) => ({
    path,
    rule,
    message,
    ...(channel !== undefined && { channel }),
  }));
  const words = violations.map(({ channel, path, message }) => `${channel ? `${channel} ` : ""}${path}: ${message}`);
  return new BlockedError(`Nothing was sent, because a safeguard says no. ${words.join(" ")}`, violations);
}
