import type { Candidate } from "./candidate.ts";

/** What the texts as a whole say about a candidate. */
export interface WholePost {
  /** Some text of the post speaks of one patient of ours. */
  readonly isOurs: boolean;
  readonly productNotice: boolean;
  /** The text is somebody else's words. */
  readonly quoted?: boolean;
}

const contactKinds: ReadonlySet<string> = new Set(["phone", "fax", "email"]);

/** Raises and drops candidates by what the whole post says. */
export function weighCandidates(candidates: readonly Candidate[], whole: WholePost): readonly Candidate[] {
  return candidates.flatMap((candidate) => {
    const { kind, rule, score } = candidate;
    if (whole.quoted && contactKinds.has(kind) && score >= 0.5) return [raise(candidate, 0.9)];
    if (kind === "geography" && whole.isOurs) return [raise(candidate, Math.max(score, 0.85))];
    if (kind === "device") return whole.isOurs ? [raise(candidate, 0.9)] : whole.productNotice ? [] : [candidate];
    if (rule === "other.room") return whole.isOurs ? [{ ...candidate, score: 0.5 }] : [];
    return [candidate];
  });
}

function raise({ kind, rule, start, end }: Candidate, score: number): Candidate {
  return { kind, rule, start, end, score };
}
