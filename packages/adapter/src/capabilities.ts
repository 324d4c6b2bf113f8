import type { FeedbackKind } from "./feedback.ts";
import type { Audience } from "./words.ts";

/**
 * What one account on one network can do, as plain data: core plans with it, documentation prints it, and a
 * caller can ask before anything is sent. Documented defaults until `Adapter.discover` has read the real ones.
 */
export interface Capabilities {
  readonly api: ApiCapabilities;
  readonly text: TextCapabilities;
  readonly media: MediaCapabilities;
  /** Whether a long post can go out as a chain of replies to itself. */
  readonly threads: boolean;
  /** Whether a post can answer somebody else's post. */
  readonly replies: boolean;
  /** Whether `Adapter.revise` changes a live post. */
  readonly edit: boolean;
  /** Whether `Adapter.retract` removes a live post. */
  readonly delete: boolean;
  /** Whether `Adapter.pin` and `unpin` show a live post on top of the account's page, and take it away. */
  readonly pin: boolean;
  /** Whether the network stores the language of a post. */
  readonly language: boolean;
  /** `counted`: shown, and part of the text limit. `label`: a fixed label without the caller's words. */
  readonly contentWarning: "counted" | "separate" | "label" | "none";
  readonly audiences: readonly Audience[];
  readonly polls: PollCapabilities | "none";
  readonly listening: ListeningCapabilities;
  readonly repeat: RepeatCapabilities;
  /** The documented budgets, tightest first. Servers may grant more or less: their headers win. */
  readonly rates: readonly RateBudget[];
  /** What publishing costs, in words for people: `free`, or the price list of the network. */
  readonly cost: string;
}

export interface ApiCapabilities {
  readonly version: string;
  /** The day on which the network switches this version off (`YYYY-MM-DD`), where it says so. */
  readonly sunset?: string;
}

/** The units in which networks count text. `graphemes` are what a reader calls characters (UAX #29). */
export type TextUnit = "graphemes" | "code-points" | "utf16" | "bytes" | "weighted";

export interface TextLimit {
  readonly unit: TextUnit;
  readonly max: number;
}

export interface TextCapabilities {
  /** Every limit holds at once. Count with `Adapter.measure`, which knows what the network counts short. */
  readonly limits: readonly TextLimit[];
  /** The counting rule in one sentence, for people. */
  readonly rule: string;
}

export interface MediaCapabilities {
  /** `bytes`: uploaded. `url`: the network fetches a public address. `either`: both work. */
  readonly from: "bytes" | "url" | "either";
  /** The most in one post, all kinds together; 0 where the network takes none. */
  readonly max: number;
  readonly image?: MediaRule;
  readonly video?: MediaRule;
  /** Whether images and video may share a post. */
  readonly mixed: boolean;
  /** The longest alt text; left out where no limit is published. */
  readonly alt?: TextLimit;
}

export interface MediaRule {
  readonly max: number;
  readonly types: readonly string[];
  readonly maxBytes: number;
  readonly maxPixels?: number;
}

export interface PollCapabilities {
  readonly maxOptions: number;
  readonly maxOptionLength: number;
  readonly minDurationMs: number;
  readonly maxDurationMs: number;
}

export interface ListeningCapabilities {
  /** The ways in which feedback arrives; empty where a network gives none. */
  readonly modes: readonly ("stream" | "poll" | "webhook")[];
  readonly kinds: readonly FeedbackKind[];
  /** Whether public posts can be followed by hashtag. */
  readonly hashtags: boolean;
}

/**
 * What keeps a repeated call from becoming a second post, strongest first. Core settles an unknown outcome with
 * it; `none` leaves the outcome to a human.
 */
export type RepeatLever =
  "signed-id" | "record-key" | "container" | "idempotency-key" | "nonce" | "duplicate-refusal" | "none";

export interface RepeatCapabilities {
  readonly lever: RepeatLever;
  /** How long the network remembers, in milliseconds. Left out where it never forgets. */
  readonly windowMs?: number;
  /** Whether `Adapter.find` can read the post back, and whether its "not there" can be trusted. */
  readonly find: "certain" | "hint" | "none";
}

export interface RateBudget {
  readonly of: "requests" | "posts" | "media";
  readonly count: number;
  readonly perMs: number;
}
