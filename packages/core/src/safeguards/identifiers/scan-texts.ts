import type { Candidate } from "./candidate.ts";
import type { IdentifierFinding, ScanText } from "./finding.ts";
import { readCandidates, type ReadCandidates } from "./read-candidates.ts";
import type { Setting } from "./setting.ts";
import { settleCandidates, type SettledCandidate } from "./settle-candidates.ts";
import { overlaps } from "./text/span.ts";
import { joinTexts, type JoinedText } from "./text/join-texts.ts";
import { weighCandidates } from "./weigh-candidates.ts";

/** What the texts are for. */
export interface ScanPurpose {
  /** A notice about a medicine or a device, which names lots and serial numbers of products. Default `false`. */
  readonly productNotice?: boolean;
}

/** How far around the seam of two parts a split identifier is looked for. */
const seamReach = 80;

/** Everything that the rules find in the texts of one post. */
export function scanTexts(
  texts: readonly ScanText[],
  purpose: ScanPurpose,
  setting: Setting,
): readonly IdentifierFinding[] {
  const groups = joinTexts(texts, " ");
  const read = groups.map((group) => readCandidates(group.text, group.form, setting));
  const patients = read.flatMap((one) => one.patients);
  const whole = { isOurs: patients.some(({ who }) => who === "ours"), productNotice: purpose.productNotice ?? false };
  const found = groups.flatMap((group, index) => {
    const settled = settle(group, read[index]!, whole);
    return settled.map((candidate) => toFinding(candidate, group));
  });
  const tight = groups.some(({ seams }) => seams.length > 0)
    ? joinTexts(texts, "").flatMap((group) => scanSeams(group, whole, setting))
    : [];
  const all = mergeFindings(found, tight);
  // A block says already that there is a patient.
  return all.some(({ level }) => level === "block") ? all.filter(({ rule }) => rule !== "other.our-patient") : all;
}

type Whole = Parameters<typeof weighCandidates>[1];

function settle(group: JoinedText, { candidates }: ReadCandidates, whole: Whole): readonly SettledCandidate[] {
  return settleCandidates(weighCandidates(candidates, { ...whole, quoted: group.quoted }), group.text.length);
}

/** Identifiers cut in two by the end of a part: there the parts are read without a space between them. */
function scanSeams(group: JoinedText, whole: Whole, setting: Setting): readonly IdentifierFinding[] {
  return group.seams.flatMap((seam) => {
    const from = Math.max(0, seam - seamReach);
    const read = readCandidates(group.text.slice(from, seam + seamReach), group.form, setting);
    const across = read.candidates
      .map((candidate): Candidate => ({ ...candidate, start: candidate.start + from, end: candidate.end + from }))
      .filter(({ start, end }) => start < seam && end > seam);
    return settle(group, { ...read, candidates: across }, whole).map((candidate) => toFinding(candidate, group));
  });
}

function toFinding({ kind, level, rule, score, start, end }: SettledCandidate, group: JoinedText): IdentifierFinding {
  const [first, ...rest] = group.locate({ start, end });
  // A candidate always lies in a part: rules never propose the space between two.
  return { kind, level, rule, ...first!, score: Math.round(score * 100) / 100, ...(rest.length > 0 && { rest }) };
}

/** Of what was found across a seam, what the other reading did not find as strongly at the same place. */
function mergeFindings(
  found: readonly IdentifierFinding[],
  tight: readonly IdentifierFinding[],
): readonly IdentifierFinding[] {
  if (tight.length === 0) return found;
  const atPath = Map.groupBy(found, ({ path }) => path);
  const replaced = new Set<IdentifierFinding>();
  const added = tight.filter((finding) => {
    const met = [finding, ...(finding.rest ?? [])].flatMap(
      (span) => atPath.get(span.path)?.filter((one) => overlaps(one, span)) ?? [],
    );
    if (met.some(({ level }) => level === "block" || finding.level === "warn")) return false;
    for (const one of met) replaced.add(one);
    return true;
  });
  return [...found.filter((one) => !replaced.has(one)), ...added];
}
