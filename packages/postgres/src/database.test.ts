import { inspect } from "node:util";
import type { PoolClient } from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { LedgerError } from "@carecast/adapter";
import { sampleDelivery, samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { rejection, useLedgers } from "../test/use-ledgers.ts";
import { createDatabase } from "./database.ts";
import { readOptions } from "./read-options.ts";

const database = useDatabase();
const ledgers = useLedgers(database);
const { query } = database;

let schema: string;
beforeEach(() => {
  ({ schema } = ledgers);
});

/** Works with a connection as a ledger has it. */
async function connect<T>(connectionString: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const raw = createDatabase(readOptions({ connectionString, schema }));
  try {
    return await raw.use(({ client }) => work(client));
  } finally {
    await raw.close();
  }
}

function readSetting(connectionString: string, name: string): Promise<unknown> {
  const text = `SELECT current_setting('${name}') AS value`;
  return connect(connectionString, async (client) => (await client.query<{ value: string }>(text)).rows[0]?.value);
}

describe("the connection", () => {
  it("commits to the disk, waits for no lock for long, and gives locks up, whatever the role says", async () => {
    await query(`CREATE ROLE ${schema} SUPERUSER LOGIN PASSWORD 'hunter2'; ALTER ROLE ${schema} SET synchronous_commit = off;
      ALTER ROLE ${schema} SET default_transaction_isolation = 'serializable'; ALTER ROLE ${schema} SET default_transaction_read_only = on`);
    const connectionString = ledgers.change((url) => {
      [url.username, url.password] = [schema, "hunter2"];
    });
    expect(await readSetting(connectionString, "synchronous_commit")).toBe("on");
    expect(await readSetting(connectionString, "lock_timeout")).toBe("5s");
    expect(await readSetting(connectionString, "idle_in_transaction_session_timeout")).toBe("4s");
    const ledger = ledgers.open({ connectionString });
    await ledger.add(samplePublication("p1"), [], []);
    expect(await ledger.publication("p1")).toBeDefined();
  });

  it("leaves what is stricter as it is", async () => {
    await query(`ALTER DATABASE postgres SET synchronous_commit = remote_apply`);
    const value = await readSetting(database.server.connectionString, "synchronous_commit");
    await query(`ALTER DATABASE postgres RESET synchronous_commit`);
    expect(value).toBe("remote_apply");
  });

  it.each([
    ["a wrong password", (url: URL) => void (url.password = "hunter3")],
    ["an unknown user", (url: URL) => void (url.username = "nobody")],
    ["an unknown database", (url: URL) => void (url.pathname = "/nowhere")],
  ])("says so when it is refused for %s, without a secret", async (_, edit) => {
    const connectionString = ledgers.change(edit);
    const error = await rejection(ledgers.open({ connectionString }).holds());
    expect(String(error)).toMatch(/refuses the login; check the user, the password and the database/);
    expect(error).toMatchObject({ code: "ledger", retryable: false });
    const said = inspect(error, { showHidden: true, depth: 9 });
    expect(said).not.toMatch(/hunter3|nobody|nowhere|127\.0\.0\.1/);
    expect(said).not.toContain(new URL(database.server.connectionString).password);
  });

  it("asks for the password again after a refusal", async () => {
    const right = database.server.connectionString;
    const answers = [ledgers.change((url) => void (url.password = "hunter3")), right];
    const ledger = ledgers.open({ connectionString: () => Promise.resolve(answers.shift() ?? right) });
    expect(await rejection(ledger.holds())).toBeInstanceOf(LedgerError);
    expect(await ledger.holds()).toEqual([]);
    // A connection that is open needs no password.
    expect(await ledger.holds()).toEqual([]);
    expect(answers).toEqual([]);
  });

  it("asks for the password again when it was changed while the program ran", async () => {
    await query(`CREATE ROLE ${schema} SUPERUSER LOGIN PASSWORD 'hunter1'`);
    let password = "hunter1";
    const connectionString = (): string =>
      ledgers.change((url) => {
        [url.username, url.password] = [schema, password];
      });
    const ledger = ledgers.open({ connectionString });
    expect(await ledger.holds()).toEqual([]);
    await query(`ALTER ROLE ${schema} PASSWORD 'hunter2'`);
    await query("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'carecast'");
    // The first call may meet the end of the connection only.
    await rejection(ledger.holds());
    expect(String(await rejection(ledger.holds()))).toMatch(/refuses the login/);
    password = "hunter2";
    expect(await ledger.holds()).toEqual([]);
  });

  it("hides what a vault says when it has no password to give", async () => {
    const error = await rejection(
      ledgers.open({ connectionString: () => Promise.reject(new Error("hunter2")) }).holds(),
    );
    expect(error).toMatchObject({ code: "ledger", retryable: true });
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain("hunter2");
  });

  it("refuses a database that cannot keep every text", async () => {
    await query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    const error = await rejection(
      ledgers.open({ connectionString: ledgers.change((url) => void (url.pathname = "/latin")) }).holds(),
    );
    expect(String(error)).toMatch(/UTF8/);
    expect(error).toBeInstanceOf(LedgerError);
  });

  it("is replaced when the server ends it between two calls, and fails the calls that are on their way", async () => {
    const ledger = ledgers.open();
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

  it("may end while nobody asks it anything", async () => {
    await connect(database.server.connectionString, async (client) => {
      const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      const ended = new Promise((resolve) => client.once("end", resolve));
      await query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
      await ended;
    });
  });

  it("closes at once when nothing was ever opened, and lets go of the database afterwards", async () => {
    const ledger = ledgers.open();
    await ledger.holds();
    await ledger.close();
    await expect(ledger.holds()).rejects.toThrow(/is closed/);
    await database.until("SELECT WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'carecast')");
  });
});

describe("a database that is away for a while", () => {
  it("gives errors that say so, and is used again when it is back", async () => {
    const ledger = ledgers.open();
    await ledger.add(samplePublication("p1"), [], []);
    await database.server.pause();
    try {
      for (const call of [
        ledger.publication("p1"),
        ledger.add(samplePublication("p2"), [], []),
        ledgers.open().holds(),
      ]) {
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
    const ledger = ledgers.open();
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
