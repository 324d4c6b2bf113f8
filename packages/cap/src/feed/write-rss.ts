import { joinPath, type Report } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { writeRssTime } from "./feed-dates.ts";
import { feedValues } from "./feed-values.ts";
import { atomNamespace, type CapFeed, type CapFeedEntry } from "./feed.ts";

/** RSS 2.0. The id of the feed is its link, so it has to be a web address. */
export function writeRss(feed: CapFeed, report: Report): string {
  const values = feedValues(feed, "", report);
  const title = values.text("title");
  const self =
    feed.url === undefined
      ? ""
      : `    <atom:link xmlns:atom="${atomNamespace}" rel="self" type="application/rss+xml" href="${escapeText(values.webAddress("url"), report)}"/>\n`;
  return `<rss version="2.0">
  <channel>
    <title>${title}</title>
    <link>${escapeText(values.webAddress("id"), report)}</link>
    <description>${title}</description>
    <lastBuildDate>${values.time("updated", writeRssTime)}</lastBuildDate>
${self}${feed.entries.map((entry, index) => writeItem(entry, joinPath("", "entries", index), report)).join("")}  </channel>
</rss>
`;
}

function writeItem(entry: CapFeedEntry, place: string, report: Report): string {
  const values = feedValues(entry, place, report);
  const summary = values.optional("summary");
  return `    <item>
      <title>${values.text("title")}</title>
${summary === undefined ? "" : `      <description>${summary}</description>\n`}      <link>${escapeText(values.webAddress("url"), report)}</link>
      <guid isPermaLink="false">${values.text("id")}</guid>
      <pubDate>${values.time("updated", writeRssTime)}</pubDate>
    </item>
`;
}
