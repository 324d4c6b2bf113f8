import { beforeEach, describe, expect, it } from "vitest";
import { LedgerError } from "@carecast/adapter";
import { sampleDelivery, samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { rejection, useLedgers } from "../test/use-ledgers.ts";
import { migrations } from "./migrations.ts";

const database = useDatabase();
const ledgers = useLedgers(database);
const { query } = database;

let schema: string;
beforeEach(() => {
  ({ schema } = ledgers);
});

const listTables = async (name: string): Promise<unknown[]> =>
  (await query("SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1", [name])).map(
    (row) => row["tablename"],
  );

describe("the schema", () => {
  it("is made at the first call, with one for the queue, by one of many that come at once", async () => {
    const many = Array.from({ length: 4 }, () => ledgers.open());
    expect(await listTables(schema)).toEqual([]);
    await Promise.all(many.map((ledger, index) => ledger.add(samplePublication(`p${index}`), [], [])));
    expect(await many[0]?.publication("p3")).toStrictEqual(samplePublication("p3"));
    expect(await listTables(schema)).toContain("carecast_version");
    expect(await listTables(`${schema}_queue`)).toContain("job");
    expect(await query(`SELECT version FROM ${schema}.carecast_version`)).toEqual([{ version: migrations.length }]);
  });

  it("keeps ledgers with other names apart", async () => {
    await ledgers.open().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    const other = ledgers.open({ schema: `${schema}_other` });
    expect(await other.publication("p1")).toBeUndefined();
    expect(await other.dueLanes(["press"], Date.now())).toEqual([]);
  });

  it.each(["", "_queue"])("is left alone when it belongs to something else (name%s)", async (suffix) => {
    const foreign = `${schema}${suffix}`;
    await query(
      `CREATE SCHEMA ${foreign}; CREATE TABLE ${foreign}.patients (name text); INSERT INTO ${foreign}.patients VALUES ('theirs')`,
    );
    const error = await rejection(ledgers.open().holds());
    expect(error).toMatchObject({ code: "ledger", retryable: false });
    expect(String(error)).toMatch(new RegExp(`schema ${foreign} belongs to something else.*option schema`));
    expect(await listTables(foreign)).toEqual(["patients"]);
    expect(await query(`SELECT name FROM ${foreign}.patients`)).toEqual([{ name: "theirs" }]);
    expect(await query("SELECT FROM pg_namespace WHERE nspname IN ($1, $2)", [schema, `${schema}_queue`])).toHaveLength(
      1,
    );
  });

  it("may be made by somebody with more rights, for a user who can do nothing else", async () => {
    await query(`CREATE ROLE ${schema} LOGIN PASSWORD 'hunter2'`);
    const connectionString = ledgers.change((url) => {
      [url.username, url.password] = [schema, "hunter2"];
    });
    const ledger = ledgers.open({ connectionString });
    const refused = await rejection(ledger.holds());
    expect(String(refused)).toMatch(/may not be used by this user; grant/);
    expect(refused).toMatchObject({ retryable: false });
    await query(
      `CREATE SCHEMA ${schema} AUTHORIZATION ${schema}; CREATE SCHEMA ${schema}_queue AUTHORIZATION ${schema}`,
    );
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    expect(await ledger.dueLanes(["press"], Date.now())).toHaveLength(1);
  });

  it("refuses when it is newer, and stays as it is", async () => {
    await ledgers.open().add(samplePublication("p1"), [], []);
    await query(`UPDATE ${schema}.carecast_version SET version = 99`);
    const error = await rejection(ledgers.open().publication("p1"));
    expect(error).toBeInstanceOf(LedgerError);
    expect(String(error)).toMatch(/schema ledger_\d+ has version 99.*knows 1; update @carecast\/postgres/);
    expect(await query(`SELECT version FROM ${schema}.carecast_version`)).toEqual([{ version: 99 }]);
  });

  it("ends the writes of an older program when a newer one brings it forward", async () => {
    const ledger = ledgers.open();
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    await query(`UPDATE ${schema}.carecast_version SET version = 99`);
    await expect(ledger.add(samplePublication("p2"), [], [])).rejects.toThrow(/version 99/);
    await expect(ledger.change("p1.press.0", "queued", { state: "sending" }, 5)).rejects.toThrow(/version 99/);
    expect(await ledger.deliveries({ states: ["queued"] })).toHaveLength(1);
  });

  it("is finished when the first program was interrupted between its own tables and the queue's", async () => {
    await ledgers.open().holds();
    await query(`DROP SCHEMA ${schema}_queue CASCADE; CREATE SCHEMA ${schema}_queue`);
    const again = ledgers.open();
    await again.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    expect(await again.dueLanes(["press"], Date.now())).toHaveLength(1);
  });

  it("asks for a step of ours when pg-boss changes its own tables", async () => {
    await ledgers.open().holds();
    const [row] = await query(`SELECT version FROM ${schema}_queue.version`);
    // A new version here needs a step in migrations.ts too: it keeps older programs away.
    expect(row?.["version"]).toBe(46);
    expect(migrations).toHaveLength(1);
  });
});
