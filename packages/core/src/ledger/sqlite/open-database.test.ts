import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LedgerError } from "@carecast/adapter";
import { sampleDelivery, samplePublication } from "../contract/samples.ts";
import { migrations } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import { sqliteLedger } from "./sqlite-ledger.ts";

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "carecast-ledger-"));
  path = join(directory, "ledger.sqlite");
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A ledger with 200 publications, closed. */
async function fillLedger(): Promise<void> {
  const ledger = sqliteLedger(path);
  const ids = Array.from({ length: 200 }, (_, index) => `p${index}`);
  await Promise.all(ids.map((id) => ledger.add(samplePublication(id), [sampleDelivery(id, "press")], [])));
  await ledger.close();
}

function expectRefusal(message: RegExp): void {
  const files = readdirSync(directory);
  const open = (): unknown => openDatabase(path, 0);
  expect(open).toThrow(LedgerError);
  expect(open).toThrow(message);
  expect(open).not.toThrow(directory);
  expect(readdirSync(directory)).toEqual(files);
}

describe("openDatabase", () => {
  it("makes a database that syncs each commit and keeps its references", () => {
    const database = openDatabase(path, 1234);
    const read = (name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(read("journal_mode")).toBe("wal");
    expect(read("synchronous")).toBe(2);
    expect(read("secure_delete")).toBe(1);
    expect(read("foreign_keys")).toBe(1);
    expect(read("busy_timeout")).toBe(1234);
    expect(read("user_version")).toBe(migrations.length);
    expect(String.fromCharCode(...[24, 16, 8, 0].map((shift) => (Number(read("application_id")) >> shift) & 255))).toBe(
      "CCLG",
    );
    database.close();
  });

  it("takes an empty file, and names with signs that mean something in an address", () => {
    writeFileSync(path, "");
    openDatabase(path, 0).close();
    path = join(directory, "a?b#c%20d e.sqlite");
    openDatabase(path, 0).close();
    expect(readdirSync(directory).sort()).toEqual(["a?b#c%20d e.sqlite", "ledger.sqlite"]);
  });

  it.each([
    ["a short text", "hello"],
    ["a long text", "Not a database. ".repeat(1000)],
  ])("refuses %s and leaves it as it was", (_, text) => {
    writeFileSync(path, text);
    expectRefusal(/ledger\.sqlite is not a Carecast ledger/);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it.each(["DELETE", "WAL"])("refuses the database of another program (journal %s) and leaves it as it was", (mode) => {
    const foreign = new DatabaseSync(path);
    foreign.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('theirs')`);
    foreign.close();
    const bytes = readFileSync(path);
    expectRefusal(/ledger\.sqlite is not a Carecast ledger/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses a newer schema and leaves it as it was", async () => {
    await fillLedger();
    const newer = new DatabaseSync(path);
    newer.exec("PRAGMA user_version = 99; PRAGMA journal_mode = DELETE");
    newer.close();
    const bytes = readFileSync(path);
    expectRefusal(/schema 99.*update @carecast\/core/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses a file that lost its end", async () => {
    await fillLedger();
    truncateSync(path, 20_000);
    const bytes = readFileSync(path);
    expect(() => openDatabase(path, 0)).toThrow(/ledger\.sqlite is damaged; .*backup/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses a file whose tables are overwritten", async () => {
    await fillLedger();
    const bytes = readFileSync(path);
    bytes.fill(0xee, 4096);
    writeFileSync(path, bytes);
    expectRefusal(/ledger\.sqlite is damaged/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("says that a file is damaged when it comes to the damage, and does not overwrite it", async () => {
    await fillLedger();
    const bytes = readFileSync(path);
    bytes.fill(0xee, bytes.length - 4096);
    writeFileSync(path, bytes);
    const ledger = sqliteLedger(path);
    await expect(ledger.deliveries({})).rejects.toThrow(/ledger\.sqlite is damaged/);
    await ledger.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses a directory, and a file in a directory that is not there", () => {
    mkdirSync(path);
    expectRefusal(/ledger\.sqlite/);
    path = join(directory, "nowhere", "ledger.sqlite");
    expect(() => openDatabase(path, 0)).toThrow(/ledger\.sqlite cannot be created; make its directory first/);
    expect(existsSync(join(directory, "nowhere"))).toBe(false);
  });

  it("refuses a file that it may not write", async () => {
    await fillLedger();
    chmodSync(path, 0o444);
    chmodSync(directory, 0o755);
    asOrdinaryUser(() => expectRefusal(/ledger\.sqlite may not be written; give/));
  });

  it("waits no longer than it is told for another process that writes, and goes on afterwards", async () => {
    await fillLedger();
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    expect(() => openDatabase(path, 0)).toThrow(/ledger\.sqlite is locked by another process/);
    other.exec("COMMIT");
    other.close();
    openDatabase(path, 0).close();
  });

  it("finishes a file whose making was interrupted after its mark", () => {
    const begun = new DatabaseSync(path);
    begun.exec("PRAGMA application_id = 0x43434c47");
    begun.close();
    const database = openDatabase(path, 0);
    expect(database.prepare("SELECT count(*) AS count FROM publications").get()?.["count"]).toBe(0);
    database.close();
  });
});

describe("a schema that a newer program brings forward while an older one has the file open", () => {
  it("ends the writes of the older one", async () => {
    const ledger = sqliteLedger(path);
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    const newer = new DatabaseSync(path);
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    await expect(ledger.add(samplePublication("p2"), [], [])).rejects.toThrow(/schema 99/);
    await expect(ledger.change("p1.press.0", "queued", { state: "sending" }, 5)).rejects.toThrow(/schema 99/);
    expect(await ledger.deliveries({ states: ["queued"] })).toHaveLength(1);
    await ledger.close();
  });
});

/** Root may write everything, so a test that runs as root steps down for a moment. */
function asOrdinaryUser(act: () => void): void {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(65_534);
  try {
    act();
  } finally {
    process.seteuid?.(0);
  }
}
