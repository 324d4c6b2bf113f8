import type { DeliveryRecord, PublicationRecord } from "../records.ts";
import type { HeapItem } from "./heap.ts";

/** One delivery in the memory of this process. */
export interface Entry extends HeapItem {
  /** Its place in the order of addition. */
  readonly order: number;
  readonly publication: PublicationRecord;
  /** Changed in place: a new object for each of a delivery's steps would be most of the cost of a step. */
  readonly record: DeliveryRecord;
}

/** Only this folder changes a record: what leaves it is a copy. */
export function withoutReadonly({ record }: Entry): { -readonly [Key in keyof DeliveryRecord]: DeliveryRecord[Key] } {
  return record;
}
