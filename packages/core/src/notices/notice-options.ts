import type { LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseOptions } from "../models/parse.ts";
import { languageSchema } from "../models/words.ts";
import { timeZoneSchema } from "../schedule/time-zone.ts";
import type { CapacityPhrases } from "./capacity/capacity-phrases.ts";
import type { MedicinePhrases } from "./medicine/medicine-phrases.ts";
import { refuseNotice } from "./refuse-notice.ts";

/** How notices are written. */
export interface NoticeOptions {
  /** The IANA zone in which people read times, such as `America/Anchorage`. Default: the offsets of the notice. */
  readonly timeZone?: string;
  /** The fixed words of languages beside English and Spanish, or other words for these two. */
  readonly phrases?: Readonly<Record<LanguageTag, NoticePhrases>>;
  /**
   * How old the facts of a capacity notice may be when it is sent, in milliseconds. Default one hour. It ends sooner
   * where `validUntil` is sooner.
   */
  readonly maxAgeMs?: number;
}

/** The fixed words of notices in one language. */
export interface NoticePhrases {
  readonly capacity?: CapacityPhrases;
  readonly medicine?: MedicinePhrases;
}

const phrasesSchema = z.custom<object>((value) => typeof value === "object" && value !== null, "must be an object.");

const optionsSchema = z.strictObject({
  timeZone: z.optional(timeZoneSchema),
  phrases: z.optional(
    z.record(
      languageSchema,
      z.strictObject({ capacity: z.optional(phrasesSchema), medicine: z.optional(phrasesSchema) }),
    ),
  ),
  maxAgeMs: z.optional(z.int().check(z.minimum(60_000))),
});

/** Throws `ConfigError` naming the option that is wrong or unknown. */
export function readNoticeOptions(value: unknown): NoticeOptions {
  return parseOptions<NoticeOptions>("notices", optionsSchema, value);
}

/** The phrases for `languages[index]`, the caller's own first. Throws where nobody wrote any: no language falls back to another. */
export function phrasesFor<Phrases>(
  kind: keyof NoticePhrases,
  builtIn: Readonly<Record<string, Phrases>>,
  languages: readonly LanguageTag[],
  index: number,
  own: (tag: LanguageTag) => Phrases | undefined,
): Phrases {
  const language = languages[index] ?? "";
  const primary = language.toLowerCase().split("-")[0] ?? "";
  const found = own(language) ?? own(primary) ?? builtIn[primary];
  if (found) return found;
  const message = `There are no fixed words for ${language}: give them as phrases.`;
  throw refuseNotice(kind, [{ path: `languages[${index}]`, rule: "phrases", message }]);
}
