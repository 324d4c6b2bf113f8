import type { IsoDateTime } from "@carecast/adapter";
import type { Alert } from "@carecast/core";

/** A list of alerts to which others subscribe. */
export interface CapFeed {
  /** Unique and lasting, an absolute address or URN. RSS has none: its link takes the place. Needed to write a feed. */
  readonly id?: string;
  /** Needed to write a feed. */
  readonly title?: string;
  /** When anything in it changed. Needed to write a feed. */
  readonly updated?: IsoDateTime;
  /** Who publishes it. Needed to write Atom. */
  readonly author?: string;
  /** Where the feed itself is. */
  readonly url?: string;
  readonly entries: readonly CapFeedEntry[];
}

/** One alert of a feed. A feed that was read has its address, the alert itself, or both. */
export interface CapFeedEntry {
  /** Unique in the feed. */
  readonly id: string;
  /** Needed to write a feed. */
  readonly title?: string;
  /** Needed to write a feed. */
  readonly updated?: IsoDateTime;
  /** Where the CAP document is. It comes from outside: fetch it over https, from hosts that you know. Needed to write a feed. */
  readonly url?: string;
  readonly summary?: string;
  /** The alert, where the feed carries it. It is never written into one. */
  readonly alert?: Alert;
}

/** Atom is RFC 4287; RSS is version 2.0. */
export type CapFeedFormat = "atom" | "rss";

export const atomNamespace = "http://www.w3.org/2005/Atom";
