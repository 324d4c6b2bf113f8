import type { ContentKind } from "../models/content-kind.ts";
import type { Plan } from "../plan/plan.ts";
import type { Finding } from "../safeguards/safeguard.ts";

/** What would leave, for whoever decides whether it may. */
export interface Review<Channel extends string = string> {
  readonly kind: ContentKind;
  /** The exact texts, with the counts of each network. */
  readonly plan: Plan<Channel>;
  /** What the safeguards found, blocks first. */
  readonly findings: readonly Finding[];
  /** SHA-256, in hex, of the kind and all threads: every text, description, medium, language and channel. */
  readonly hash: string;
  readonly threads: readonly ThreadHash<Channel>[];
}

/** What one channel would get in one language, as a hash. */
export interface ThreadHash<Channel extends string = string> {
  readonly channel: Channel;
  readonly language?: string;
  /** SHA-256 in hex. */
  readonly hash: string;
}
