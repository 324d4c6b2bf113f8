import type { DeliveryRecord } from "../ledger/records.ts";

/** A live post that should change, as it is afterwards. */
export interface Change {
  readonly record: DeliveryRecord;
  /** Whether the network made the change; else `record.error` says why not. */
  readonly done: boolean;
}
