import type { FindingLevel } from "../safeguard.ts";
import type { IdentifierKind } from "./identifier-kind.ts";

/** One text that would leave, and where it lies. */
export interface ScanText {
  /** Where: `parts[0].text`, `parts[0].media[1].alt`. Findings repeat it. */
  readonly path: string;
  readonly text: string;
  /** It goes on where the text before it ends, as the parts of a thread do: an identifier may lie in both. */
  readonly continues?: boolean;
  /** Words of somebody else, such as a message or a comment: a telephone number or an e-mail address in it blocks. */
  readonly quoted?: boolean;
  /** A file name is split into words first: `jane_doe.jpg`. Default `words`. */
  readonly form?: "words" | "file-name";
}

/** A stretch of one text from `start` to before `end`, in UTF-16 positions of the original. */
export interface TextSpan {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A hint that something identifies a person. It says where and why, and never holds what was found. */
export interface IdentifierFinding extends TextSpan {
  readonly kind: IdentifierKind;
  readonly level: FindingLevel;
  /** A stable name for programs: `ssn.separated`. */
  readonly rule: string;
  /** How sure, from 0 to 1. From 0.35 it warns, from 0.8 it blocks where the rule may block at all. */
  readonly score: number;
  /** The rest of an identifier that is split over the parts of a thread. */
  readonly rest?: readonly TextSpan[];
}
