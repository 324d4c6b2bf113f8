import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runCommand } from "./run-command.ts";
import { root } from "./workspace.ts";

/** Runs these test files in a project of their own; the last line and the exit code are what counts. */
async function runTests(files: Readonly<Record<string, string>>): Promise<{ lastLine?: string; exitCode: number }> {
  const project = mkdtempSync(join(tmpdir(), "carecast-tests-"));
  onTestFinished(() => rmSync(project, { recursive: true, force: true }));
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"), "junction");
  for (const [name, code] of Object.entries(files)) {
    writeFileSync(join(project, name), `import { beforeAll, describe, expect, test } from "vitest";\n${code}`);
  }
  const runner = join(root, "packages", "tools", "src", "run-tests.ts");
  const { exitCode, output } = await runCommand(process.execPath, [runner], project);
  const lastLine = output.split("\n").findLast((line) => /passed, /.test(line));
  return { ...(lastLine !== undefined && { lastLine }), exitCode };
}

test("says how many passed", async () => {
  const result = await runTests({ "a.test.ts": `test("a", () => {}); test("b", () => {});` });
  expect(result).toEqual({ lastLine: "2 passed, 0 failed", exitCode: 0 });
});

test("counts every kind of failure, and what was skipped", async () => {
  const result = await runTests({
    "fails.test.ts": `test("a", () => expect(1).toBe(2)); test("b", () => {}); test.skip("c", () => {});`,
    "does-not-load.test.ts": `import "./missing.ts"; test("a", () => {});`,
    "hook.test.ts": `describe("s", () => { beforeAll(() => { throw new Error("no"); }); test("a", () => {}); });`,
    "stray.test.ts": `test("a", () => void setTimeout(() => { throw new Error("late"); }));`,
  });
  expect(result).toEqual({ lastLine: "2 passed, 4 failed, 2 skipped", exitCode: 1 });
});

test("does not call a run without tests a success", async () => {
  expect(await runTests({})).toEqual({ lastLine: "0 passed, 0 failed", exitCode: 1 });
});
