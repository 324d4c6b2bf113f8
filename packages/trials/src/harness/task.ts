import type { DeliveryState } from "@carecast/core";
import type { PlainLever } from "@carecast/sandbox";

/** What a child process is told to do. It travels as a message between processes. */
export interface Task {
  readonly ledger: LedgerPlace;
  readonly channels: readonly ChannelTask[];
  /** Published one after the other, or all at once. */
  readonly publications: readonly PublicationTask[];
  readonly atOnce: boolean;
  /** Whether the hub also goes on with what others left, until nothing waits any more. */
  readonly started: boolean;
  readonly leaseMs: number;
  /** How far the child's clock is ahead: further than a lease, and on SQLite a dead owner's work is free at once. */
  readonly aheadMs: number;
  readonly kill?: KillPoint;
  /** Tell each time when this boundary is passed. */
  readonly watch?: string;
}

export type LedgerPlace =
  { readonly kind: "sqlite"; readonly path: string } | { readonly kind: "postgres"; readonly connectionString: string };

export interface ChannelTask {
  readonly name: string;
  readonly baseUrl: string;
  readonly token: string;
  readonly lever: PlainLever;
}

export interface PublicationTask {
  readonly id: string;
  readonly text: string;
  readonly channels: readonly string[];
  readonly picture: boolean;
}

/** The n-th boundary of all, or the n-th with a label; both from 1. */
export interface KillPoint {
  readonly label?: string;
  readonly nth: number;
}

/** What a child is told: what to do, and that its next request will be held. */
export type Order = { readonly kind: "task"; readonly task: Task } | { readonly kind: "held" };

/** What a child tells. */
export type Message =
  /** `care.publish` has returned. */
  | { readonly kind: "published"; readonly id: string }
  /** The task is at hand, and begins now. */
  | { readonly kind: "begun" }
  /** The boundary of `watch` was passed. */
  | { readonly kind: "passed" }
  /** The next request to `endpoint` of that server is the last: end me while it is there. */
  | { readonly kind: "hold"; readonly origin: string; readonly endpoint: string; readonly done: boolean }
  | { readonly kind: "end"; readonly boundaries: readonly string[]; readonly deliveries: readonly Outcome[] };

/** One delivery as the ledger has it in the end. */
export interface Outcome {
  readonly id: string;
  readonly publicationId: string;
  readonly channel: string;
  readonly index: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly receiptId: string | null;
  readonly error: string | null;
}

/** The longest post of every network here: short, so that little text makes a thread. */
export const maxCharacters = 60;
