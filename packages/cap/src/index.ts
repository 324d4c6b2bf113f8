// Documents
export { readCap } from "./read-cap.ts";
export type { CapReading, CapReadOptions } from "./read-cap.ts";
export { writeCap } from "./write-cap.ts";
export type { CapLimits } from "./limits.ts";
export type { CapMode, CapWarning } from "./report.ts";
export type { CapVersion } from "./cap-version.ts";

// Feeds
export { readCapFeed } from "./feed/read-cap-feed.ts";
export type { CapFeedReading } from "./feed/read-cap-feed.ts";
export { writeCapFeed } from "./feed/write-cap-feed.ts";
export type { CapFeedWriteOptions } from "./feed/write-cap-feed.ts";
export { capFeedEntry } from "./feed/cap-feed-entry.ts";
export type { CapFeed, CapFeedEntry, CapFeedFormat } from "./feed/feed.ts";
