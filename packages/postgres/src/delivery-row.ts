import type { Draft, Receipt } from "@carecast/adapter";
import type { Decision, DeliveryError, DeliveryRecord, DeliveryState, StoredPart } from "@carecast/core";
import { decodeText } from "./text.ts";

/** A delivery as Postgres returns it: `null` for what is not there. */
export interface DeliveryRow {
  readonly id: string;
  readonly publication_id: string;
  readonly channel: string;
  readonly network: string;
  readonly language: string | null;
  readonly position: number;
  readonly count: number;
  readonly state: DeliveryState;
  readonly due_at: number | null;
  readonly attempts: number;
  readonly updated_at: number;
  readonly first_sent_at: number | null;
  readonly revised_at: number | null;
  readonly retracted_at: number | null;
  readonly purged_at: number | null;
  readonly receipt: Receipt | null;
  readonly error: DeliveryError | null;
  readonly decision: Decision | null;
  readonly audience: StoredPart["audience"];
  readonly part: StoredPart | null;
  readonly draft: Draft | null;
}

/** The columns of a `DeliveryRow`, for a statement that has deliveries as `d`, publications as `p` and contents as `c`. */
export const deliveryColumns = `
  d.id, p.id AS publication_id, d.channel, d.network, d.language, d.position, d.count, d.state, d.due_at, d.attempts,
  d.updated_at, d.first_sent_at, d.revised_at, d.retracted_at, d.purged_at, d.receipt, d.error, d.decision,
  c.audience, c.part, c.draft`;

export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    id: decodeText(row.id),
    publicationId: decodeText(row.publication_id),
    channel: decodeText(row.channel),
    network: decodeText(row.network),
    ...(row.language !== null && { language: decodeText(row.language) }),
    index: row.position,
    count: row.count,
    part: row.part ?? { text: "", audience: row.audience, media: [] },
    state: row.state,
    dueAt: row.due_at,
    attempts: row.attempts,
    updatedAt: row.updated_at,
    ...(row.first_sent_at !== null && { firstSentAt: row.first_sent_at }),
    ...(row.draft !== null && { draft: row.draft }),
    ...(row.receipt !== null && { receipt: row.receipt }),
    ...(row.error !== null && { error: row.error }),
    ...(row.decision !== null && { decision: row.decision }),
    ...(row.revised_at !== null && { revisedAt: row.revised_at }),
    ...(row.retracted_at !== null && { retractedAt: row.retracted_at }),
    ...(row.purged_at !== null && { purgedAt: row.purged_at }),
  };
}
