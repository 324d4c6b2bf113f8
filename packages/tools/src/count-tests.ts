import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What the last line of a test run says. */
export interface TestCounts {
  passed: number;
  /** Also counts what failed outside of a test: a file that does not load, a hook that throws, a stray rejection. */
  failed: number;
  skipped: number;
}

/** A vitest reporter that counts, and prints nothing. */
export class TestCounter implements Reporter {
  readonly counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const { counts } = this;
    counts.failed += unhandledErrors.length;
    for (const module of modules) {
      for (const suite of [module, ...module.children.allSuites()]) {
        if (suite.errors().length > 0) counts.failed += 1;
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that never ended is not a success.
        counts[state === "pending" ? "failed" : state] += 1;
      }
    }
  }
}

/** `12 passed, 0 failed`, with `, 3 skipped` only where there are any. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
