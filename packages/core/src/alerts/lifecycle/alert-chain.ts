import type { IsoDateTime } from "@carecast/adapter";

import type { AlertReference } from "../../models/alert.ts";

/** What a message is in its chain. */
export type AlertMessageKind = "alert" | "update" | "correction" | "cancellation" | "allClear";

/**
 * Where the alert stands. `live`: as it was issued. `updated`: by an update or a correction. `cancelled` and `allClear`: by a
 * message. `ended`: by its own time, or by `expire`. The last three are final.
 */
export type AlertState = "live" | "updated" | "cancelled" | "allClear" | "ended";

/** An alert and every message that followed it. */
export interface AlertChain {
  readonly id: string;
  readonly state: AlertState;
  /** In the order in which they were taken; the last one holds. */
  readonly messages: readonly AlertMessage[];
}

/** One message, as the chain holds it: facts and no text. */
export interface AlertMessage extends AlertReference {
  readonly kind: AlertMessageKind;
  /** The id under which `care.deliveries` tells what became of it. */
  readonly publicationId: string;
  /** When it was taken, milliseconds since the epoch. */
  readonly at: number;
  /** After this instant it holds no longer in any language. */
  readonly expires?: IsoDateTime;
  /** When readers were promised to hear more. */
  readonly nextUpdateAt?: IsoDateTime;
  /** The steps that are done. */
  readonly done: readonly AlertStep[];
}

/** What is done for a message, in this order. */
export type AlertStep =
  | "crisis-started"
  | "old-called-off"
  | "private-data-removed"
  | "old-edited"
  | "published"
  | "old-removed"
  | "pointed"
  | "ending-scheduled";
