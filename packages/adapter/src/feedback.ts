import type { PostRef } from "./post-ref.ts";
import type { IsoDateTime, LanguageTag } from "./words.ts";

/** What kind of item came in. `post` is a public post found by hashtag or search that names nobody. */
export type FeedbackKind = "mention" | "reply" | "comment" | "direct-message" | "review" | "story" | "post";

/**
 * One inbound item in the model that all networks share. It is somebody's words: never log it, and never hand
 * an item with `private: true` to anything that publishes.
 */
export interface Feedback {
  readonly kind: FeedbackKind;
  /** What happened: the item is new, its author changed it, or it was taken down (then `text` is empty). */
  readonly change: "created" | "edited" | "deleted";
  readonly network: string;
  /** The item itself, ready to be answered. */
  readonly ref: PostRef;
  readonly author?: Author;
  /** Plain text: markup is removed, line breaks are kept. */
  readonly text: string;
  readonly language?: LanguageTag;
  readonly contentWarning?: string;
  readonly createdAt: IsoDateTime;
  /** Whether only the account and named people can see it. */
  readonly private: boolean;
  readonly hashtags: readonly string[];
  readonly links: readonly string[];
  readonly media: readonly FeedbackMedia[];
  /** The post that this one answers, and the first post of the conversation, where the network tells. */
  readonly inReplyTo?: PostRef;
  readonly root?: PostRef;
  /** Stars, from 1 to 5, of a review. */
  readonly rating?: number;
}

export interface Author {
  readonly id: string;
  /** The handle as people write it, without a leading `@`. */
  readonly handle: string;
  readonly name?: string;
  readonly url?: string;
  /** Whether the account says of itself that it is automated. */
  readonly bot?: boolean;
}

export interface FeedbackMedia {
  readonly kind: "image" | "video" | "audio" | "other";
  readonly url: string;
  readonly alt?: string;
}
