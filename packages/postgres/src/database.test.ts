import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, LedgerError } from "@carecast/adapter";
import { sampleDelivery, samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { createDatabase, type Database } from "./database.ts";
import { migrations } from "./migrations.ts";
import { postgresLedger, type PostgresLedgerOptions } from "./index.ts";
import { readOptions } from "./read-options.ts";

const database = useDatabase();
const { query } = database;

let schema: string;
let schemas = 0;
const ledgers: { close(): Promise<void> }[] = [];
beforeEach(() => {
  schema = `ledger_${++schemas}`;
});
afterEach(async () => {
  await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()));
});

function open(options: Partial<PostgresLedgerOptions> = {}): ReturnType<typeof postgresLedger> {
  const ledger = postgresLedger({ connectionString: database.server.connectionString, schema, ...options });
  ledgers.push(ledger);
  return ledger;
}

const rejection = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => expect.fail("it did not reject"),
    (error: unknown) => error,
  );
const show = (raw: Database, name: string): Promise<unknown> =>
  raw.use(async ({ client }) => (await client.query<Record<string, unknown>>(`SHOW ${name}`)).rows[0]?.[name]);
/** The connection string with something else in it. */
function change(edit: (url: URL) => void): string {
  const url = new URL(database.server.connectionString);
  edit(url);
  return url.href;
}
const listTables = async (name: string): Promise<unknown[]> =>
  (await query("SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1", [name])).map(
    (row) => row["tablename"],
  );

describe("the schema", () => {
  it("is made at the first call, with one for the queue, by one of many that come at once", async () => {
    const many = Array.from({ length: 4 }, () => open());
    expect(await listTables(schema)).toEqual([]);
    await Promise.all(many.map((ledger, index) => ledger.add(samplePublication(`p${index}`), [], [])));
    expect(await many[0]?.publication("p3")).toStrictEqual(samplePublication("p3"));
    expect(await listTables(schema)).toContain("carecast_version");
    expect(await listTables(`${schema}_queue`)).toContain("job");
    expect(await query(`SELECT version FROM ${schema}.carecast_version`)).toEqual([{ version: migrations.length }]);
  });

  it("keeps ledgers with other names apart", async () => {
    await open().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    const other = open({ schema: `${schema}_other` });
    expect(await other.publication("p1")).toBeUndefined();
    expect(await other.dueLanes(["press"], Date.now())).toEqual([]);
  });

  it.each(["", "_queue"])("is left alone when it belongs to something else (name%s)", async (suffix) => {
    const foreign = `${schema}${suffix}`;
    await query(
      `CREATE SCHEMA ${foreign}; CREATE TABLE ${foreign}.patients (name text); INSERT INTO ${foreign}.patients VALUES ('theirs')`,
    );
    const error = await rejection(open().holds());
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
    const connectionString = change((url) => {
      [url.username, url.password] = [schema, "hunter2"];
    });
    const ledger = open({ connectionString });
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
    await open().add(samplePublication("p1"), [], []);
    await query(`UPDATE ${schema}.carecast_version SET version = 99`);
    const error = await rejection(open().publication("p1"));
    expect(error).toBeInstanceOf(LedgerError);
    expect(String(error)).toMatch(/schema ledger_\d+ has version 99.*knows 1; update @carecast\/postgres/);
    expect(await query(`SELECT version FROM ${schema}.carecast_version`)).toEqual([{ version: 99 }]);
  });

  it("ends the writes of an older program when a newer one brings it forward", async () => {
    const ledger = open();
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    await query(`UPDATE ${schema}.carecast_version SET version = 99`);
    await expect(ledger.add(samplePublication("p2"), [], [])).rejects.toThrow(/version 99/);
    await expect(ledger.change("p1.press.0", "queued", { state: "sending" }, 5)).rejects.toThrow(/version 99/);
    expect(await ledger.deliveries({ states: ["queued"] })).toHaveLength(1);
  });

  it("is finished when the first program was interrupted between its own tables and the queue's", async () => {
    await open().holds();
    await query(`DROP SCHEMA ${schema}_queue CASCADE; CREATE SCHEMA ${schema}_queue`);
    const again = open();
    await again.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    expect(await again.dueLanes(["press"], Date.now())).toHaveLength(1);
  });

  it("asks for a step of ours when pg-boss changes its own tables", async () => {
    await open().holds();
    const [row] = await query(`SELECT version FROM ${schema}_queue.version`);
    // A new version here needs a step in migrations.ts too: it keeps older programs away.
    expect(row?.["version"]).toBe(46);
    expect(migrations).toHaveLength(1);
  });
});

describe("the connection", () => {
  it("commits to the disk, waits for no lock for long, and gives locks up, whatever the role says", async () => {
    await query(`CREATE ROLE ${schema} SUPERUSER LOGIN PASSWORD 'hunter2'; ALTER ROLE ${schema} SET synchronous_commit = off;
      ALTER ROLE ${schema} SET default_transaction_isolation = 'serializable'; ALTER ROLE ${schema} SET default_transaction_read_only = on`);
    const connectionString = change((url) => {
      [url.username, url.password] = [schema, "hunter2"];
    });
    const raw = createDatabase(readOptions({ connectionString, schema }));
    ledgers.push(raw);
    expect(await show(raw, "synchronous_commit")).toBe("on");
    expect(await show(raw, "lock_timeout")).toBe("5s");
    expect(await show(raw, "idle_in_transaction_session_timeout")).toBe("10s");
    const ledger = open({ connectionString });
    await ledger.add(samplePublication("p1"), [], []);
    expect(await ledger.publication("p1")).toBeDefined();
  });

  it("leaves what is stricter as it is", async () => {
    await query(`ALTER DATABASE postgres SET synchronous_commit = remote_apply`);
    const raw = createDatabase(readOptions({ connectionString: database.server.connectionString, schema }));
    ledgers.push(raw);
    const value = await show(raw, "synchronous_commit");
    await query(`ALTER DATABASE postgres RESET synchronous_commit`);
    expect(value).toBe("remote_apply");
  });

  it.each([
    ["a wrong password", (url: URL) => void (url.password = "hunter3")],
    ["an unknown user", (url: URL) => void (url.username = "nobody")],
    ["an unknown database", (url: URL) => void (url.pathname = "/nowhere")],
  ])("says so when it is refused for %s, without a secret", async (_, edit) => {
    const connectionString = change(edit);
    const error = await rejection(open({ connectionString }).holds());
    expect(String(error)).toMatch(/refuses the login; check the user, the password and the database/);
    expect(error).toMatchObject({ code: "ledger", retryable: false });
    const said = inspect(error, { showHidden: true, depth: 9 });
    expect(said).not.toMatch(/hunter3|nobody|nowhere|127\.0\.0\.1/);
    expect(said).not.toContain(new URL(database.server.connectionString).password);
  });

  it("asks for the password again after a refusal", async () => {
    const right = database.server.connectionString;
    const answers = [change((url) => void (url.password = "hunter3")), right];
    const ledger = open({ connectionString: () => Promise.resolve(answers.shift() ?? right) });
    expect(await rejection(ledger.holds())).toBeInstanceOf(LedgerError);
    expect(await ledger.holds()).toEqual([]);
    // A connection that is open needs no password.
    expect(await ledger.holds()).toEqual([]);
    expect(answers).toEqual([]);
  });

  it("hides what a vault says when it has no password to give", async () => {
    const error = await rejection(open({ connectionString: () => Promise.reject(new Error("hunter2")) }).holds());
    expect(error).toMatchObject({ code: "ledger", retryable: true });
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain("hunter2");
  });

  it("refuses a database that cannot keep every text", async () => {
    await query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    const error = await rejection(open({ connectionString: change((url) => void (url.pathname = "/latin")) }).holds());
    expect(String(error)).toMatch(/UTF8/);
    expect(error).toBeInstanceOf(LedgerError);
  });

  it("is replaced when the server ends it between two calls, and fails the calls that are on their way", async () => {
    const ledger = open();
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    const end = (): Promise<unknown> =>
      query("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'carecast'");
    await end();
    // The end of the connection may be noticed by the next call only.
    await ledger.holds().catch((error: unknown) => expect(error).toMatchObject({ retryable: true }));
    expect(await ledger.holds()).toEqual([]);

    await query(`BEGIN; LOCK TABLE ${schema}.contents`);
    const calls = Promise.allSettled([
      ledger.change("p1.press.0", "queued", { state: "preparing", draft: { body: 1 } }, 5),
      ledger.add(samplePublication("p2"), [sampleDelivery("p2", "press")], []),
    ]);
    await database.untilBlocked(1);
    await end();
    expect(await calls).toMatchObject([{ reason: { retryable: true } }, { reason: { retryable: true } }]);
    await query("ROLLBACK");
    expect(await ledger.deliveries({})).toStrictEqual([sampleDelivery("p1", "press")]);
    expect(await ledger.publication("p2")).toBeUndefined();
  });

  it("closes at once when nothing was ever opened, and lets go of the database afterwards", async () => {
    const ledger = open();
    await ledger.holds();
    await ledger.close();
    await expect(ledger.holds()).rejects.toThrow(/is closed/);
    await database.until("SELECT WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'carecast')");
  });
});

describe("a database that is away for a while", () => {
  it("gives errors that say so, and is used again when it is back", async () => {
    const ledger = open();
    await ledger.add(samplePublication("p1"), [], []);
    await database.server.pause();
    try {
      for (const call of [ledger.publication("p1"), ledger.add(samplePublication("p2"), [], []), open().holds()]) {
        const error = await rejection(call);
        expect(error).toMatchObject({ code: "ledger", retryable: true, outcome: "not-sent" });
        expect(String(error)).toMatch(/cannot be reached/);
        expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/127\.0\.0\.1|ECONN/);
      }
    } finally {
      await database.server.resume();
    }
    expect(await ledger.publication("p1")).toStrictEqual(samplePublication("p1"));
    await ledger.add(samplePublication("p2"), [], []);
  });

  it("loses nothing of a broadcast that it interrupts, and goes on with it", async () => {
    const ledger = open();
    const ids = Array.from({ length: 400 }, (_, index) => `p${index}`);
    const states = ["queued", "preparing", "sending", "delivered"] as const;
    const known = new Map<string, number>();
    let failed = 0;
    let back: Promise<void> | undefined;

    /** Takes one publication as far as it gets, and again when the database was away. */
    async function deliver(id: string): Promise<void> {
      for (;;) {
        try {
          if (!(await ledger.publication(id)))
            await ledger.add(samplePublication(id), [sampleDelivery(id, "press")], []);
          const [found] = await ledger.deliveries({ publicationId: id });
          const at = states.indexOf((found?.state ?? "queued") as (typeof states)[number]);
          expect(at).toBeGreaterThanOrEqual(known.get(id) ?? 0);
          for (let step = at; step < 3; step += 1) {
            const result = await ledger.change(`${id}.press.0`, states[step]!, { state: states[step + 1]! }, step);
            expect(result).toBe("changed");
            known.set(id, step + 1);
          }
          return;
        } catch (error) {
          if (!(error instanceof LedgerError)) throw error;
          expect(error.retryable).toBe(true);
          failed += 1;
          await back;
        }
      }
    }
    const work = Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
          await deliver(id);
          if (ids.length < 250) back ??= database.server.restart();
        }
      }),
    );
    await work;
    expect(failed).toBeGreaterThan(0);
    expect(await ledger.deliveries({ states: ["delivered"] })).toHaveLength(400);
  });
});

it("throws a ConfigError of its own for a connection string that no call can use", () => {
  expect(() => open({ connectionString: "postgres://[" })).toThrow(ConfigError);
});
