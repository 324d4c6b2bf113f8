import type { Fault, Report } from "../report.ts";

const forbidden: Fault = {
  rule: "xml-character",
  message: "has a character that XML cannot hold: a control character or half of a pair (XML 1.0, 2.2).",
};

const special = /[&<>\0-\x08\x0B-\x1F\uFFFE\uFFFF]/;
const impossible = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // A reader turns a bare carriage return into a line feed (XML 1.0, 2.11).
  "\r": "&#13;",
};

/** Text as it stands between tags. What XML cannot hold is refused, never dropped. */
export function escapeText(text: string, report: Report): string {
  const isWhole = text.isWellFormed();
  if (isWhole && !special.test(text)) return text;
  if (!isWhole || impossible.test(text)) report.refuse(forbidden);
  return text.replace(/[&<>\r]/g, refer);
}

function refer(character: string): string {
  return references[character] ?? character;
}
