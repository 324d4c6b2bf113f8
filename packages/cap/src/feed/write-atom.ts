import { joinPath, type Report } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { writeAtomTime } from "./feed-dates.ts";
import { feedValues } from "./feed-values.ts";
import { atomNamespace, type CapFeed, type CapFeedEntry } from "./feed.ts";

/** Atom (RFC 4287). */
export function writeAtom(feed: CapFeed, report: Report): string {
  const values = feedValues(feed, "", report);
  const self =
    feed.url === undefined ? "" : link("self", "application/atom+xml", values.webAddress("url"), report, "  ");
  return `<feed xmlns="${atomNamespace}">
  <id>${values.id("id")}</id>
  <title>${values.text("title")}</title>
  <updated>${values.time("updated", writeAtomTime)}</updated>
  <author>
    <name>${values.text("author")}</name>
  </author>
${self}${feed.entries.map((entry, index) => writeEntry(entry, joinPath("", "entries", index), report)).join("")}</feed>
`;
}

function writeEntry(entry: CapFeedEntry, place: string, report: Report): string {
  const values = feedValues(entry, place, report);
  const summary = values.optional("summary");
  return `  <entry>
    <id>${values.id("id")}</id>
    <title>${values.text("title")}</title>
    <updated>${values.time("updated", writeAtomTime)}</updated>
${link("alternate", "application/cap+xml", values.webAddress("url"), report, "    ")}${
    summary === undefined ? "" : `    <summary>${summary}</summary>\n`
  }  </entry>
`;
}

// A web address has no quotes in it.
function link(rel: string, type: string, href: string, report: Report, indent: string): string {
  return `${indent}<link rel="${rel}" type="${type}" href="${escapeText(href, report)}"/>\n`;
}
