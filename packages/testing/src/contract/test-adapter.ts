import { afterAll, beforeAll, describe, it } from "vitest";
import { allChecks } from "./all-checks.ts";
import { type ContractOptions, parseContractOptions } from "./contract-options.ts";
import type { ContractHarness } from "./harness.ts";
import { runCheck } from "./run-check.ts";

/** Checks wait up to `patienceMs` several times each, where a promise is broken. */
const patiencesPerCheck = 20;

/**
 * Registers the contract suite for one adapter with vitest: a `describe` block with a test for each promise. What the
 * capabilities deny, and faults that the harness cannot order, are skipped with a note that names them.
 *
 * Throws `ConfigError` for wrong options.
 */
export function testAdapter(name: string, options: ContractOptions): void {
  const { start, patienceMs } = parseContractOptions("testAdapter", options);
  describe(`the adapter contract: ${name}`, () => {
    let harness: ContractHarness;
    beforeAll(async () => {
      harness = await start();
    });
    afterAll(async () => harness?.stop?.());

    for (const check of allChecks) {
      it(`${check.promise}: ${check.name}`, { timeout: patienceMs * patiencesPerCheck }, async ({ skip }) => {
        const reason = await runCheck(check, harness, patienceMs);
        if (reason !== undefined) skip(reason);
      });
    }
  });
}
