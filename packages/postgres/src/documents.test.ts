import { expect, it } from "vitest";
import { useDatabase } from "../test/use-database.ts";
import { useLedgers } from "../test/use-ledgers.ts";

const database = useDatabase();
const ledgers = useLedgers(database);

it("come in the order of their character codes also in a database that sorts like a language", async () => {
  await database.query(`CREATE DATABASE german TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-AT'`);
  const ledger = ledgers.open({ connectionString: ledgers.change((url) => (url.pathname = "/german")) });
  const sorted = ["-b", "A", "B", "\\", "_", "a", "a-b", "aB", "a\\b", "aa", "ab", "b"];
  for (const id of sorted.toReversed()) await ledger.setDocument("consent", id, 0, "1");
  const all = await ledger.documents({ kind: "consent", limit: 99 });
  expect(all.map(({ id }) => id)).toEqual(sorted);
  const page = await ledger.documents({ kind: "consent", prefix: "a", after: "a-b", limit: 3 });
  expect(page.map(({ id }) => id)).toEqual(["aB", "a\\b", "aa"]);
});
