import type { Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";

import type { LedgerPlace } from "./task.ts";

/** Most programs here never see Postgres, and start the faster. */
export async function openLedger(place: LedgerPlace): Promise<Ledger> {
  if (place.kind === "sqlite") return sqliteLedger(place.path);
  const { postgresLedger } = await import("@carecast/postgres");
  return postgresLedger({ connectionString: place.connectionString });
}
