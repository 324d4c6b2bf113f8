import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { createStatements, type Statements } from "./statements.ts";
import { createTransact } from "./transact.ts";

let directory: string;
let database: DatabaseSync;
/** Another connection: it sees what is committed and nothing else. */
let observer: DatabaseSync;
let commits: GroupCommit;
let prepare: Statements;
let committed: number;
let check: () => void;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "carecast-ledger-"));
  const path = join(directory, "numbers.sqlite");
  database = new DatabaseSync(path, { timeout: 0 });
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE numbers (number INTEGER PRIMARY KEY, text TEXT) STRICT");
  observer = new DatabaseSync(path, { timeout: 0 });
  prepare = createStatements(database);
  committed = 0;
  check = () => undefined;
  const counting: Statements = (sql) => {
    if (sql === "COMMIT") committed += 1;
    return prepare(sql);
  };
  commits = createGroupCommit(createTransact(database, counting, () => check()));
});
afterEach(() => {
  database.close();
  observer.close();
  rmSync(directory, { recursive: true });
});

const insert = (number: number, text = ""): Promise<number> =>
  commits.write(() => {
    prepare("INSERT INTO numbers VALUES (?, ?)").run(number, text);
    return number;
  });
const read = (from: DatabaseSync = database): unknown[] =>
  from
    .prepare("SELECT number FROM numbers ORDER BY number")
    .all()
    .map((row) => row["number"]);

it("commits what comes in one turn together, also what the answers to a turn's first calls bring", async () => {
  const turn = Array.from({ length: 20 }, (_, index) => Promise.resolve().then(() => insert(index)));
  expect(await Promise.all([insert(100), ...turn])).toHaveLength(21);
  expect(committed).toBe(1);
  await insert(101);
  expect(committed).toBe(2);
});

it("answers when the commit is done, and not before", async () => {
  const seen = Promise.all([1, 2, 3].map((number) => insert(number).then(() => read(observer))));
  await Promise.resolve();
  expect(read(observer)).toEqual([]);
  expect(await seen).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

it("keeps the order, in which reads stand too", async () => {
  const answers = [insert(1), commits.read(() => read()), insert(2), commits.read(() => read())];
  expect(await Promise.all(answers)).toEqual([1, [1], 2, [1, 2]]);
});

it("does not let a step that fails take its neighbours with it, nor leaves half of it", async () => {
  await insert(2);
  const half = commits.write(() => {
    prepare("INSERT INTO numbers VALUES (?, '')").run(50);
    throw new Error("no");
  });
  const results = await Promise.allSettled([insert(1), insert(2), half, commits.read(() => read()), insert(3)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled", "fulfilled"]);
  expect(results[3]).toMatchObject({ value: [1, 2] });
  expect(read(observer)).toEqual([1, 2, 3]);
});

it("rejects writes while another process holds the lock, still reads, and goes on afterwards", async () => {
  await insert(1);
  observer.exec("BEGIN IMMEDIATE");
  const results = await Promise.allSettled([insert(2), insert(3), commits.read(() => read())]);
  expect(results).toMatchObject([
    { status: "rejected", reason: { errcode: 5 } },
    { status: "rejected", reason: { errcode: 5 } },
    { status: "fulfilled", value: [1] },
  ]);
  observer.exec("ROLLBACK");
  expect(await insert(2)).toBe(2);
});

it("rejects what does not fit on a full disk, keeps what does, and goes on when there is room", async () => {
  const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
  database.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const results = await Promise.allSettled([insert(1), insert(2, "x".repeat(50_000)), insert(3)]);
  expect(results).toMatchObject([{ value: 1 }, { status: "rejected", reason: { errcode: 13 } }, { value: 3 }]);
  expect(read(observer)).toEqual([1, 3]);
  database.exec("PRAGMA max_page_count = 10000");
  expect(await insert(2, "x".repeat(50_000))).toBe(2);
});

it("writes nothing once the check says no, and still reads", async () => {
  await insert(1);
  check = () => {
    throw new Error("newer");
  };
  await expect(insert(2)).rejects.toThrow("newer");
  expect(await commits.read(() => read())).toEqual([1]);
  check = () => undefined;
  await insert(3);
  expect(read(observer)).toEqual([1, 3]);
});

it("begins with the rollback that failed before, and loses no answer to that", async () => {
  let failures = 2;
  const failing: Statements = (sql) => {
    if (sql === "ROLLBACK" && failures > 0) {
      failures -= 1;
      throw new Error("the disk is gone");
    }
    return prepare(sql);
  };
  commits = createGroupCommit(createTransact(database, failing, () => check()));
  const fail = (): Promise<number> =>
    commits.write(() => {
      prepare("INSERT INTO numbers VALUES (50, '')").run();
      throw new Error("no");
    });
  await expect(fail()).rejects.toThrow("no");
  await expect(insert(1)).rejects.toThrow("the disk is gone");
  expect(await insert(2)).toBe(2);
  expect(read(observer)).toEqual([2]);
});

it("tells the one who asked that a read failed", async () => {
  const fail = (): Promise<unknown> => commits.read(() => prepare("SELECT * FROM nowhere").get());
  await expect(fail()).rejects.toThrow("nowhere");
  const results = await Promise.allSettled([insert(1), fail(), insert(2)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

it("splits a great many steps into several transactions and keeps them all", async () => {
  const numbers = Array.from({ length: 1300 }, (_, index) => index);
  await Promise.all(numbers.map((number) => insert(number)));
  expect(read(observer)).toEqual(numbers);
  expect(committed).toBe(3);
});
