import type { FindingLevel } from "../safeguard.ts";
import type { IdentifierKind } from "./identifier-kind.ts";
import type { Span } from "./text/span.ts";

/** What a rule proposes, in positions of the plain text. */
export interface Candidate extends Span {
  readonly kind: IdentifierKind;
  readonly rule: string;
  readonly score: number;
  /** The most that the rule may say, however sure it is. Default `block`. */
  readonly most?: FindingLevel;
}

const warnFrom = 0.35;
const blockFrom = 0.8;

/** What a candidate amounts to; `undefined` where it is too unsure to be told. */
export function judgeLevel({ score, most }: Candidate): FindingLevel | undefined {
  if (score < warnFrom) return undefined;
  return score >= blockFrom && most !== "warn" ? "block" : "warn";
}
