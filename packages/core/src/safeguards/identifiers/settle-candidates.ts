import { judgeLevel, type Candidate } from "./candidate.ts";
import type { FindingLevel } from "../safeguard.ts";

/** A candidate that is worth telling. */
export interface SettledCandidate extends Candidate {
  readonly level: FindingLevel;
}

/**
 * Keeps of candidates that overlap the one that says most: a number is told once, as what it most likely is. In the
 * order of the text, which has `length` characters.
 */
export function settleCandidates(candidates: readonly Candidate[], length: number): readonly SettledCandidate[] {
  const judged = candidates.flatMap((candidate) => {
    const level = judgeLevel(candidate);
    return level ? [{ ...candidate, level }] : [];
  });
  if (judged.length < 2) return judged;
  // A map of the text in place of comparing each with each, which hostile texts would make slow.
  const taken = new Uint8Array(length);
  const kept = judged.sort(compareStrength).filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.sort((one, other) => one.start - other.start);
}

function compareStrength(one: SettledCandidate, other: SettledCandidate): number {
  const [block, otherBlock] = [one.level === "block", other.level === "block"];
  if (block !== otherBlock) return block ? -1 : 1;
  return other.score - one.score || other.end - other.start - (one.end - one.start) || one.start - other.start;
}
