import { inspect } from "node:util";
import pg from "pg";
import { expect, it } from "vitest";
import { ConfigError, LedgerError } from "@carecast/adapter";
import { toLedgerError } from "./to-ledger-error.ts";

/** What the driver throws for an answer of the server, as far as it is read, and what must not get out. */
function databaseError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError("duplicate key: (name)=(Jane Roe)", 1, "error");
  return Object.assign(error, { code, detail: "Jane Roe", where: "Jane Roe", client: { password: "hunter2" } });
}
const systemError = (code: string): Error =>
  Object.assign(new Error("connect 10.0.0.1 hunter2"), { code, client: { password: "hunter2" } });

it.each([
  [databaseError("08006"), /cannot be reached/, true],
  [databaseError("22P05"), /cannot keep/, false],
  [databaseError("23502"), /cannot keep/, false],
  [databaseError("25006"), /may only be read/, true],
  [databaseError("25P03"), /took too long/, true],
  [databaseError("28P01"), /refuses the login/, false],
  [databaseError("28000"), /refuses the login/, false],
  [databaseError("3D000"), /refuses the login/, false],
  [databaseError("3F000"), /not there any more/, false],
  [databaseError("40P01"), /locked or too slow/, true],
  [databaseError("42501"), /may not be used by this user; grant/, false],
  [databaseError("42P01"), /not there any more/, false],
  [databaseError("42703"), /SQLSTATE 42703/, false],
  [databaseError("53100"), /no room.*free space/, true],
  [databaseError("53300"), /max_connections/, true],
  [databaseError("53200"), /lacks memory/, true],
  [databaseError("54000"), /this large/, false],
  [databaseError("55P03"), /locked or too slow/, true],
  [databaseError("57014"), /locked or too slow/, true],
  [databaseError("57P01"), /cannot be reached/, true],
  [databaseError("57P03"), /cannot be reached/, true],
  [databaseError("58030"), /look at the disk/, true],
  [databaseError("XX001"), /damaged/, false],
  [systemError("ECONNREFUSED"), /cannot be reached; check/, true],
  [systemError("ENOTFOUND"), /cannot be reached; check/, true],
  [new Error("Connection terminated unexpectedly"), /cannot be reached; check/, true],
  [new Error("Query read timeout"), /cannot be reached; check/, true],
  [new RangeError("Invalid string length"), /this large/, false],
  ["a vault said hunter2", /cannot be reached; check/, true],
])("%s has a remedy", (error, message, retryable) => {
  const mapped = toLedgerError(error, "wards");
  expect(mapped).toBeInstanceOf(LedgerError);
  expect(mapped.message).toMatch(/^The ledger in the Postgres schema wards /);
  expect(mapped.message).toMatch(message);
  expect(mapped).toMatchObject({ retryable, outcome: "not-sent" });
  expect(inspect(mapped, { showHidden: true, depth: 9 })).not.toMatch(/Jane|hunter2|10\.0\.0\.1/);
});

it("leaves our own errors as they are", () => {
  for (const own of [new LedgerError("The ledger is closed."), new ConfigError("no")]) {
    expect(toLedgerError(own, "wards")).toBe(own);
  }
});
