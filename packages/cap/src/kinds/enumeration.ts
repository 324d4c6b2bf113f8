import { defineKind, type Kind } from "./kind.ts";
import type { Fault } from "../report.ts";

export interface Enumeration {
  readonly values: readonly string[];
  /** Words that a later version of CAP added. */
  readonly later?: readonly string[];
  /** Words of an older version, in small letters and without spaces, and what they are called now. */
  readonly former?: ReadonlyMap<string, string>;
  /** Whether the document's own version has the former words. */
  readonly isFormer?: boolean;
  /** What stands for a word that nobody knows. Default: the document is refused. */
  readonly unknown?: "leave out" | { readonly as: string };
}

const later: Fault = { rule: "enum", message: "is a word that this version of CAP does not have yet." };
const former: Fault = { rule: "former-word", message: "is a word of CAP 1.0; the alert has the one of today." };

/** One word of a list. Other case and space around it can be mended; a word that is not there is never guessed. */
export function enumeration(options: Enumeration): Kind {
  const { values, later: laterValues = [], former: formerValues, isFormer = false, unknown: otherwise } = options;
  const known = new Set(values);
  const all = [...values, ...laterValues];
  const folded = new Map(all.map((value) => [fold(value), value]));
  const wrong: Fault = { rule: "enum", message: `must be one of ${all.join(", ")}.` };
  return defineKind<string>({
    blank: "wrong",
    read(text, report) {
      if (known.has(text)) return text;
      if (laterValues.includes(text)) {
        report.bear(later);
        return text;
      }
      const key = fold(text);
      const today = formerValues?.get(key);
      if (today !== undefined && isFormer) {
        report.convert(former);
        return today;
      }
      const mended = folded.get(key) ?? today;
      if (mended !== undefined) report.repair(wrong, "mended");
      else if (otherwise === undefined) report.refuse(wrong);
      else if (otherwise === "leave out") report.repair(wrong, "left out");
      else {
        report.repair(wrong, "mended");
        return otherwise.as;
      }
      return mended;
    },
    accepts: (value): value is string => known.has(value as string),
    write: (value) => value,
  });
}

function fold(text: string): string {
  return text.replace(/\s+/g, "").toLowerCase();
}
