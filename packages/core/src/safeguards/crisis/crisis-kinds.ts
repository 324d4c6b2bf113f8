import type { ContentKind } from "../../models/content-kind.ts";

/**
 * What goes on during a crisis: warnings and what becomes of them, notices, and answers to people. Everything else waits, exercises too:
 * nobody should have to ask whether it is real.
 */
export const crisisKinds = [
  "alert",
  "update",
  "correction",
  "cancellation",
  "allClear",
  "pointer",
  "ending",
  "serviceNotice",
  "closureNotice",
  "medicineNotice",
  "supplyNotice",
  "appearanceNotice",
  "reply",
] as const satisfies readonly ContentKind[];
