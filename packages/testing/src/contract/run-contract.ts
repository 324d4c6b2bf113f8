import { allChecks } from "./all-checks.ts";
import type { ContractCheck, ContractPromise } from "./check.ts";
import { type ContractOptions, parseContractOptions } from "./contract-options.ts";
import { runCheck } from "./run-check.ts";

/** What became of one check. */
export interface ContractResult {
  readonly promise: ContractPromise;
  readonly name: string;
  readonly state: "kept" | "broken" | "skipped";
  /** Why it was skipped, or what was seen instead of the promise. */
  readonly reason?: string;
}

/**
 * Runs the whole contract suite without a test runner, one check after the other.
 *
 * Throws `ConfigError` for wrong options. A broken promise is a result, not an error.
 */
export async function runContract(options: ContractOptions): Promise<readonly ContractResult[]> {
  const { start, patienceMs } = parseContractOptions("runContract", options);
  const harness = await start();
  const results: ContractResult[] = [];
  for (const check of allChecks) {
    const run = runCheck(check, harness, patienceMs);
    results.push(
      await run.then(
        (reason) => done(check, reason),
        (error: unknown) => broken(check, error),
      ),
    );
  }
  await harness.stop?.();
  return results;
}

function done({ promise, name }: ContractCheck, reason: string | undefined): ContractResult {
  return reason === undefined ? { promise, name, state: "kept" } : { promise, name, state: "skipped", reason };
}

function broken({ promise, name }: ContractCheck, error: unknown): ContractResult {
  return { promise, name, state: "broken", reason: error instanceof Error ? error.message : String(error) };
}
