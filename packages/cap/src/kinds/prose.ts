import type { Fault, Report } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { defineKind, isText, type Kind } from "./kind.ts";

const htmlTags: Fault = {
  rule: "html-tags",
  message: "has HTML tags in it, which people will see. CAP texts are plain.",
};
const htmlEntities: Fault = {
  rule: "html-entities",
  message: "has HTML entities in it, which people will see (CAP 1.2, 3.3.3).",
};

/** Text as it is, with its spaces and line breaks. */
export const plainText: Kind = defineKind<string>({ read: (text) => text, accepts: isText, write: escapeText });

/** As `prose`, and it may be empty. */
export const anyText: Kind = defineKind<string>({
  read: readProse,
  accepts: (value) => typeof value === "string",
  write: escapeText,
});

/** Text for people. HTML in it stays, and is remarked upon. */
export const prose: Kind = defineKind<string>({ read: readProse, accepts: isText, write: escapeText });

function readProse(text: string, report: Report): string {
  if (text.includes("<") && /<\/?[A-Za-z][^<>]*>/.test(text)) report.remark(htmlTags);
  if (text.includes("&") && /&(?:[A-Za-z]\w*|#\d+|#[xX][\dA-Fa-f]+);/.test(text)) report.remark(htmlEntities);
  return text;
}
