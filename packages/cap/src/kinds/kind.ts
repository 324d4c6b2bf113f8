import type { Fault, Report } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";

/** What an empty element says: nothing, nothing but it is remarked upon, or something that its type does not allow. */
type BlankMeaning = "nothing" | "remarkable" | "wrong";

/** What the text of an element means: one way for both directions. */
export interface Kind {
  readonly blank: BlankMeaning;
  /** The value of a text that is not blank; `undefined` leaves it out. Says what is wrong to the report. */
  read(text: string, report: Report): unknown;
  /** What stands between the tags for a value, escaped. Says what cannot be written to the report. */
  write(value: unknown, report: Report): string;
}

/** The two directions of a kind, with the type that its values have. */
export interface Ways<T> {
  /** Default `nothing`. */
  readonly blank?: BlankMeaning;
  read(text: string, report: Report): T | undefined;
  /** Whether a value that is to be written is of the type. */
  accepts(value: unknown): value is T;
  write(value: T, report: Report): string;
}

const notOfTheType: Fault = { rule: "shape", message: "has the wrong type, or is empty." };

export function defineKind<T>({ blank = "nothing", read, accepts, write }: Ways<T>): Kind {
  return {
    blank,
    read,
    write(value, report) {
      if (accepts(value)) return write(value, report);
      report.refuse(notOfTheType);
      return "";
    },
  };
}

/** Text with at least one visible character. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** A value that stays text. */
export interface TextRules {
  /** What is wrong with a text. */
  find(text: string): Fault | undefined;
  /** What was meant, where that is beyond doubt. */
  mend?(text: string): string | undefined;
  /** What becomes of a text that nobody can mend, when the mode is tolerant. */
  otherwise: "refuse" | "leave out";
}

/** Text to which a rule applies; space around it means nothing. */
export function textKind({ find, mend, otherwise }: TextRules): Kind {
  return defineKind<string>({
    read(raw, report) {
      const text = raw.trim();
      const fault = find(text);
      if (!fault) return text;
      const mended = mend?.(text);
      if (mended !== undefined) report.repair(fault, "mended");
      else if (otherwise === "refuse") report.refuse(fault);
      else report.repair(fault, "left out");
      return mended;
    },
    accepts: isText,
    write(text, report) {
      const fault = find(text);
      if (fault) report.refuse(fault);
      return escapeText(text, report);
    },
  });
}
