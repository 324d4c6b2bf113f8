import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { DeliveryQuery } from "../publication-store.ts";
import { toSelect } from "./deliveries.ts";
import { openDatabase } from "./open-database.ts";

it.each<[DeliveryQuery, RegExp]>([
  [{ states: ["queued", "sending"] }, /SEARCH d USING INDEX deliveries_by_state \(state=\?\)/],
  [{ states: ["queued"], channel: "press" }, /SEARCH d USING INDEX deliveries_by_state \(state=\? AND channel=\?\)/],
  [{ channel: "press" }, /SEARCH d USING INDEX deliveries_by_state \(state=\? AND channel=\?\)/],
  [{ publicationId: "p1" }, /SEARCH d USING INDEX deliveries_by_publication \(publication=\?\)/],
  [
    { publicationId: "p1", channel: "press", states: ["queued"] },
    /INDEX deliveries_by_publication \(publication=\? AND channel=\?\)/,
  ],
  [{ states: ["held"], limit: 10, after: "p1" }, /SEARCH d USING COVERING INDEX deliveries_by_state \(state=\?\)/],
  [{ publicationId: "p1", limit: 10 }, /SEARCH d USING COVERING INDEX deliveries_by_publication \(publication=\?\)/],
])("%j is answered from an index", (query, plan) => {
  const directory = mkdtempSync(join(tmpdir(), "carecast-ledger-"));
  const database = openDatabase(join(directory, "ledger.sqlite"), 0);
  const { sql, values } = toSelect(query);
  const steps = database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map((row) => String(row["detail"]));
  database.close();
  rmSync(directory, { recursive: true });
  expect(steps.join("\n")).toMatch(plan);
  expect(steps.join("\n")).not.toMatch(/SCAN [dpc]\b/);
});
