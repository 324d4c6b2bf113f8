import type { Fault, Report } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { defineKind, isText, type Kind } from "./kind.ts";

const quotes: Fault = {
  rule: "list-quotes",
  message: "must be a list separated by spaces, where double quotes enclose an item that has spaces, and nothing else.",
};

/** An item in quotes, an item without any, or whatever else there is. */
const item = /"([^"]*)"(?=\s|$)|[^\s"]+(?=\s|$)|\S+/g;

/** Addresses and incidents: items separated by space, double quotes around those that have some. */
export const quotedList: Kind = defineKind<readonly string[]>({
  read: readList,
  accepts: (value): value is readonly string[] => Array.isArray(value) && value.every(isText),
  write: writeList,
});

function readList(text: string, report: Report): string[] | undefined {
  const items: string[] = [];
  let isWrong = false;
  for (const [whole, quoted] of text.matchAll(item)) {
    const value = quoted ?? whole.replaceAll('"', "");
    isWrong ||= quoted === undefined && value !== whole;
    if (value.trim() !== "") items.push(value);
  }
  if (isWrong) report.repair(quotes, "mended");
  return items.length > 0 ? items : undefined;
}

function writeList(items: readonly string[], report: Report): string {
  const texts = items.map((value) => {
    if (value.includes('"')) report.refuse(quotes);
    return /\s/.test(value) ? `"${value}"` : value;
  });
  return escapeText(texts.join(" "), report);
}
