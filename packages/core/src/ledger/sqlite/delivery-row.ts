import type { SQLOutputValue } from "node:sqlite";
import type { Draft, Receipt } from "@carecast/adapter";
import type { Decision, DeliveryError, DeliveryRecord, DeliveryState, StoredPart } from "../records.ts";
import { fromJson } from "./json-columns.ts";

/** A delivery as SQLite returns it: objects as JSON, `null` for what is not there. */
export interface DeliveryRow extends Record<string, SQLOutputValue> {
  readonly id: string;
  /** The `seq` of the publication, and its id. */
  readonly publication: number;
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
  readonly receipt: string | null;
  readonly error: string | null;
  readonly decision: string | null;
  readonly part: string;
  readonly draft: string | null;
}

export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    id: row.id,
    publicationId: row.publication_id,
    channel: row.channel,
    network: row.network,
    ...(row.language !== null && { language: row.language }),
    index: row.position,
    count: row.count,
    part: fromJson<StoredPart>(row.part),
    state: row.state,
    dueAt: row.due_at,
    attempts: row.attempts,
    updatedAt: row.updated_at,
    ...(row.first_sent_at !== null && { firstSentAt: row.first_sent_at }),
    ...(row.draft !== null && { draft: fromJson<Draft>(row.draft) }),
    ...(row.receipt !== null && { receipt: fromJson<Receipt>(row.receipt) }),
    ...(row.error !== null && { error: fromJson<DeliveryError>(row.error) }),
    ...(row.decision !== null && { decision: fromJson<Decision>(row.decision) }),
    ...(row.revised_at !== null && { revisedAt: row.revised_at }),
    ...(row.retracted_at !== null && { retractedAt: row.retracted_at }),
    ...(row.purged_at !== null && { purgedAt: row.purged_at }),
  };
}
