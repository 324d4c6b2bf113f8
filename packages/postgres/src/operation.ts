import type { LedgerError } from "@carecast/adapter";
import type { PoolClient, QueryResultRow } from "pg";
import { columnTypes } from "./column-types.ts";
import type { WorkQueue } from "./work-queue.ts";

/** The transaction that holds the calls of one turn, or a connection where all of them only read. */
export interface Transaction {
  readonly client: PoolClient;
  readonly queue: WorkQueue;
}

/**
 * What a call wants of its transaction: none; one; one that no hold begins or ends beside, because it journals or gives
 * permission; one that is alone with the holds.
 */
export type Mode = "read" | "write" | "act" | "hold";

/** One kind of call. Calls of one kind that come one after the other run as one, in few statements. */
export interface Operation<Input, Output> {
  readonly mode: Mode;
  /** Calls that share a key do not run as one: the later one has to see what the earlier one did. */
  keysOf?(input: Input): readonly string[];
  /** One answer for each input; an error goes to the caller of that input alone, and must have written nothing. */
  run(transaction: Transaction, inputs: readonly Input[]): Promise<readonly (Output | LedgerError)[]>;
}

/** An operation that takes one call after the other. */
export function oneByOne<Input, Output>(
  mode: Mode,
  run: (transaction: Transaction, input: Input) => Promise<Output | LedgerError>,
): Operation<Input, Output> {
  return {
    mode,
    async run(transaction, inputs) {
      const outputs: (Output | LedgerError)[] = [];
      for (const input of inputs) outputs.push(await run(transaction, input));
      return outputs;
    },
  };
}

/** The rows that a statement answers. `Row` says what its columns are; only the files with the statement know. */
export async function query<Row extends QueryResultRow>(
  { client }: Pick<Transaction, "client">,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await client.query<Row>({ text, values, types: columnTypes })).rows;
}
