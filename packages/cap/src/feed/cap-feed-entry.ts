import type { Alert } from "@carecast/core";

import type { CapFeedEntry } from "./feed.ts";

/**
 * The entry of a feed for an alert whose CAP document is at `url`. Its words are those of the first language; the address
 * is its id, since neither a document nor what it says ever changes.
 */
export function capFeedEntry(alert: Alert, url: string): CapFeedEntry {
  const [info] = alert.info;
  return {
    id: url,
    title: info?.headline ?? info?.event ?? `${alert.msgType} ${alert.identifier}`,
    updated: alert.sent,
    url,
    ...(info?.description !== undefined && { summary: info.description }),
  };
}
