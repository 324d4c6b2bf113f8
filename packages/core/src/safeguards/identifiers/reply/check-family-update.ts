import * as z from "zod/mini";

import { parseOptions } from "../../../models/parse.ts";
import { foldWords } from "../people/denied-names.ts";
import type { ReplyFinding } from "./check-reply.ts";
import { familyPhrases } from "./family-phrases.ts";

const optionsSchema = z.strictObject({ phrases: z.optional(z.array(z.string())) });

export interface FamilyUpdateOptions {
  /** Further phrases that the organisation has approved. */
  readonly phrases?: readonly string[];
}

/**
 * Whether a message to the family in the waiting room is one of the preset phrases, in English or Spanish, whatever its
 * case and punctuation. Anything else blocks: free text is how findings, names and bad news get out.
 */
export function checkFamilyUpdate(text: string, options: FamilyUpdateOptions = {}): readonly ReplyFinding[] {
  const { phrases = [] } = parseOptions<FamilyUpdateOptions>("checkFamilyUpdate", optionsSchema, options);
  const preset = [...familyPhrases.en, ...familyPhrases.es, ...phrases].map(spell);
  return preset.includes(spell(text)) ? [] : [{ rule: "free-text", level: "block", start: 0, end: text.length }];
}

function spell(text: string): string {
  return foldWords(text).join(" ");
}
