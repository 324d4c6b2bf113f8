import { describe, expect, it } from "vitest";
import { allChecks } from "./all-checks.ts";
import type { ContractCheck } from "./check.ts";
import { fakeHarness } from "./fake-harness.ts";
import { abortMutants, accountMutants, changeMutants } from "./mutants/life-mutants.ts";
import { listenMutants, receiveMutants } from "./mutants/listen-mutants.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { objectMutants } from "./mutants/object-mutants.ts";
import { errorMutants, outcomeMutants, repeatMutants } from "./mutants/outcome-mutants.ts";
import { pinMutants } from "./mutants/pin-mutants.ts";
import { rateMutants } from "./mutants/rate-mutants.ts";
import { prepareMutants, publishMutants } from "./mutants/publish-mutants.ts";
import { tokenMutants } from "./mutants/token-mutants.ts";
import { runCheck } from "./run-check.ts";

/** Short, because a broken promise often shows only when the suite stops waiting. */
const patienceMs = 40;

const groups: Readonly<Record<string, readonly Mutant[]>> = {
  object: objectMutants,
  prepare: prepareMutants,
  publish: publishMutants,
  outcome: outcomeMutants,
  rate: rateMutants,
  repeat: repeatMutants,
  error: errorMutants,
  abort: abortMutants,
  change: changeMutants,
  pin: pinMutants,
  account: accountMutants,
  token: tokenMutants,
  listen: listenMutants,
  receive: receiveMutants,
};

/** Broken by its options alone. */
const misconfigured = "discovers that it cannot find, and has find";

const titleOf = ({ promise, name }: ContractCheck): string => `${promise}: ${name}`;

describe.each(Object.entries(groups))("an adapter that breaks a promise on purpose (%s)", (_group, mutants) => {
  it.each(mutants)("fails the suite when it $name", async ({ caughtBy, options, spoil }) => {
    const checks = allChecks.filter((check) => caughtBy.test(titleOf(check)));
    expect(checks).not.toHaveLength(0);
    const unseen: string[] = [];
    for (const check of checks) {
      const seen = await runCheck(check, fakeHarness(options, spoil), patienceMs).then(
        (reason) => reason ?? "passed",
        () => undefined,
      );
      if (seen !== undefined) unseen.push(`${titleOf(check)} (${seen})`);
    }
    expect(unseen).toEqual([]);
  });
});

describe("the contract suite", () => {
  const mutants = Object.values(groups).flat();

  it("passes the same checks on the same adapter when nothing is broken", async () => {
    const failures: string[] = [];
    const tried = new Set<string>();
    for (const { caughtBy, options } of mutants.filter(({ name }) => name !== misconfigured)) {
      for (const check of allChecks.filter((candidate) => caughtBy.test(titleOf(candidate)))) {
        const trial = `${titleOf(check)} with ${JSON.stringify(options)}`;
        if (tried.has(trial)) continue;
        tried.add(trial);
        const seen = await runCheck(check, fakeHarness(options), 1000).catch((error: unknown) => String(error));
        if (seen !== undefined) failures.push(`${trial}: ${seen}`);
      }
    }
    expect(failures).toEqual([]);
  });

  it("has no check that cannot fail", () => {
    const idle = allChecks.map(titleOf).filter((title) => !mutants.some(({ caughtBy }) => caughtBy.test(title)));
    expect(idle).toEqual([]);
  });

  it("has no two checks of the same title", () => {
    const titles = allChecks.map(titleOf);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
