import type { Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";

import type { LedgerPlace } from "./task.ts";

export function openLedger(place: LedgerPlace): Ledger {
  if (place.kind === "sqlite") return sqliteLedger(place.path);
  throw new RangeError(`no ledger ${place.kind}`);
}
