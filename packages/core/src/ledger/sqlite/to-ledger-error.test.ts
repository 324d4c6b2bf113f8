import { inspect } from "node:util";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { LedgerError } from "@carecast/adapter";
import { toLedgerError } from "./to-ledger-error.ts";

/** What node:sqlite throws, as far as it is read. */
const sqliteError = (errcode: number): Error =>
  Object.assign(new Error("secret words"), { code: "ERR_SQLITE_ERROR", errcode });
const systemError = (code: string): Error => Object.assign(new Error("/home/private: secret words"), { code });

it.each([
  [sqliteError(5), /locked by another process/, true],
  [sqliteError(517), /locked by another process/, true],
  [sqliteError(8), /may not be written/, true],
  [sqliteError(1032), /may not be written/, true],
  [sqliteError(778), /look at the disk/, true],
  [sqliteError(11), /damaged/, false],
  [sqliteError(13), /no room.*free space/, true],
  [sqliteError(14), /cannot be opened/, false],
  [sqliteError(15), /locked by another process/, true],
  [sqliteError(18), /too large|this large/, false],
  [sqliteError(26), /not a Carecast ledger/, false],
  [sqliteError(1299), /SQLite result 1299/, false],
  [systemError("ENOENT"), /make its directory/, false],
  [systemError("EACCES"), /may not be written/, true],
  [systemError("EROFS"), /may not be written/, true],
  [systemError("ENOSPC"), /free space/, true],
  [new TypeError("secret words"), /cannot keep/, false],
])("%o has a remedy", (error, message, retryable) => {
  const mapped = toLedgerError(error, "/home/private/ledger.sqlite");
  expect(mapped).toBeInstanceOf(LedgerError);
  expect(mapped.message).toMatch(/^The file ledger\.sqlite /);
  expect(mapped.message).toMatch(message);
  expect(mapped).toMatchObject({ retryable, outcome: "not-sent" });
  expect(inspect(mapped, { showHidden: true }).replaceAll(mapped.stack ?? "", "")).not.toMatch(/secret|private/);
});

it("leaves our own errors as they are", () => {
  const own = new LedgerError("The ledger is closed.");
  expect(toLedgerError(own, "ledger.sqlite")).toBe(own);
});

it("quotes nothing of a value that breaks a rule", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE names (name TEXT CHECK (name <> 'Jane Roe')) STRICT");
  let error: unknown;
  try {
    database.prepare("INSERT INTO names VALUES (?)").run("Jane Roe");
  } catch (thrown) {
    error = thrown;
  }
  expect(toLedgerError(error, "ledger.sqlite").message).not.toContain("Jane");
  database.close();
});
