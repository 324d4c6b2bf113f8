import type { Report } from "../../publish/report.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import type { AlertState } from "./alert-chain.ts";
import type { PinFailure } from "./pins.ts";

/** What became of a message, and of the posts before it. */
export interface AlertReport<Name extends string = string> {
  /** The identifier of the message. */
  readonly identifier: string;
  /** The id of its chain. */
  readonly chain: string;
  readonly state: AlertState;
  /** Left out where there was no channel to publish on: nobody had it, or every old post was changed in its place. */
  readonly publication?: Report<Name>;
  /** What `checkAlert` found and did not stop, or an override set aside. */
  readonly findings: readonly Finding[];
  /** One for each old post on each channel. */
  readonly oldPosts: readonly OldPost<Name>[];
  /** What was to be on top of a page and is not. */
  readonly notPinned: readonly PinFailure<Name>[];
}

/** What was done about an old post. `left`: nothing, and `why` says why. */
export type OldPostOutcome = "replied" | "edited" | "removed" | "unpinned" | "called-off" | "left";

export interface OldPost<Name extends string = string> {
  readonly channel: Name;
  readonly publicationId: string;
  readonly language?: string;
  readonly outcomes: readonly OldPostOutcome[];
  /** What could not be done, and why. */
  readonly why?: string;
}
