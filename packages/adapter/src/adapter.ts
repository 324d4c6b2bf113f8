import type { CheckResult, Profile, RecentPost } from "./account.ts";
import type { Capabilities, TextUnit } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import type { Json } from "./json.ts";
import type { Inbound, ListenContext, ListenQuery, Received } from "./listening.ts";
import type { Part } from "./part.ts";
import type { PostRef, Receipt, ReplyTarget } from "./post-ref.ts";
import type { RateState } from "./rate-state.ts";
import type { TokenStore } from "./token-store.ts";
import type { IsoDateTime, Lane } from "./words.ts";

/**
 * One account on one network.
 *
 * A plain object made by a factory such as `mastodon({...})`; the factory's closure keeps the secrets. Every
 * method may throw a `CarecastError` and nothing else, except that an abort surfaces as `signal.reason`.
 * Optional members that are absent mean "cannot", and `capabilities` says so first.
 */
export interface Adapter {
  readonly specVersion: 1;
  /** The network in lower case: `mastodon`. */
  readonly network: string;
  /** The documented rules of the network, until `discover` has read the account's own. */
  readonly capabilities: Capabilities;

  /** How long `text` is in `unit`, as this network counts. Pure and fast: planning calls it many times. */
  measure(text: string, unit: TextUnit): number;

  /**
   * Everything about a part that may be repeated: uploads media, waits until they are processed, builds the
   * body. Changes nothing that a reader could see.
   */
  prepare(part: Part, context: PrepareContext): Promise<Draft>;

  /**
   * **The one irreversible call.** Sends one request that makes the post, and never repeats it. Resolves only with
   * an id from the network. An error says in `outcome` whether the post can be live. A network that refuses an equal post as a
   * duplicate makes a `PlatformError` with outcome `sent` and `platformCode` `duplicate`.
   */
  publish(draft: Draft, context: PublishContext): Promise<Receipt>;

  /** Reads the account's real limits (instance, tier). Core keeps the answer and plans with it. */
  discover?(context: CallContext): Promise<Capabilities>;

  /** Looks for the post of `draft` after an unknown outcome. */
  find?(draft: Draft, context: PublishContext): Promise<FindResult>;

  /** Replaces the content of a live post by that of `draft`. Repeating it does no harm. */
  revise?(ref: PostRef, draft: Draft, context: CallContext): Promise<Receipt>;

  /** Removes a live post. A post that is gone already counts as removed. */
  retract?(ref: PostRef, context: CallContext): Promise<void>;

  /**
   * Shows a live post on top of the account's page. A post that is there already counts as pinned; one that is gone is an error.
   * Networks have room for few, Bluesky for one: the newest stays.
   */
  pin?(ref: PostRef, context: CallContext): Promise<void>;

  /** Takes back what `pin` did. A post that is not pinned, or is gone, counts as done; another post stays pinned. */
  unpin?(ref: PostRef, context: CallContext): Promise<void>;

  /** Feedback as it comes, reconnecting by itself; ends only by abort or with a `CarecastError`. */
  listen?(query: ListenQuery, context: ListenContext): AsyncIterable<Inbound>;

  /** Answers one webhook request: verified first, read after. Without a configured secret it refuses all. */
  receive?(request: Request, context: CallContext): Promise<Received>;

  /** Public figures of an account; left out `handle` means our own. */
  profile?(handle: string | undefined, context: CallContext): Promise<Profile>;

  /** The newest public posts of an account, newest first, at most `limit`. */
  recentPosts?(handle: string | undefined, limit: number, context: CallContext): Promise<readonly RecentPost[]>;

  /** Credentials, scopes, quota and expiry. A bad credential is a problem in the result, not an error. */
  check?(context: CallContext): Promise<CheckResult>;

  /** Lets go of sockets and sessions. The adapter is not used afterwards. */
  close?(): Promise<void>;
}

/** What `prepare` made: journaled before `publish` is called, and handed to it unchanged, also after a crash. */
export interface Draft {
  readonly body: Json;
  /** After this the draft is stale (unattached media are gone) and core prepares anew. */
  readonly expiresAt?: IsoDateTime;
}

export interface CallContext {
  readonly clock: Clock;
  readonly lane: Lane;
  readonly signal?: AbortSignal;
  /** Tell it what the rate headers of an answer said: core holds routine posts back before the budget is gone. */
  readonly tellRate?: (rate: RateState) => void;
  /** Where tokens that the network hands out outlive the process. Without it they live in the adapter's memory. */
  readonly tokens?: TokenStore;
}

export interface PrepareContext extends CallContext {
  /** Names this delivery for ever: the same on every repetition, also after a crash. At most 128 of `[A-Za-z0-9._-]`. */
  readonly key: string;
}

export interface PublishContext extends PrepareContext {
  /** The post to answer: the part before in a thread, or somebody else's post. */
  readonly replyTo?: ReplyTarget;
}

export type FindResult =
  | { readonly found: true; readonly receipt: Receipt }
  /** `certain` means that the post does not exist; otherwise it was just not seen. */
  | { readonly found: false; readonly certain: boolean };
