import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { postgresLedger } from "./postgres-ledger.ts";
import { readOptions, type PostgresLedgerOptions } from "./read-options.ts";

const connectionString = "postgres://carecast:hunter2@db.example.org/carecast";
// The cast stands for callers without types.
const open = (options: unknown): unknown => postgresLedger(options as PostgresLedgerOptions);

describe("postgresLedger", () => {
  it.each<[unknown, string]>([
    [undefined, "connectionString"],
    [connectionString, "connectionString"],
    [{}, "connectionString"],
    [{ connectionString: "" }, "connectionString"],
    [{ connectionString: 5 }, "connectionString"],
    [{ connectionString: "mysql://hunter2@db.example.org/carecast" }, "connectionString"],
    [{ connectionString: "db.example.org hunter2" }, "connectionString"],
    [{ connectionString: "postgres://carecast:hunter2@db.example.org:port/carecast" }, "connectionString"],
    [{ connectionString, schema: "" }, "schema"],
    [{ connectionString, schema: "Wards" }, "schema"],
    [{ connectionString, schema: "1ward" }, "schema"],
    [{ connectionString, schema: "pg_wards" }, "schema"],
    [{ connectionString, schema: 'wards"; DROP' }, "schema"],
    [{ connectionString, schema: "w".repeat(41) }, "schema"],
    [{ connectionString, dedupeWindow: 0 }, "dedupeWindow"],
    [{ connectionString, dedupeWindow: 1.5 }, "dedupeWindow"],
    [{ connectionString, max: 5 }, "max"],
  ])("refuses %j, names the option and quotes nothing", (options, path) => {
    let thrown: unknown;
    try {
      open(options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigError);
    expect(thrown).toMatchObject({ code: "config", path });
    expect(inspect(thrown, { showHidden: true })).not.toContain("hunter2");
  });

  it("connects to nothing before the first call", async () => {
    const ledger = postgresLedger({ connectionString: () => Promise.reject(new Error("too early")) });
    await ledger.close();
  });

  it("refuses what a function gives, when it gives it", async () => {
    const { revealConnectionString } = readOptions({ connectionString: () => "hunter2" });
    await expect(revealConnectionString()).rejects.toMatchObject({ code: "config", path: "connectionString" });
    const ledger = postgresLedger({ connectionString: () => Promise.resolve("hunter2") });
    const refused = await ledger.holds().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    expect(inspect(refused, { showHidden: true })).not.toContain("hunter2");
    await ledger.close();
  });
});

it("has defaults, and asks a function each time", async () => {
  let asked = 0;
  const read = readOptions({ connectionString: () => `${connectionString}?asked=${++asked}` });
  expect(read).toMatchObject({ schema: "carecast", dedupeWindow: 10_000 });
  await read.revealConnectionString();
  expect(await read.revealConnectionString()).toBe(`${connectionString}?asked=2`);
});
