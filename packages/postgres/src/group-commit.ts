import { LedgerError } from "@carecast/adapter";
import pg from "pg";
import type { Database } from "./database.ts";
import { refuseNewer } from "./migrate.ts";
import type { Mode, Operation, Transaction } from "./operation.ts";

/** Runs calls in the order in which they came, those of one turn of the event loop in one transaction. */
export interface GroupCommit {
  /** Resolves after the commit that holds the call. What the call does may be done again, and only its last run counts. */
  submit<Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output>;
}

interface Call {
  readonly operation: Operation<unknown, unknown>;
  readonly input: unknown;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/** Keeps one transaction, for which others wait, at some tens of milliseconds. */
const maxCalls = 512;
/** Two programs that wait for each other are told apart by the server at once; more tries than these mean something else. */
const maxAttempts = 5;

/** What a transaction has to know and to lock before anything else. */
const locks: Readonly<Record<Mode, string>> = {
  read: "",
  write: "",
  act: "IN ROW SHARE MODE",
  hold: "IN EXCLUSIVE MODE",
};
const byStrength: readonly Mode[] = ["read", "write", "act", "hold"];

export function createGroupCommit(database: Database, schema: string): GroupCommit {
  const waiting: Call[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      // Not a microtask: everything that this turn of the event loop brings in joins one commit.
      await new Promise((resolve) => setImmediate(resolve));
      await perform(waiting.splice(0, maxCalls));
    }
    running = false;
  }

  async function perform(calls: readonly Call[], attempt = 1): Promise<void> {
    try {
      const outputs = await database.use((connection) => commit(connection, schema, calls));
      for (const [index, { resolve, reject }] of calls.entries()) {
        const output = outputs[index];
        if (output instanceof LedgerError) reject(output);
        else resolve(output);
      }
    } catch (error) {
      const fault = blame(error);
      if (fault === "race" && attempt < maxAttempts) await perform(calls, attempt + 1);
      // A call that cannot be done must not take its neighbours with it, so each gets a transaction of its own.
      else if (fault !== "store" && calls.length > 1) for (const call of calls) await perform([call]);
      else for (const { reject } of calls) reject(error);
    }
  }

  return {
    submit: (operation, input) =>
      new Promise((resolve, reject) => {
        waiting.push({ operation, input, resolve, reject });
        if (!running) void run();
      }),
  };
}

async function commit(connection: Transaction, schema: string, calls: readonly Call[]): Promise<readonly unknown[]> {
  const mode = calls.reduce((strongest, { operation }) => stronger(strongest, operation.mode), byStrength[0]);
  if (mode === undefined || mode === "read") return runAll(connection, calls);
  await begin(connection, schema, mode);
  const outputs = await runAll(connection, calls);
  await connection.client.query("COMMIT");
  return outputs;
}

function stronger(one: Mode | undefined, other: Mode): Mode {
  return one !== undefined && byStrength.indexOf(one) > byStrength.indexOf(other) ? one : other;
}

/** One round trip. Reading the version also keeps a newer program from changing the tables under this transaction. */
async function begin({ client }: Transaction, schema: string, mode: Mode): Promise<void> {
  const lock = locks[mode] === "" ? "" : `LOCK TABLE ${schema}.holds ${locks[mode]};`;
  const text = `BEGIN; ${lock} SELECT version FROM ${schema}.carecast_version`;
  // Several statements in one text are answered with one result each, which the types of the driver do not say.
  const results: unknown = await client.query(text);
  const last = Array.isArray(results) ? (results.at(-1) as pg.QueryResult<{ version: number }>) : undefined;
  refuseNewer(last?.rows[0]?.version ?? 0, schema);
}

async function runAll(connection: Transaction, calls: readonly Call[]): Promise<readonly unknown[]> {
  const outputs: unknown[] = [];
  for (const group of groupCalls(calls)) {
    const inputs = group.map(({ input }) => input);
    outputs.push(...((await group[0]?.operation.run(connection, inputs)) ?? []));
  }
  return outputs;
}

/** Neighbours of one kind that do not have to see what one of them did. */
function groupCalls(calls: readonly Call[]): readonly (readonly Call[])[] {
  const groups: Call[][] = [];
  let keys = new Set<string>();
  for (const call of calls) {
    const last = groups.at(-1);
    const own = call.operation.keysOf?.(call.input) ?? [];
    if (last?.[0]?.operation === call.operation && !own.some((key) => keys.has(key))) last.push(call);
    else {
      groups.push([call]);
      keys = new Set();
    }
    for (const key of own) keys.add(key);
  }
  return groups;
}

/**
 * What an error says of the calls of a transaction: that others were in their way, that one of them cannot be done, or nothing,
 * because the database itself fails (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
function blame(error: unknown): "race" | "call" | "store" {
  if (error instanceof RangeError) return "call";
  if (!(error instanceof pg.DatabaseError)) return "store";
  const { code = "" } = error;
  if (/^(40001|40P01|23503|23505)$/.test(code)) return "race";
  return /^(22|23|54)/.test(code) ? "call" : "store";
}
