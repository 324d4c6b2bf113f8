import pg, { type PoolClient } from "pg";
import { beforeEach, expect, it } from "vitest";
import { LedgerError } from "@carecast/adapter";
import type { Database } from "./database.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { oneByOne, type Mode, type Operation, type Transaction } from "./operation.ts";
import type { WorkQueue } from "./work-queue.ts";

/** What the fake database was told: the statements of transactions, and the inputs of operations. */
let log: string[];
let version: number;
/** Thrown by the next uses of the database at this statement or input. */
let failures: Map<string, Error[]>;
let connections: number;
let commits: GroupCommit;

const databaseError = (code: string): pg.DatabaseError =>
  Object.assign(new pg.DatabaseError("no", 1, "error"), { code });

function tell(line: string): void {
  log.push(line);
  const failure = failures.get(line)?.shift();
  if (failure !== undefined) throw failure;
}

const client = {
  query: async (text: string) => {
    tell(/^(BEGIN|COMMIT)/.exec(text)?.[0] ?? text);
    if (text.includes("LOCK")) log.push(/LOCK TABLE .* MODE/.exec(text)?.[0] ?? "");
    return [{ rows: [] }, { rows: [{ version }] }];
  },
};
// The casts hold because the operations of these tests ask for nothing else.
const connection = { client: client as unknown as PoolClient, queue: {} as WorkQueue };
const database: Database = {
  async use<T>(work: (connection: Transaction) => Promise<T>) {
    connections += 1;
    return work(connection);
  },
  close: () => Promise.resolve(),
};

const operation = (name: string, mode: Mode, keysOf?: (input: string) => string[]): Operation<string, string> => ({
  mode,
  ...(keysOf && { keysOf }),
  async run(_, inputs) {
    log.push(`${name} of ${inputs.length}`);
    for (const input of inputs) tell(`${name} ${input}`);
    return inputs.map((input) => (input === "refused" ? new LedgerError("refused") : `${name} ${input} done`));
  },
});
const write = operation("write", "write");
const read = operation("read", "read");

beforeEach(() => {
  log = [];
  version = 1;
  failures = new Map();
  connections = 0;
  commits = createGroupCommit(database, "wards");
});

it("holds the calls of one turn in one transaction, neighbours of one kind as one, in their order", async () => {
  const later = Promise.resolve().then(() => commits.submit(write, "d"));
  const answers = [
    commits.submit(write, "a"),
    commits.submit(write, "b"),
    commits.submit(read, "c"),
    later,
    commits.submit(read, "e"),
  ];
  expect(await Promise.all(answers)).toEqual([
    "write a done",
    "write b done",
    "read c done",
    "write d done",
    "read e done",
  ]);
  expect(log).toEqual([
    "BEGIN",
    ...["write of 2", "write a", "write b"],
    ...["read of 2", "read c", "read e"],
    ...["write of 1", "write d"],
    "COMMIT",
  ]);
  await commits.submit(write, "f");
  expect(log.filter((line) => line === "COMMIT")).toHaveLength(2);
});

it("answers when the commit is done, and not before", async () => {
  await Promise.all(["a", "b"].map((input) => commits.submit(write, input).then(() => log.push("answered"))));
  expect(log.slice(-3)).toEqual(["COMMIT", "answered", "answered"]);
});

it("brings what comes while a transaction runs into the next one", async () => {
  let inner: Promise<string> | undefined;
  const outer = oneByOne("write", async () => {
    inner = commits.submit(write, "inner");
    return "outer done";
  });
  await commits.submit(outer, undefined);
  expect(await inner).toBe("write inner done");
  expect(log).toEqual(["BEGIN", "COMMIT", "BEGIN", "write of 1", "write inner", "COMMIT"]);
});

it("does not run calls as one that share a key", async () => {
  const keyed = operation("keyed", "write", (input) => [...input]);
  await Promise.all(["ab", "cd", "da", "ef", "xf"].map((input) => commits.submit(keyed, input)));
  expect(log.filter((line) => line.includes(" of "))).toEqual(["keyed of 2", "keyed of 2", "keyed of 1"]);
});

it("takes no transaction for reads alone", async () => {
  await Promise.all([commits.submit(read, "a"), commits.submit(read, "b")]);
  expect(log).toEqual(["read of 2", "read a", "read b"]);
});

it.each<[Mode[], string[]]>([
  [["write", "read"], []],
  [["act", "write"], ["LOCK TABLE wards.holds IN ROW SHARE MODE"]],
  [["read", "act", "hold", "act"], ["LOCK TABLE wards.holds IN EXCLUSIVE MODE"]],
])("locks for %j what the strongest wants, before anything else", async (modes, locks) => {
  await Promise.all(modes.map((mode) => commits.submit(operation(mode, mode), "a")));
  expect(log.slice(0, 1 + locks.length)).toEqual(["BEGIN", ...locks]);
  expect(log.filter((line) => line.startsWith("LOCK"))).toEqual(locks);
});

it("tells a caller alone what the operation refused him, and keeps the rest", async () => {
  const answers = await Promise.allSettled(["a", "refused", "b"].map((input) => commits.submit(write, input)));
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(log.at(-1)).toBe("COMMIT");
});

it.each([databaseError("22021"), databaseError("54000"), databaseError("23514"), new RangeError("too long")])(
  "gives each call a transaction of its own when one cannot be done (%s)",
  async (error) => {
    failures.set("write b", [error, error]);
    const answers = await Promise.allSettled(["a", "b", "c"].map((input) => commits.submit(write, input)));
    expect(answers).toMatchObject([
      { value: "write a done" },
      { status: "rejected", reason: error },
      { value: "write c done" },
    ]);
    expect(log.filter((line) => line === "COMMIT")).toHaveLength(2);
  },
);

it.each(["40P01", "40001", "23505", "23503"])(
  "tries again, all together, when another program was in the way (%s)",
  async (code) => {
    failures.set("write b", [databaseError(code), databaseError(code)]);
    const answers = await Promise.all(["a", "b"].map((input) => commits.submit(write, input)));
    expect(answers).toEqual(["write a done", "write b done"]);
    expect(log.filter((line) => line === "write of 2")).toHaveLength(3);
  },
);

it("gives up a race that has no end, and only the call that is in it", async () => {
  failures.set(
    "write b",
    Array.from({ length: 100 }, () => databaseError("23505")),
  );
  const answers = await Promise.allSettled(["a", "b"].map((input) => commits.submit(write, input)));
  expect(answers).toMatchObject([{ value: "write a done" }, { status: "rejected", reason: { code: "23505" } }]);
  expect(connections).toBeLessThan(20);
});

it.each([
  ["write b", databaseError("57P01")],
  ["write b", databaseError("53100")],
  ["write b", new Error("Connection terminated unexpectedly")],
  ["BEGIN", databaseError("55P03")],
  ["COMMIT", new Error("read ECONNRESET")],
])("tells everybody when the database fails at %s, and goes on afterwards", async (line, error) => {
  failures.set(line, [error]);
  const answers = await Promise.allSettled(["a", "b"].map((input) => commits.submit(write, input)));
  expect(answers).toMatchObject([{ reason: error }, { reason: error }]);
  expect(connections).toBe(1);
  expect(await commits.submit(write, "c")).toBe("write c done");
});

it("writes nothing into a newer schema, and still reads", async () => {
  version = 99;
  await expect(commits.submit(write, "a")).rejects.toThrow(/version 99.*update @carecast\/postgres/);
  expect(log).toEqual(["BEGIN"]);
  expect(await commits.submit(read, "a")).toBe("read a done");
});

it("splits a great many calls into several transactions and keeps them all", async () => {
  const inputs = Array.from({ length: 1300 }, (_, index) => String(index));
  expect(await Promise.all(inputs.map((input) => commits.submit(write, input)))).toHaveLength(1300);
  expect(log.filter((line) => line === "COMMIT")).toHaveLength(3);
});
