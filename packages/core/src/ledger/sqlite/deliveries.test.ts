import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQLInputValue } from "node:sqlite";
import { expect, it } from "vitest";
import type { DeliveryQuery } from "../publication-store.ts";
import { toSelect } from "./deliveries.ts";
import { selectDocuments } from "./documents.ts";
import { selectDueLanes, selectNext } from "./due-work.ts";
import { openDatabase } from "./open-database.ts";

function explain(sql: string, values: SQLInputValue[]): string {
  const directory = mkdtempSync(join(tmpdir(), "carecast-ledger-"));
  const database = openDatabase(join(directory, "ledger.sqlite"), 0);
  const steps = database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map((row) => String(row["detail"]));
  database.close();
  rmSync(directory, { recursive: true });
  return steps.join("\n");
}

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
  const { sql, values } = toSelect(query);
  const steps = explain(sql, values);
  expect(steps).toMatch(plan);
  expect(steps).not.toMatch(/SCAN [dpc]\b/);
});

it.each([
  ["the due lanes", selectDueLanes, 1],
  ["the next emergency", selectNext.emergency, 1],
  ["the next routine post", selectNext.routine, 3],
])("%s are found without looking at what is not due", (_, sql, searches) => {
  const steps = explain(sql, [JSON.stringify(["press"]), 1]);
  const found = steps.match(/deliveries_by_time \(channel=\? AND priority=\? AND pick_at<\?\)/g);
  expect(found).toHaveLength(searches);
  expect(steps).not.toMatch(/SCAN (d|l|o|deliveries)\b/);
});

it("a page of documents is found without looking at those before and after it", () => {
  const steps = explain(selectDocuments, ["consent", "a", "b", "", 5]);
  expect(steps).toBe("SEARCH documents USING INDEX sqlite_autoindex_documents_1 (kind=? AND id>? AND id<?)");
});
