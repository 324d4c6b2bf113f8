import type { SQLOutputValue } from "node:sqlite";
import type { Draft, Receipt } from "@carecast/adapter";
import type { DeliveryError, DeliveryRecord, DeliveryState, StoredPart } from "../records.ts";

/** A delivery as SQLite returns it: objects as JSON, `null` for what is not there. */
export interface DeliveryRow extends Record<string, SQLOutputValue> {
  readonly id: string;
  readonly publication_id: string;
  readonly channel: string;
  readonly network: string;
  readonly language: string | null;
  readonly position: number;
  readonly count: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly updated_at: number;
  readonly first_sent_at: number | null;
  readonly revised_at: number | null;
  readonly retracted_at: number | null;
  readonly receipt: string | null;
  readonly error: string | null;
  readonly part: string;
  readonly draft: string | null;
}

/** The casts hold because every JSON column was written from the type that it is read as. */
export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    id: row.id,
    publicationId: row.publication_id,
    channel: row.channel,
    network: row.network,
    ...(row.language !== null && { language: row.language }),
    index: row.position,
    count: row.count,
    part: JSON.parse(row.part) as StoredPart,
    state: row.state,
    attempts: row.attempts,
    updatedAt: row.updated_at,
    ...(row.first_sent_at !== null && { firstSentAt: row.first_sent_at }),
    ...(row.draft !== null && { draft: JSON.parse(row.draft) as Draft }),
    ...(row.receipt !== null && { receipt: JSON.parse(row.receipt) as Receipt }),
    ...(row.error !== null && { error: JSON.parse(row.error) as DeliveryError }),
    ...(row.revised_at !== null && { revisedAt: row.revised_at }),
    ...(row.retracted_at !== null && { retractedAt: row.retracted_at }),
  };
}
