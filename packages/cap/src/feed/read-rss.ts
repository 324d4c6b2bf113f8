import { joinPath, type Fault, type Report } from "../report.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { isAlertElement, readEmbeddedAlert } from "./embedded-alert.ts";
import { readRssTime } from "./feed-dates.ts";
import { atomNamespace, type CapFeed, type CapFeedEntry } from "./feed.ts";
import { finishEntry, keepKnown, readUrl } from "./finish-entry.ts";

const missing: Fault = { rule: "missing", message: "is missing or empty (RSS 2.0)." };

/** An RSS 2.0 feed. Its items link to CAP documents, or carry them in their own namespace. */
export function readRss(root: XmlElement, report: Report): CapFeed {
  const channel = root.children.find(isRss("channel"));
  if (!channel) {
    report.at("");
    report.refuse(missing);
    return { entries: [] };
  }
  for (const name of ["title", "link", "description"]) {
    report.at("", name);
    if (textOf(channel, name) === undefined) report.bear(missing);
  }
  const entries: CapFeedEntry[] = [];
  channel.children.filter(isRss("item")).forEach((item, index) => {
    const entry = readItem(item, joinPath("", "entries", index), report);
    if (entry) entries.push(entry);
  });
  const self = channel.children.find(({ name, uri }) => name === "link" && uri === atomNamespace);
  return {
    ...keepKnown({
      id: textOf(channel, "link"),
      title: textOf(channel, "title"),
      updated: readDate(channel, ["lastBuildDate", "pubDate"], "", report),
      url: readUrl(self?.attributes.find(({ name }) => name === "href")?.value, "", report),
    }),
    entries,
  };
}

function readItem(item: XmlElement, place: string, report: Report): CapFeedEntry | undefined {
  const carried = item.children.find(isAlertElement);
  const [title, summary] = [textOf(item, "title"), textOf(item, "description")];
  if (title === undefined && summary === undefined) {
    report.at(place, "title");
    report.bear(missing);
  }
  const url = textOf(item, "link");
  return finishEntry(
    {
      // An item may do without one (RSS 2.0): then its link is what tells it from others.
      id: textOf(item, "guid") ?? url,
      title: title ?? summary,
      updated: readDate(item, ["pubDate"], place, report),
      url,
      summary,
      alert: carried && readEmbeddedAlert(carried, place, report),
    },
    place,
    report,
  );
}

function readDate(element: XmlElement, names: readonly string[], place: string, report: Report): string | undefined {
  const text = names.map((name) => textOf(element, name)).find((found) => found !== undefined);
  report.at(place, "updated");
  return text === undefined ? undefined : readRssTime(text, report);
}

function isRss(wanted: string): (element: XmlElement) => boolean {
  return ({ name, uri }) => uri === "" && name === wanted;
}

function textOf(element: XmlElement, name: string): string | undefined {
  return element.children.find(isRss(name))?.text.trim() || undefined;
}
