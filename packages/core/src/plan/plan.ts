import type { Audience, LanguageTag, LinkCard, TextUnit, Violation } from "@carecast/adapter";

import type { PostMedia } from "../models/media.ts";
import type { PostPoll, Source } from "../models/post.ts";

/**
 * What publishing would do, channel by channel. Made without a network: the texts are the exact texts, the counts
 * the exact counts under the limits that are known (`limits`).
 */
export interface Plan<Channel extends string = string> {
  /** Whether every channel can take it. */
  readonly ok: boolean;
  readonly targets: readonly ChannelPlan<Channel>[];
  /** Where the facts come from, for whoever decides. */
  readonly sources: readonly Source[];
  /** What concerns no channel in particular. */
  readonly warnings: readonly Violation[];
}

/** What one channel would get in one language. */
export interface ChannelPlan<Channel extends string = string> {
  readonly channel: Channel;
  readonly network: string;
  readonly language?: LanguageTag;
  /** `documented`: the network's published limits. `live`: read from the account's own server. */
  readonly limits: "documented" | "live";
  /** One part, or the parts of a thread in their order. Empty when nothing fits. */
  readonly parts: readonly PlannedPart[];
  /** What the reader would miss or see otherwise than the caller may expect. */
  readonly warnings: readonly Violation[];
  /** Why it cannot be published; empty when it can. */
  readonly violations: readonly Violation[];
}

/** One post as readers would see it. */
export interface PlannedPart {
  readonly text: string;
  readonly counts: readonly TextCount[];
  readonly audience: Audience;
  readonly language?: LanguageTag;
  readonly contentWarning?: string;
  readonly media: readonly PostMedia[];
  readonly card?: LinkCard;
  readonly poll?: PostPoll;
}

/** How long a text is, and how long it may be. */
export interface TextCount {
  readonly unit: TextUnit;
  readonly count: number;
  readonly max: number;
}

/** What to do with a text that is over the limit of a channel. */
export type Overflow = "reject" | "thread" | "shorten";

export interface PlanOptions {
  readonly overflow: Overflow;
  readonly numbering: boolean;
}
