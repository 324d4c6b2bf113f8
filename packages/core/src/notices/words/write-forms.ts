import type { PostContent } from "../../models/post.ts";

/** A line of a notice. */
export interface Row {
  /** Left out where empty. */
  readonly text: string;
  /** The form from which on the line is no longer there: 1 is the first shorter one. Default: it is in all of them. */
  readonly until?: number;
  /** What stands there from `until` on. Default: nothing. */
  readonly then?: Row;
}

/** The full text and its shorter forms, longest first. A row without `until` is in every one of them, whole. */
export function writeForms(rows: readonly Row[]): Pick<PostContent, "text" | "shortTexts"> {
  const count = Math.max(...rows.map(countForms));
  const forms = Array.from({ length: count }, (_, form) =>
    rows
      .map((row) => writeRow(row, form))
      .filter((text) => text !== "")
      .join("\n"),
  );
  const [text = "", ...shortTexts] = forms.filter((form, index) => index === 0 || form !== forms[index - 1]);
  return { text, shortTexts };
}

function countForms({ until = 0, then }: Row): number {
  return Math.max(until + 1, then ? countForms(then) : 1);
}

function writeRow({ text, until, then }: Row, form: number): string {
  if (until === undefined || form < until) return text;
  return then ? writeRow(then, form) : "";
}

/** What the shortest form keeps of a row. */
export function keptOf({ text, until, then }: Row): string {
  if (until === undefined) return text;
  return then ? keptOf(then) : "";
}
