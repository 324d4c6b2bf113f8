import { beforeAll, expect, it } from "vitest";
import type { DeliveryQuery } from "@carecast/core";
import { useDatabase } from "../test/use-database.ts";
import { toSelect } from "./deliveries.ts";
import { selectDocuments } from "./documents.ts";
import { selectFirsts } from "./due-lanes.ts";
import { postgresLedger } from "./index.ts";
import { selectThreads } from "./next-threads.ts";
import { emptyContents, selectOld } from "./purge.ts";

const database = useDatabase();

beforeAll(async () => {
  const ledger = postgresLedger({ connectionString: database.server.connectionString });
  await ledger.holds();
  await ledger.close();
  // Tables without rows are read as a whole wherever that is possible at all.
  await database.query("ALTER DATABASE postgres SET enable_seqscan = off");
});

async function explain(text: string, values: unknown[]): Promise<string> {
  const rows = await database.query(`EXPLAIN (COSTS OFF) ${text}`, values);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const select = (query: DeliveryQuery): [string, unknown[]] => {
  const { text, values } = toSelect("carecast", query);
  return [text, values];
};

it.each<[string, [string, unknown[]], RegExp]>([
  ["due lanes", [selectFirsts("carecast"), [["press"]]], /deliveries_by_due_time/],
  ["next threads", [selectThreads("carecast"), ["[]"]], /deliveries_by_due_time[^]*deliveries_by_publication/],
  ["old publications", [selectOld("carecast"), [1]], /deliveries_with_old_content[^]*deliveries_by_publication/],
  ["old contents", [emptyContents("carecast"), [1, 2, [1, 2, 3]]], /Index Scan[^]*contents_pkey/],
  ["deliveries by state", select({ states: ["queued"] }), /deliveries_by_state/],
  ["deliveries by state and channel", select({ states: ["queued"], channel: "press" }), /deliveries_by_state/],
  [
    "documents",
    [selectDocuments("carecast"), ["consent", "a", "b", "", 5]],
    /^Limit\n *-> *Index Scan using documents_pkey on documents\n *Index Cond: \(.*kind.*id >= .*id < /,
  ],
  ["deliveries of a publication", select({ publicationId: "p1", channel: "press" }), /deliveries_by_publication/],
])("%s come from an index", async (_, [text, values], index) => {
  const plan = await explain(text, values);
  expect(plan).toMatch(index);
  expect(plan).not.toMatch(/Seq Scan on (deliveries|publications|contents)/);
});
