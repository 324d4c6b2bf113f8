import { ConfigError } from "@carecast/adapter";

import { refuseUnknown } from "../read-options.ts";
import { createReport, settle } from "../report.ts";
import type { CapFeed, CapFeedFormat } from "./feed.ts";
import { checkIds } from "./finish-entry.ts";
import { writeAtom } from "./write-atom.ts";
import { writeRss } from "./write-rss.ts";

/** How a feed is written. */
export interface CapFeedWriteOptions {
  /** Default `atom`. */
  readonly format?: CapFeedFormat;
}

/**
 * A feed of links to CAP documents, in UTF-8 when it is sent: as `application/atom+xml` or `application/rss+xml`. Alerts
 * that the entries carry are not written into it.
 *
 * @throws InvalidPostError with what the feed lacks or cannot say, and its path.
 * @throws ConfigError when an option is wrong.
 */
export function writeCapFeed(feed: CapFeed, options: CapFeedWriteOptions = {}): string {
  refuseUnknown("writeCapFeed", "", options, ["format"]);
  const { format = "atom" } = options;
  if (format !== "atom" && format !== "rss")
    throw new ConfigError('The options of writeCapFeed cannot be read. format: must be "atom" or "rss".', {
      path: "format",
    });
  const report = createReport("strict");
  checkIds(feed.entries, report);
  const xml = format === "atom" ? writeAtom(feed, report) : writeRss(feed, report);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${settle("feed", xml, report)}`;
}
