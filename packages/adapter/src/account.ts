import type { PostRef } from "./post-ref.ts";
import type { IsoDateTime } from "./words.ts";

/** Public figures of an organisation's account. A figure that the network does not give is left out. */
export interface Profile {
  readonly id: string;
  readonly handle: string;
  readonly name?: string;
  readonly url?: string;
  readonly followers?: number;
  readonly following?: number;
  readonly posts?: number;
}

/** One public post of an organisation's account. Left-out counts are ones the network does not give. */
export interface RecentPost {
  readonly ref: PostRef;
  readonly text: string;
  readonly createdAt: IsoDateTime;
  readonly replies?: number;
  readonly reposts?: number;
  readonly likes?: number;
}

/** Whether an account is ready to publish and listen. */
export interface CheckResult {
  /** False when at least one problem stops publishing. */
  readonly ready: boolean;
  readonly account?: { readonly id: string; readonly handle: string; readonly url?: string };
  /** When the credential ends, where the network says so. */
  readonly expiresAt?: IsoDateTime;
  /** What the credential may do, in the words of the network, where it says so. */
  readonly scopes?: {
    readonly granted: readonly string[];
    /** What the adapter could do more with; each is named in `problems` too. */
    readonly missing: readonly string[];
  };
  /** Whether the network sends its webhooks to us, where it says so. */
  readonly webhook?: "active" | "inactive";
  /** What is left of the tightest budget. */
  readonly quota?: { readonly remaining: number; readonly limit: number; readonly resetsAt?: IsoDateTime };
  readonly problems: readonly CheckProblem[];
}

export interface CheckProblem {
  /** `stop`: nothing can be published. `warn`: something will stop working, or already does not. */
  readonly level: "stop" | "warn";
  /** What is wrong and what to do about it, in one sentence without secrets. */
  readonly message: string;
}
