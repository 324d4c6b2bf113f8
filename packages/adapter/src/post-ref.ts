import type { Json } from "./json.ts";
import type { IsoDateTime } from "./words.ts";

/** A post that exists on a network, with everything needed to reply to it, change it or remove it. */
export interface PostRef {
  /** The id as the network writes it: opaque, compared as a string, never as a number. */
  readonly id: string;
  /** The public address, where the network has one. */
  readonly url?: string;
  /** What else the network wants to see again, such as the `cid` that Bluesky pairs with a `uri`. */
  readonly data?: Json;
}

/** What a new post answers. In a thread `root` is its first part, `parent` the part just before. */
export interface ReplyTarget {
  readonly root: PostRef;
  readonly parent: PostRef;
}

/** What a network answered to a post. */
export interface Receipt extends PostRef {
  /**
   * `delivered`: the network shows the post. `accepted`: the network took it and decides later (moderation,
   * processing); then `id` is the handle that it will turn into a post.
   */
  readonly state: "delivered" | "accepted";
  /** When the network says it took the post; where it does not say, when its answer came. */
  readonly at: IsoDateTime;
  /** Every id, where one part became several posts (an album). Left out when `id` is the only one. */
  readonly ids?: readonly string[];
}
