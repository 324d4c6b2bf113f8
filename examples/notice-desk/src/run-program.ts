import { isCarecastError } from "@carecast/core";

import { UsageError } from "./usage-error.ts";

/** What a program touches: everything that a test may want to replace. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}

/** What a program has done, for `--json`, and its exit code. */
export interface Done {
  readonly result: object;
  readonly code: number;
}

/** Runs `program` and tells its mistakes in one line: 2 where the caller can correct something, 1 where a network failed. */
export async function runProgram(world: World, program: () => Promise<number>): Promise<number> {
  try {
    return await program();
  } catch (error) {
    if (error instanceof UsageError || (isCarecastError(error) && error.outcome === "not-sent")) {
      world.errors.write(`${error.message}\n`);
      return isInput(error) ? 2 : 1;
    }
    throw error;
  }
}

function isInput(error: Error): boolean {
  return !isCarecastError(error) || ["invalid-post", "config", "blocked", "unsupported"].includes(error.code);
}
