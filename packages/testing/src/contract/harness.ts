import type { Adapter, FeedbackKind, PostRef } from "@carecast/adapter";
import type { Fault } from "../fault.ts";

/** A value, or the promise of one. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Which adapter the suite wants: one that works, one whose credential the network refuses, one whose address nobody
 * answers (a closed loopback port), and, for networks with webhooks, one without the webhook secret.
 */
export type AdapterVariant = "working" | "wrong-credential" | "unreachable" | "no-webhook-secret";

/** What an adapter author gives the suite: how to make the adapter, and hands on the network behind it. */
export interface ContractHarness {
  /** Makes a new adapter for the one account that the whole run uses. */
  create(variant: AdapterVariant): Awaitable<Adapter>;
  readonly network: NetworkHarness;
  /** Every token and password that `create` uses, right or wrong. The suite looks for them in all that comes out. */
  readonly secrets: readonly string[];
  /**
   * Texts that this network counts in a way of its own, each short: with a link, a mention, a letter that counts
   * double. The suite checks `measure` against the network with them. Default none.
   */
  readonly samples?: readonly string[];
  /** Called once, after the last check. */
  stop?(): Awaitable<void>;
}

/** Which requests: the irreversible ones of `publish`, uploads of media, or all. */
export type RequestKind = "publish" | "media" | "any";

/** Hands on the network, or on what stands in for it. */
export interface NetworkHarness {
  /** Forgets posts, requests, orders and conversations, and ends requests that hang. Called before each check. */
  reset(): Awaitable<void>;
  /** What readers see of the account now, oldest first. */
  posts(): Awaitable<readonly SeenPost[]>;
  /** The ids of the posts on top of the account's page now, where the network pins. */
  pinned?(): Awaitable<readonly string[]>;
  /** How many requests of this kind have come since `reset`. */
  requests(kind: RequestKind): number;
  /** The faults that `order` can arrange. Checks of others are skipped, and say so. */
  readonly faults: readonly Fault[];
  /** Spoils the next `order.times` requests of a kind. */
  order?(order: FaultOrder): Awaitable<void>;
  /** Whether the answer to `publish` says how much of a rate budget is left, and a refusal for the rate that nothing is. */
  readonly tellsRates?: boolean;
  /** Lets people speak, where the network can be listened to by stream or by poll. */
  readonly people?: PeopleHarness;
  /** Makes webhook requests, where the network sends them. */
  readonly webhooks?: WebhookHarness;
}

export interface FaultOrder {
  readonly fault: Fault;
  readonly on: RequestKind;
  /** `Infinity` means until `reset`. */
  readonly times: number;
}

/** One post as a reader sees it. What the network does not show is left out. */
export interface SeenPost {
  /** The id that the receipt carries. */
  readonly id: string;
  /** The text without the network's markup. */
  readonly text: string;
  /** The alt texts of its media, in their order. */
  readonly alts: readonly string[];
  /** The id of the post that it answers. */
  readonly inReplyTo?: string;
  readonly language?: string;
  readonly audience?: string;
  readonly contentWarning?: string;
  readonly pollOptions?: readonly string[];
}

export interface PeopleHarness {
  /** The kinds that `say` can make. */
  readonly kinds: readonly FeedbackKind[];
  /** Somebody else posts something that the account is to hear; answers the id of their post. */
  say(saying: Saying): Awaitable<string>;
  /** Ends every open stream at once; the account may connect again. Left out where the adapter polls. */
  dropStreams?(): Awaitable<void>;
  /** How many streams are open now. */
  openStreams?(): number;
}

export interface Saying {
  readonly kind: FeedbackKind;
  /** Plain text with line breaks; the network adds its own markup, and a mention where it needs one. */
  readonly text: string;
  /** Without `#`; for the kind `post`. The text holds it too. */
  readonly hashtag?: string;
  /** The account's own post, for the kinds `reply` and `comment`. */
  readonly inReplyTo?: PostRef;
}

export interface WebhookHarness {
  readonly kinds: readonly FeedbackKind[];
  /** A request as the network sends it, correctly signed. */
  sign(saying: Saying): Awaitable<Request>;
  /** The same with a signature that does not fit. */
  forge(saying: Saying): Awaitable<Request>;
  /** The request with which the network tests the address, and whether an answer to it is right. */
  readonly challenge?: {
    request(): Awaitable<Request>;
    accepts(response: Response): Awaitable<boolean>;
  };
}
