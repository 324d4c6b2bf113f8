/** A date and time with a zone, RFC 3339: `2026-11-20T09:00:00Z` or with an offset such as `+01:00`. */
export type IsoDateTime = string;

/** A language tag as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant`. */
export type LanguageTag = string;

/** Who can see a post. A network lists the ones it has in `capabilities.audiences`. */
export type Audience = "public" | "unlisted" | "followers";

/** `emergency` may use the part of every rate budget that `routine` never touches. */
export type Lane = "emergency" | "routine";
