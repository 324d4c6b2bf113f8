import type { FindingLevel } from "../../safeguard.ts";
import type { IdentifierKind } from "../identifier-kind.ts";
import type { ContextName } from "./contexts.ts";

/** A number that its shape gives away, alone or with words beside it. */
export interface NumberRule {
  readonly rule: string;
  readonly kind: IdentifierKind;
  /** Sticky, over the lower-case text; linear, as a test makes sure. */
  readonly shape: RegExp;
  /** Whether it begins with a digit (or an O for a zero) or with a letter. */
  readonly first: "digit" | "letter";
  /** The fewest digits it can have; where fewer lie ahead, it is not tried. */
  readonly digits: number;
  /** Check digits and ranges, on the characters without separators, an O for a zero mended. */
  readonly isValid?: (code: string) => boolean;
  readonly context?: ContextName;
  /** How sure: by its shape alone, in a country of the tenant, with a word of the context beside it. */
  readonly score: { readonly alone: number; readonly home?: number; readonly context: number };
  /** The country in which people use it. */
  readonly country?: string;
  readonly most?: FindingLevel;
}
