import * as z from "zod/mini";

import { parseOptions } from "../../../models/parse.ts";
import type { FindingLevel } from "../../safeguard.ts";
import { compileDenied } from "../people/denied-names.ts";
import { readNumberWord } from "../numbers/number-word.ts";
import { readDate } from "../people/read-date.ts";
import { foldText } from "../text/fold-text.ts";
import { buildMap, chainMaps, type MappedText } from "../text/mapped-text.ts";
import type { Span } from "../text/span.ts";
import { viewText } from "../view.ts";
import { replyRules } from "./reply-rules.ts";

const optionsSchema = z.strictObject({ names: z.optional(z.array(z.string())) });

/** A hint that a reply says something about somebody's care. It holds no word of the reply. */
export interface ReplyFinding extends Span {
  /** A stable name for programs: `your-care`. */
  readonly rule: string;
  readonly level: FindingLevel;
}

export interface ReplyOptions {
  /** Names in the comment that is answered, of the writer and of others: none of them may be repeated. */
  readonly names?: readonly string[];
}

/**
 * Reads a public reply for anything that confirms or denies that somebody is or was a patient, a visitor or a
 * relative of one (45 CFR 164.502(a)). That the person told it himself releases nobody. English and Spanish.
 *
 * Positions are UTF-16 positions of `text`. Empty means that nothing was recognised: the safe reply is the same for everyone,
 * general policy and a private way to write or call.
 */
export function checkReply(text: string, options: ReplyOptions = {}): readonly ReplyFinding[] {
  const { names = [] } = parseOptions<ReplyOptions>("checkReply", optionsSchema, options);
  const folded = foldText(text);
  const mapped = chainMaps(folded, joinGaps(folded.text));
  const view = viewText(mapped.text);
  const found: ReplyFinding[] = [
    ...compileDenied(names)(view).map((name) => ({ ...bare(name), rule: "name", level: "block" as const })),
    ...findDates(view.lower).map((date) => ({ ...date, rule: "date", level: "block" as const })),
  ];
  for (const { rule, level, pattern } of patterns)
    for (const { 0: phrase, index } of view.lower.matchAll(pattern))
      found.push({ rule, level, start: index, end: index + phrase.length });
  return found
    .map((finding) => ({ ...finding, ...mapped.toOriginal(finding) }))
    .sort((one, other) => one.start - other.start);
}

/** One space for whatever parts two words but ends no sentence, so that patterns can be plain. */
function joinGaps(text: string): MappedText {
  const builder = buildMap(text);
  for (const { 0: gap, index } of text.matchAll(/[\s,]+/g))
    if (gap !== " ") builder.replace(index, index + gap.length, " ");
  return builder.finish();
}

const patterns = replyRules.map(({ rule, level, en, es }) => ({
  rule,
  level,
  pattern: new RegExp(`\\b(?:${[...en, ...es].join("|")})\\b`, "g"),
}));

function bare({ start, end }: Span): Span {
  return { start, end };
}

function findDates(lower: string): readonly Span[] {
  const found: Span[] = [];
  let done = 0;
  for (const { index } of lower.matchAll(/\d/g)) {
    if (index < done) continue;
    const number = readNumberWord(lower, index, done);
    done = number.end;
    const date = number.isInside || number.digitsEnd === number.start ? undefined : readDate(lower, number);
    if (date) found.push(bare(date));
  }
  return found;
}
