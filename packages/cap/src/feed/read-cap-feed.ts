import { feedLimits } from "../limits.ts";
import type { CapReadOptions } from "../read-cap.ts";
import { readOptions } from "../read-options.ts";
import { createReport, settle, type CapWarning, type Fault, type Report } from "../report.ts";
import { readXml } from "../xml/read-xml.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { atomNamespace, type CapFeed, type CapFeedFormat } from "./feed.ts";
import { checkIds } from "./finish-entry.ts";
import { readAtom } from "./read-atom.ts";
import { readRss } from "./read-rss.ts";

const notAFeed: Fault = { rule: "not-feed", message: "The document is neither an Atom nor an RSS 2.0 feed." };

/** A feed that was read. */
export interface CapFeedReading {
  readonly feed: CapFeed;
  readonly format: CapFeedFormat;
  /** What was mended, left out or is worth a look, in the feed and in the alerts that it carries. */
  readonly warnings: readonly CapWarning[];
}

/**
 * Reads an Atom or RSS feed of alerts. Nothing is fetched: entries that link have the address. When the mode is
 * tolerant, an entry or an alert that nobody can use is left out with a warning, and the others are there.
 *
 * @throws InvalidPostError with every rule that the feed breaks (RFC 4287, RSS 2.0, CAP) and its path.
 * @throws ConfigError when an option is wrong.
 */
export function readCapFeed(input: Uint8Array | string, options: CapReadOptions = {}): CapFeedReading {
  const { mode, limits } = readOptions("readCapFeed", options, feedLimits);
  const report = createReport(mode);
  const root = readXml(input, limits, report);
  const reading = root && readRoot(root, report);
  return { ...settle("feed", reading, report), warnings: report.warnings };
}

function readRoot(root: XmlElement, report: Report): Pick<CapFeedReading, "feed" | "format"> | undefined {
  const format = formatOf(root);
  if (format === undefined) {
    report.at("");
    report.refuse(notAFeed);
    return undefined;
  }
  const feed = format === "atom" ? readAtom(root, report) : readRss(root, report);
  checkIds(feed.entries, report);
  return { feed, format };
}

function formatOf({ name, uri }: XmlElement): CapFeedFormat | undefined {
  if (name === "feed" && uri === atomNamespace) return "atom";
  return name === "rss" && uri === "" ? "rss" : undefined;
}
